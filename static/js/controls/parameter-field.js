/**
 * The control of one parameter, made from its data: a slider with a number field, a check box, or a menu.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

import { element, formula, scroller } from "../base/dom.js";
import { capital } from "../base/words.js";
import { numberField, writeNumber } from "./number-field.js";
import { STEPS, fromSlider, toSlider } from "./scales.js";
import { SliderMarks } from "./slider-marks.js";

let count = 0;

export class ParameterField {
  /** @type {SliderMarks|null} */
  #marks = null;
  #idle = "";

  /**
   * @param {Parameter} parameter
   * @param {(value: number|string, cause: Event) => void} changed
   * @param {string} owner the name of what has the parameter, for screen readers
   */
  constructor(parameter, changed, owner) {
    this.parameter = parameter;
    this.changed = changed;
    this.id = `parameter-${++count}`;
    this.text = parameter.advanced ? parameter.label || parameter.name.replaceAll("_", " ") : parameter.meaning;
    this.name = this.text;
    this.title = `${capital(parameter.meaning)} (${parameter.name} in the address)`;
    /** @type {(HTMLInputElement|HTMLSelectElement)[]} */
    this.controls = [];
    const build = { switch: this.#checkbox, choice: this.#menu }[/** @type {"switch"} */ (parameter.scale)] ?? this.#slider;
    this.element = element("div", { className: `parameter-field is-${parameter.scale}`, title: this.title, "data-control": parameter.name });
    this.#set = build.call(this, this.text);
    this.own(owner);
  }

  /** @param {string} owner the name of what has the parameter; a second RMSprop needs another name than the first */
  own(owner) {
    this.name = `${owner} ${this.text}`;
    for (const control of this.controls) {
      control.setAttribute("aria-label", this.name);
      if (!this.#idle && !("locked" in control.dataset)) control.title = this.title;
    }
  }

  /** @type {(value: number|string) => void} */
  #set;

  /** @param {import("../base/types.js").Mark[]} marks values that theory singles out; each explains its value */
  showMarks(marks) {
    this.#marks?.update(marks);
  }

  /** @param {number|string} value */
  update(value) {
    this.#set(value);
  }

  /**
   * @param {string} reason why the value has no effect; empty if it has one
   * @param {string} [described] the id of an element that says it, too
   */
  setIdle(reason, described = "") {
    if (reason === this.#idle) return;
    this.#idle = reason;
    this.element.title = reason || this.title;
    this.element.classList.toggle("is-idle", Boolean(reason));
    for (const control of this.controls) {
      if ("locked" in control.dataset) continue; // by the author, whatever its effect
      control.disabled = Boolean(reason);
      control.title = reason || this.title;
      const error = control.matches(".number") ? `${this.id}-error` : "";
      const ids = [error, reason && described].filter(Boolean).join(" ");
      if (ids) control.setAttribute("aria-describedby", ids);
      else control.removeAttribute("aria-describedby");
    }
  }

  /** @param {string} text */
  #slider(text) {
    const { parameter } = this;
    const label = element("label", { className: "parameter-name", for: this.id }, capital(text));
    if (!parameter.advanced) label.replaceChildren(...[parameter.label && element("span", {}, capital(parameter.label), " "), formula(parameter.mathml)].filter((part) => part !== ""));
    const range = element("input", { type: "range", className: "slider", min: "0", max: String(STEPS) });
    const { low, high, whole } = parameter;
    const legal = (/** @type {number} */ value) => value >= low && value <= high && (!whole || Number.isInteger(value));
    const written = numberField(this.id, { allowed: parameter.allowed, legal, changed: this.changed });
    this.controls.push(range, written.field);
    range.addEventListener("input", (event) => this.changed(fromSlider(parameter, Number(range.value)), event));
    this.#marks = new SliderMarks(parameter, range, this.changed);
    const track = element("div", { className: "slider-track" }, range, this.#marks.element);
    this.element.append(label, track, written.field, written.error);
    return (/** @type {number|string} */ value) => {
      const position = toSlider(parameter, Number(value));
      if (range.getAttribute("aria-valuetext") !== String(value)) {
        if (Number(range.value) !== position) range.value = String(position);
        range.setAttribute("aria-valuetext", String(value));
        range.style.setProperty("--part", String(position / STEPS));
      }
      writeNumber(written, Number(value));
    };
  }

  /** @param {string} text */
  #checkbox(text) {
    const box = element("input", { type: "checkbox", id: this.id });
    this.controls.push(box);
    box.addEventListener("change", (event) => this.changed(box.checked ? 1 : 0, event));
    this.element.append(element("label", { className: "parameter-name", for: this.id }, box, ` ${capital(text)}`));
    return (/** @type {number|string} */ value) => {
      box.checked = value === 1;
    };
  }

  /** @param {string} text */
  #menu(text) {
    const menu = element("select", { className: "menu", id: this.id });
    this.controls.push(menu);
    const { choices, words = [], formulas_mathml: formulas = [] } = this.parameter;
    choices.forEach((choice, index) => menu.append(element("option", { value: choice, title: choice }, words[index] ?? choice)));
    menu.addEventListener("change", (event) => this.changed(menu.value, event));
    this.element.append(element("label", { className: "parameter-name", for: this.id }, capital(text)), menu);
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
