/** The card of an optimizer: its name, a switch, rate and betas, and its published variants in a part that opens. */

import { element, formula, scroller, setText } from "../base/dom.js";
import { counts } from "../state/effects.js";
import { entry } from "../state/families.js";
import { isSolver } from "../state/fitting.js";
import { fieldsOf, showFields } from "./entry-fields.js";
import { referenceLink } from "./reference-link.js";

/**
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../state/effects.js").Pace} Pace
 */

let count = 0;

export class OptimizerCard {
  /** @type {import("./entry-fields.js").Field[]} */
  #fields = [];
  /** @type {import("../base/types.js").Rule|null} whose fields it has */
  #rule = null;
  #name = ""; // in the title, which a browser may have translated
  /** @type {number|null} */
  #slot = -1;
  /** @type {Optimizer|null} what it shows now */
  #shown = null;
  #pace = "";

  /**
   * @param {Optimizer} optimizer
   * @param {import("../state/store.js").Store} store
   * @param {import("../service/entries.js").Entries<import("../base/types.js").Rule>} entries
   * @param {string} root of the server
   */
  constructor({ id, name }, store, entries, root) {
    this.id = id;
    this.name = name;
    this.store = store;
    this.entries = entries;
    this.root = root;
    const number = ++count;
    this.power = element("input", { type: "checkbox", className: "power" });
    this.power.addEventListener("change", (event) => {
      store.dispatch({ type: "switchOptimizer", id, on: this.power.checked }, event);
      this.power.checked = store.state.optimizers.find((optimizer) => optimizer.id === id)?.on ?? false; // the action may be refused
    });
    this.remove = element("button", { type: "button", className: "icon-button card-remove", title: "Remove" }, "×");
    this.remove.addEventListener("click", (event) => store.dispatch({ type: "removeOptimizer", id }, event));
    this.title = element("span", { className: "card-title" });
    this.note = element("p", { className: "card-note", id: `card-note-${number}`, hidden: true });
    this.main = element("div", { className: "card-fields" });
    this.formula = scroller(element("div", { className: "card-formula" }), "Formula");
    this.folded = element("div", { className: "card-fields" });
    this.notes = element("p", { className: "hint" });
    this.about = element("div", { className: "card-about" });
    this.length = lengthMenu((value, event) => store.dispatch({ type: "setLength", id, length: value }, event));
    this.body = element("div", { className: "variant-body", id: `variant-${number}`, hidden: true },
      this.formula, this.folded, ...(isSolver(name, store.catalog) ? [] : [this.length.element]), this.notes, this.about);
    this.variant = element("button", { type: "button", className: "variant-button", "aria-expanded": "false", "aria-controls": this.body.id }, "Variant");
    this.variant.addEventListener("click", () => this.#open(Boolean(this.body.hidden)));
    const power = element("label", { className: "card-power", title: "Run this optimizer" }, this.power);
    const header = element("div", { className: "card-header" }, this.title, this.variant,
      element("span", { className: "card-tools", "data-control": "optimizers" }, power, this.remove));
    this.element = element("article", { className: "card" }, header, this.main, this.note, this.body);
  }

  /** @param {boolean} open */
  #open(open) {
    this.body.hidden = !open;
    this.variant.setAttribute("aria-expanded", String(open));
    this.element.classList.toggle("is-open", open);
  }

  /**
   * @param {Optimizer} optimizer
   * @param {{title: string, slot: number|null, pace: Pace|null, lengths: [string, string][]}} look slot: of the series, null
   *   if it is off; pace: what has no effect; lengths: name and title of the optimizers whose step length it may take
   */
  update(optimizer, { title, slot, pace, lengths }) {
    this.#fill(optimizer);
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.element.classList.toggle("is-off", slot === null);
      for (const name of [...this.element.classList]) if (name.startsWith("series-")) this.element.classList.remove(name);
      if (slot !== null) this.element.classList.add(`series-${slot}`);
    }
    this.#rename(title);
    this.length.update(optimizer.length, lengths, pace?.length ?? "");
    const key = JSON.stringify(pace);
    if (optimizer === this.#shown && key === this.#pace) return;
    this.#shown = optimizer;
    this.#pace = key;
    this.power.checked = optimizer.on;
    this.note.hidden = !pace?.note;
    setText(this.note, pace?.note ?? "");
    for (const field of this.#fields) {
      const { parameter } = field;
      const idle = pace?.idle.includes(parameter.name) ? pace.note : "";
      field.update(idle && parameter.unit && pace?.value != null ? pace.value : optimizer.values[parameter.name]);
      field.setIdle(idle, this.note.id);
      field.element.hidden = !counts(parameter, optimizer.values);
    }
  }

