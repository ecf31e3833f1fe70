/** The optimizers as cards, and the menu that adds one. */

import { Entries } from "../service/entries.js";
import { element, heading, take } from "../base/dom.js";
import { slots } from "../plot/series.js";
import { paces } from "../state/effects.js";
import { isSolver, running } from "../state/fitting.js";
import { titles as titlesOf } from "../state/titles.js";
import { EntryMenu } from "./entry-menu.js";
import { OptimizerCard } from "./optimizer-card.js";

/** What the rates in use depend on. */
const DECISIVE = /** @type {const} */ (["surface", "optimizers", "starts", "steps", "conditions"]);

export class OptimizerList {
  /** @type {Map<number, OptimizerCard>} */
  #cards = new Map();
  #marked = ""; // the query that the marks are about
  /** @type {{state: import("../base/types.js").State, rates: import("../base/types.js").Answer["rates"]}|null} the answer, and what it is about */
  #known = null;

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   * @param {string} root of the server
   * @param {(typed: import("../state/ahead.js").Typed) => void} [typed] called with each text that the server is asked for
   */
  constructor(host, store, root, typed) {
    this.store = store;
    this.root = root;
    this.entries = new Entries(root, "optimizer", store.catalog.optimizers, typed);
    this.cards = element("div", { className: "card-list" });
    const { catalog } = store;
    const menu = new EntryMenu(element("span", {}, "+ Add optimizer"), "Add optimizer", catalog.groups.optimizers, catalog.optimizers,
      (name, cause) => store.dispatch({ type: "addOptimizer", name }, cause));
    const adding = element("div", { className: "add-optimizer", "data-control": "optimizers" }, menu.element);
    host.append(element("h2", { className: "section-title" }, heading(host)), this.cards, adding);
  }

  /** @param {import("../base/types.js").State} state */
  update(state) {
    const { catalog } = this.store;
    const { optimizers } = state;
    const ids = new Set(optimizers.map((optimizer) => optimizer.id));
    for (const [id, card] of this.#cards) {
      if (ids.has(id)) continue;
      take(card.element, ".power");
      this.#cards.delete(id);
    }
    const on = running(state);
    const taken = slots(on.map(({ name }) => name), catalog);
    const titles = new Map(catalog.optimizers.map(({ name, title }) => [name, title]));
    const names = titlesOf(on, state.conditions, catalog); // the same titles as in the plots and the table
    const known = DECISIVE.every((name) => this.#known?.state[name] === state[name]) ? this.#known : null;
    const found = paces(state, catalog, names, known?.rates ?? null);
    optimizers.forEach((optimizer, index) => {
      const card = this.#cardOf(optimizer);
      if (this.cards.children[index] !== card.element) this.cards.insertBefore(card.element, this.cards.children[index] ?? null);
      const at = optimizer.on ? on.indexOf(optimizer) : -1;
      const others = on.filter((other) => other !== optimizer && !isSolver(other.name, catalog)).map(({ name }) => name);
      card.update(optimizer, {
        title: names[at] ?? titles.get(optimizer.name) ?? "",
        slot: taken[at] ?? null,
        pace: found[at] ?? null,
        lengths: [...new Set(others)].map((name) => [name, titles.get(name) ?? name]),
      });
    });
  }

  /** @param {import("../base/types.js").Answer} answer marks of theory, rates in use and notes on the optimizers that run */
  annotate({ query, theory, notes, rates }) {
    const { state } = this.store;
    this.#known = { state, rates };
    running(state).forEach(({ id }, index) => this.#cards.get(id)?.annotate(notes[index] ?? []));
    this.mark(query, theory);
    this.update(state);
  }

  /**
   * @param {string} query
   * @param {import("../base/types.js").Answer["theory"]|null} theory marks on the sliders of its optimizers; null where the page cannot find
   *   them, and those of another surface or other conditions are wrong
   */
  mark(query, theory) {
    if (!theory && withoutRuns(query) === withoutRuns(this.#marked)) return;
    this.#marked = query;
    running(this.store.state).forEach(({ id }, index) =>
      this.#cards.get(id)?.mark(theory?.find(({ optimizer }) => optimizer === index)?.marks ?? []));
  }

  /** @param {import("../base/types.js").Optimizer} optimizer @returns {OptimizerCard} */
  #cardOf(optimizer) {
    const known = this.#cards.get(optimizer.id);
    if (known?.name === optimizer.name) return known;
    known?.element.remove();
    const card = new OptimizerCard(optimizer, this.store, this.entries, this.root);
    this.#cards.set(optimizer.id, card);
    return card;
  }
}

/** @param {string} query @returns {string} its surface and what is held equal */
const withoutRuns = (query) => query.split("&").filter((item) => !/^(optimizer|start|steps)=/.test(item)).join("&");
