/** The optimizers as cards: a switch, rate and betas, and the published variants in a section that opens. */

import { entry } from "../state/families.js";
import { element, formula, scroller, setText, swatch, take } from "../base/dom.js";
import { isSolver, running } from "../state/fitting.js";
import { Entries } from "../service/entries.js";
import { fieldsOf, showFields } from "./entry-fields.js";
import { EntryMenu } from "./entry-menu.js";
import { slots } from "../plot/series.js";
import { titles as titlesOf } from "../state/titles.js";

/**
 * @typedef {{card: HTMLElement, key: HTMLElement, title: HTMLElement, power: HTMLInputElement, remove: HTMLElement,
 *   lengthMenu: HTMLSelectElement, notes: HTMLElement, main: HTMLElement, folded: HTMLElement,
 *   formula: HTMLElement, about: HTMLElement,
 *   fields: import("./entry-fields.js").Field[], rule: import("../base/types.js").Rule|null, slot: number|null,
 *   shown: import("../base/types.js").Optimizer|null}} Card shown: what the card shows now; rule: whose fields it has
 */

export class OptimizerList {
  /** @type {Map<number, Card>} */
  #cards = new Map();

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   * @param {string} root of the server
   */
  constructor(host, store, root) {
    this.store = store;
    this.entries = new Entries(root, "optimizer", store.catalog.optimizers);
    this.cards = element("div", { className: "card-list" });
    const { catalog } = store;
    const menu = new EntryMenu(element("span", {}, "+ Add optimizer"), "Add optimizer", catalog.groups.optimizers, catalog.optimizers,
      (name, cause) => store.dispatch({ type: "addOptimizer", name }, cause));
    const adding = element("div", { className: "add-optimizer", "data-control": "optimizers" }, menu.element);
    host.append(element("h2", { className: "section-title" }, "Optimizers"), this.cards, adding);
  }

  /** @param {import("../base/types.js").State} state */
  update({ optimizers, conditions }) {
    const ids = new Set(optimizers.map((optimizer) => optimizer.id));
    for (const [id, { card }] of this.#cards) {
      if (!ids.has(id)) {
        take(card, ".power");
        this.#cards.delete(id);
      }
    }
    const { catalog } = this.store;
    const on = optimizers.filter((optimizer) => optimizer.on);
    const taken = slots(on.map(({ name }) => name), catalog);
    const titles = new Map(catalog.optimizers.map(({ name, title }) => [name, title]));
    const names = titlesOf(on, conditions, catalog); // the same titles as in the plots and the table
    optimizers.forEach((optimizer, index) => {
      let made = this.#cards.get(optimizer.id);
      if (made?.card.dataset.name !== optimizer.name) {
        made?.card.remove();
        made = this.#make(optimizer);
      }
      const card = made;
      this.#fill(card, optimizer);
      if (this.cards.children[index] !== card.card) this.cards.insertBefore(card.card, this.cards.children[index] ?? null);
      const slot = optimizer.on ? taken[on.indexOf(optimizer)] : null;
      if (slot !== card.slot) {
        card.slot = slot;
        card.key.replaceChildren(...(slot === null ? [] : [swatch(slot)]));
        card.card.className = slot === null ? "card is-off" : `card series-${slot}`;
      }
      rename(card, (optimizer.on ? names[on.indexOf(optimizer)] : titles.get(optimizer.name)) ?? "");
      writeLengthMenu(card.lengthMenu, optimizer, on.filter(({ name }) => !isSolver(name, catalog)), titles);
      if (optimizer === card.shown) return;
      card.shown = optimizer;
      card.power.checked = optimizer.on;
      for (const field of card.fields) field.update(optimizer.values[field.parameter.name]);
    });
  }

  /** @param {import("../base/types.js").Answer} answer marks of theory and notes on the optimizers that run */
  annotate({ theory, notes }) {
    running(this.store.state).forEach(({ id }, index) => {
      const card = this.#cards.get(id);
      if (card) setText(card.notes, (notes[index] ?? []).join(" "));
      const marks = theory.find(({ optimizer }) => optimizer === index)?.marks ?? [];
      for (const field of this.#cards.get(id)?.fields ?? []) {
        field.showMarks(marks.filter(({ parameter }) => parameter === field.parameter.name));
      }
    });
  }