  /** @param {string[]} notes on its conventions */
  annotate(notes) {
    setText(this.notes, notes.join(" "));
  }

  /** @param {import("../base/types.js").Mark[]} marks of theory */
  mark(marks) {
    for (const field of this.#fields) field.showMarks(marks.filter(({ parameter }) => parameter === field.parameter.name));
  }

  /**
   * Show the fields of the rule, of which a family has another one for each text.
   * @param {Optimizer} optimizer
   */
  #fill({ id, name, values }) {
    const rule = entry(this.store.catalog.optimizers, name, values);
    if (rule === this.#rule) return;
    this.#rule = rule;
    this.#shown = null;
    this.#fields = fieldsOf(rule, (parameter, value, cause) =>
      this.store.dispatch({ type: "setOptimizer", id, name: parameter.name, value }, cause), this.entries, this.#fields);
    if (this.#name) for (const field of this.#fields) field.own(this.#name);
    showFields(this.main, this.#fields.filter((field) => !field.parameter.advanced));
    showFields(this.folded, this.#fields.filter((field) => field.parameter.advanced));
    this.formula.replaceChildren(formula(rule.mathml));
    if (rule.family) this.main.after(this.formula); // what is typed is shown as a formula beside it
    this.about.replaceChildren(...[rule.variant, rule.source.title && source(rule), referenceLink(this.store, this.root, rule)].filter(Boolean).map((text) => element("p", { className: "hint" }, text)));
  }

  /** @param {string} name */
  #rename(name) {
    if (this.#name === name) return;
    this.#name = name;
    this.title.textContent = name;
    this.power.setAttribute("aria-label", `Run ${name}`);
    this.variant.setAttribute("aria-label", `${name} variant`);
    this.remove.setAttribute("aria-label", `Remove ${name}`);
    this.length.own(name);
    for (const field of this.#fields) field.own(name);
  }
}

/**
 * The menu of optimizers whose step length one may take.
 * @param {(name: string, cause: Event) => void} changed
 */
function lengthMenu(changed) {
  const menu = element("select", { className: "menu" });
  menu.addEventListener("change", (event) => changed(menu.value, event));
  let [shown, idleFor] = ["", ""];
  return {
    element: element("label", { className: "parameter-field is-choice", "data-control": "length" }, element("span", { className: "parameter-name" }, "Step length of"), menu),
    /** @param {string} name */
    own: (name) => menu.setAttribute("aria-label", `${name} takes the step length of another optimizer`),
    /** @param {string} chosen @param {[string, string][]} lengths @param {string} idle why it has no effect */
    update(chosen, lengths, idle) {
      const key = JSON.stringify(lengths);
      if (key !== shown) {
        shown = key;
        menu.replaceChildren(...[["", "its own"], ...lengths].map(([value, text]) => element("option", { value }, text)));
      }
      if (menu.value !== chosen) menu.value = chosen;
      if (idle === idleFor || "locked" in menu.dataset) return;
      idleFor = idle;
      menu.disabled = Boolean(idle);
      menu.title = idle;
    },
  };
}

/** @param {import("../base/types.js").Rule} rule */
function source({ source: { authors, title, year, url, where } }) {
  const link = element("a", { href: url, rel: "noreferrer", target: "_blank" }, title);
  return element("span", {}, `${authors}, `, link, `, ${year}${where ? `, ${where}` : ""}.`);
}
