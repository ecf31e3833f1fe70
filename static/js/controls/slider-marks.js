/**
 * Marks below a slider, at the values that theory singles out, each with its word. A click sets the value, and so do Page Up
 * and Page Down on the slider, whose large steps stop at a mark. The slider's description says what each mark means.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Mark} Mark
 */

import { element } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { STEPS, toSlider } from "./scales.js";

const EDGE = 0.85; // of a slider: right of it there is no room for a word
const APART = 0.3; // of a slider, which a word takes at most
const LARGE = STEPS / 10; // as far as browsers move a slider by Page Up
/** @type {Object<string, number>} */
const DIRECTIONS = { PageUp: 1, PageDown: -1 };

export class SliderMarks {
  #key = "";
  /** @type {number[]} */
  #values = [];

  /**
   * @param {Parameter} parameter
   * @param {HTMLInputElement} slider
   * @param {(value: number, cause: Event) => void} changed
   */
  constructor(parameter, slider, changed) {
    this.parameter = parameter;
    this.slider = slider;
    this.element = element("div", { className: "slider-marks", "aria-hidden": "true" });
    this.element.addEventListener("click", (event) => {
      const index = [...this.element.children].findIndex((mark) => mark.contains(/** @type {Node} */ (event.target)));
      if (index >= 0 && !slider.disabled) changed(this.#values[index], event);
    });
    slider.addEventListener("keydown", (event) => {
      const value = met(parameter, this.#values, Number(slider.getAttribute("aria-valuetext")), DIRECTIONS[event.key] ?? 0);
      if (value === undefined) return;
      event.preventDefault();
      changed(value, event);
    });
  }

  /** @param {Mark[]} marks */
  update(marks) {
    const [low, high] = this.parameter.slider;
    const shown = marks.filter(({ value }) => value >= low && value <= high).sort((a, b) => a.value - b.value);
    const key = JSON.stringify(shown);
    if (this.#key === key) return;
    this.#key = key;
    this.#values = shown.map(({ value }) => Number(value.toPrecision(4)));
    const texts = shown.map(({ value, meaning }) => `${shortNumber(value, 3)}: ${meaning}`);
    const positions = shown.map(({ value }) => toSlider(this.parameter, value) / STEPS);
    this.element.replaceChildren(...shown.map(({ label }, index) => {
      const mark = element("span", { className: `slider-mark is-${side(index, positions)}`, title: texts[index] },
        element("span", { className: "slider-mark-label" }, label));
      mark.style.left = `${100 * positions[index]}%`;
      return mark;
    }));
    if (texts.length) this.slider.setAttribute("aria-description", `Marks: ${texts.join("; ")}`);
    else this.slider.removeAttribute("aria-description");
  }
}

/**
 * @param {number} index
 * @param {number[]} positions of all marks on the slider, from 0 to 1, in ascending order
 * @returns {string} on which side of its mark a label lies, so that the first and the last do not meet, and the last does not
 *   reach into the number beside the slider
 */
export function side(index, positions) {
  const last = positions.length - 1;
  if (last === 0) return "middle";
  if (index === 0) return "before";
  if (index < last) return "bare";
  return positions[last] > EDGE && positions[last] - positions[0] > APART ? "before" : "after";
}

/**
 * @param {Parameter} parameter
 * @param {number[]} marks in ascending order
 * @param {number} value of the slider
 * @param {number} direction 1 up, −1 down, 0 neither
 * @returns {number|undefined} the first mark that a large step reaches
 */
export function met(parameter, marks, value, direction) {
  const at = toSlider(parameter, value);
  const ahead = marks.filter((mark) => direction * (mark - value) > 0 && Math.abs(toSlider(parameter, mark) - at) <= LARGE);
  return direction > 0 ? ahead[0] : ahead.at(-1);
}