  /**
   * @param {import("../base/types.js").Optimizer} optimizer
   * @returns {Card}
   */
  #make({ id, name }) {
    const { store } = this;
    const power = element("input", { type: "checkbox", className: "power" });
    power.addEventListener("change", (event) => {
      store.dispatch({ type: "switchOptimizer", id, on: power.checked }, event);
      power.checked = store.state.optimizers.find((optimizer) => optimizer.id === id)?.on ?? false; // the action may be refused
    });
    const remove = element("button", { type: "button", className: "icon-button", title: "Remove" }, "×");
    remove.addEventListener("click", (event) => store.dispatch({ type: "removeOptimizer", id }, event));
    const key = element("span", { className: "card-key" });
    const title = element("span", { className: "card-title" });
    const lengthMenu = element("select", { className: "menu" });
    lengthMenu.addEventListener("change", (event) => store.dispatch({ type: "setLength", id, length: lengthMenu.value }, event));
    const notes = element("p", { className: "hint" });
    const lengthLabel = element("span", { className: "parameter-name" }, "step length of");
    const graft = element("label", { className: "parameter-field is-choice", "data-control": "length" }, lengthLabel, lengthMenu);
    const main = element("div", { className: "card-fields" });
    const folded = element("div", { className: "card-fields" });
    const about = element("div", { className: "card-about" });
    const shownFormula = scroller(element("div", { className: "card-formula" }), "Formula");
    const variant = element("details", { className: "variant" },
      element("summary", {}, "variant"),
      element("div", { className: "variant-body" }, shownFormula, folded, ...(isSolver(name, store.catalog) ? [] : [graft]), notes, about),
    );
    const header = element("div", { className: "card-header", "data-control": "optimizers" }, element("label", { className: "card-name" }, power, key, title), remove);
    const card = element("article", { className: "card" }, header, main, variant);
    card.dataset.name = name;
    /** @type {Card} */
    const made = { card, key, title, power, remove, lengthMenu, notes, main, folded, about, formula: shownFormula, fields: [], rule: null, slot: -1, shown: null };
    this.#cards.set(id, made);
    return made;
  }

  /**
   * Show the fields of the rule, of which a family has another one for each text.
   * @param {Card} card
   * @param {import("../base/types.js").Optimizer} optimizer
   */
  #fill(card, { id, name, values }) {
    const rule = entry(this.store.catalog.optimizers, name, values);
    if (rule === card.rule) return;
    card.rule = rule;
    card.fields = fieldsOf(rule, (parameter, value, cause) =>
      this.store.dispatch({ type: "setOptimizer", id, name: parameter.name, value }, cause), this.entries, card.fields);
    if (card.title.textContent) for (const field of card.fields) field.own(card.title.textContent);
    showFields(card.main, card.fields.filter((field) => !field.parameter.advanced));
    showFields(card.folded, card.fields.filter((field) => field.parameter.advanced));
    card.formula.replaceChildren(formula(rule.mathml));
    if (rule.family) card.main.after(card.formula); // what is typed is shown as a formula beside it
    card.about.replaceChildren(...[rule.variant, rule.source.title && source(rule)].filter(Boolean).map((text) => element("p", { className: "hint" }, text)));
  }
}

/**
 * @param {Card} card
 * @param {string} name
 */
function rename({ title, power, remove, lengthMenu, fields }, name) {
  if (title.textContent === name) return;
  title.textContent = name;
  power.setAttribute("aria-label", `Run ${name}`);
  remove.setAttribute("aria-label", `Remove ${name}`);
  lengthMenu.setAttribute("aria-label", `${name} takes the step length of another optimizer`);
  for (const field of fields) field.own(name);
}

/**
 * @param {HTMLSelectElement} menu
 * @param {import("../base/types.js").Optimizer} optimizer
 * @param {import("../base/types.js").Optimizer[]} on
 * @param {Map<string, string>} titles
 */
function writeLengthMenu(menu, optimizer, on, titles) {
  const names = [...new Set(on.filter((other) => other !== optimizer).map(({ name }) => name))];
  const wanted = ["", ...names].join();
  if (menu.dataset.names !== wanted) {
    menu.dataset.names = wanted;
    const options = names.map((name) => element("option", { value: name }, titles.get(name) ?? name));
    menu.replaceChildren(element("option", { value: "" }, "its own"), ...options);
  }
  menu.value = optimizer.length;
}

/** @param {import("../base/types.js").Rule} rule */
function source({ source: { authors, title, year, url, where } }) {
  const link = element("a", { href: url, rel: "noreferrer", target: "_blank" }, title);
  return element("span", {}, `${authors}, `, link, `, ${year}${where ? `, ${where}` : ""}.`);
}
