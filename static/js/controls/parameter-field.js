/**
 * The control of one parameter, made from its data: a slider with a number field, a check box, or a menu.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

import { element, formula, scroller } from "../base/dom.js";
import { parseNumber, shortNumber } from "../base/numbers.js";
import { STEPS, fromSlider, toSlider } from "./scales.js";

let count = 0;

export class ParameterField {
  /**
   * @param {Parameter} parameter
   * @param {(value: number|string, cause: Event) => void} changed
   * @param {string} owner the name of what has the parameter, for screen readers
   */
  constructor(parameter, changed, owner) {
    this.parameter = parameter;
    this.changed = changed;
    this.id = `parameter-${++count}`;
    const text = parameter.advanced ? parameter.name.replaceAll("_", " ") : parameter.meaning;
    this.text = text;
    this.name = text;
    /** @type {HTMLElement[]} */
    this.controls = [];
    const build = { switch: this.#checkbox, choice: this.#menu }[/** @type {"switch"} */ (parameter.scale)] ?? this.#slider;
    this.element = element("div", { className: `parameter-field is-${parameter.scale}`, title: parameter.meaning, "data-control": parameter.name });
    this.#set = build.call(this, text);
    this.own(owner);
  }

  /** @param {string} owner the name of what has the parameter; a second RMSprop needs another name than the first */
  own(owner) {
    this.name = `${owner} ${this.text}`;
    for (const control of this.controls) {
      control.setAttribute("aria-label", this.name);
      if (this.parameter.advanced) control.title = this.parameter.meaning; // the name alone does not explain it
    }
    for (const tick of this.element.querySelectorAll(".slider-mark")) {
      tick.setAttribute("aria-label", `Set ${this.name} to ${tick.getAttribute("title")}`);
    }
  }

  /** @type {(value: number|string) => void} */
  #set;

  /** @param {import("../base/types.js").Mark[]} marks values that theory singles out; each tick explains its value */
  showMarks(marks) {
    const row = this.element.querySelector(".slider-marks");
    if (!row) return;
    const [low, high] = this.parameter.slider;
    const shown = marks.filter(({ value }) => value >= low && value <= high);
    const key = JSON.stringify(shown);
    if (row.getAttribute("data-key") === key) return;
    row.setAttribute("data-key", key);
    row.replaceChildren(...shown.map(({ value, meaning }) => {
      const text = `${shortNumber(value, 3)}: ${meaning}`;
      const tick = element("button", { type: "button", className: "slider-mark", title: text, "aria-label": `Set ${this.name} to ${text}` });
      tick.style.left = `${(100 * toSlider(this.parameter, value)) / STEPS}%`;
      tick.addEventListener("click", (event) => this.changed(Number(value.toPrecision(4)), event));
      return tick;
    }));
  }

  /** @param {number|string} value */
  update(value) {
    this.#set(value);
  }

  /** @param {string} text */
  #slider(text) {
    const { parameter } = this;
    const label = element("label", { className: "parameter-name", for: this.id }, text);
    if (!parameter.advanced) label.replaceChildren(capital(parameter.label), " ", formula(parameter.mathml));
    const range = element("input", { type: "range", className: "slider", min: "0", max: String(STEPS) });
    const field = element("input", { type: "text", className: "number", id: this.id, inputMode: "decimal", autocomplete: "off" });
    this.controls.push(range, field);
    const error = element("p", { className: "field-error", id: `${this.id}-error`, role: "alert", hidden: true });
    range.addEventListener("input", (event) => this.changed(fromSlider(parameter, Number(range.value)), event));
    watchNumber(field, error, parameter.allowed, (value) => isLegal(parameter, value), this.changed);
    const track = element("div", { className: "slider-track" }, range, element("div", { className: "slider-marks" }));
    this.element.append(label, track, field, error);
    return (/** @type {number|string} */ value) => {
      const position = toSlider(parameter, Number(value));
      if (range.getAttribute("aria-valuetext") !== String(value)) {
        if (Number(range.value) !== position) range.value = String(position);
        range.setAttribute("aria-valuetext", String(value));
      }
      writeNumber(field, error, Number(value));
    };
  }

  /** @param {string} text */
  #checkbox(text) {
    const box = element("input", { type: "checkbox", id: this.id });
    this.controls.push(box);
    box.addEventListener("change", (event) => this.changed(box.checked ? 1 : 0, event));
    this.element.append(element("label", { className: "parameter-name", for: this.id }, box, ` ${text}`));
    return (/** @type {number|string} */ value) => {
      box.checked = value === 1;
    };
  }

  /** @param {string} text */
  #menu(text) {
    const menu = element("select", { className: "menu", id: this.id });
    this.controls.push(menu);
    for (const choice of this.parameter.choices) menu.append(element("option", { value: choice }, choice));
    menu.addEventListener("change", (event) => this.changed(menu.value, event));
    this.element.append(element("label", { className: "parameter-name", for: this.id }, text), menu);
    const { choices, formulas_mathml: formulas = [] } = this.parameter;
    const shown = element("div", { className: "choice-formula" });
    if (formulas.length) this.element.append(scroller(shown, `Formula of ${text}`));
    return (/** @type {number|string} */ value) => {
      menu.value = String(value);
      const mathml = formulas[choices.indexOf(menu.value)];
      if (mathml && shown.dataset.choice !== menu.value) {
        shown.dataset.choice = menu.value;
        shown.replaceChildren(formula(mathml));
      }
    };
  }
}

/**
 * @param {Parameter} parameter
 * @param {number} value
 */
function isLegal(parameter, value) {
  return value >= parameter.low && value <= parameter.high && (!parameter.whole || Number.isInteger(value));
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Make a text field read numbers as the server does, and show what is allowed if the text is not legal.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} error
 * @param {string} allowed
 * @param {(value: number) => boolean} legal
 * @param {(value: number, cause: Event) => void} changed
 */
export function watchNumber(field, error, allowed, legal, changed) {
  field.setAttribute("aria-describedby", error.id);
  field.addEventListener("input", (event) => {
    const value = parseNumber(field.value.trim().replaceAll("−", "-"));
    const good = value !== null && legal(value);
    field.setAttribute("aria-invalid", String(!good));
    error.hidden = good;
    error.textContent = good ? "" : `Allowed: ${allowed}.`;
    if (good) changed(value, event);
  });
  field.addEventListener("blur", () => {
    error.hidden = true;
    field.removeAttribute("aria-invalid");
    field.value = field.dataset.legal ?? field.value;
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} error
 * @param {number} value
 */
export function writeNumber(field, error, value) {
  field.dataset.legal = String(value);
  if (document.activeElement === field) return; // never change a field while the reader types
  error.hidden = true;
  if (field.value !== field.dataset.legal) field.value = field.dataset.legal;
}
