/** Ticks below a slider, at the values that theory singles out. Each has its word below it, and sets its value when pressed. */

import { element } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { STEPS, toSlider } from "./scales.js";

/**
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Mark} Mark
 */

export class SliderMarks {
  #key = "";
  #name = "";

  /**
   * @param {Parameter} parameter
   * @param {(value: number, cause: Event) => void} changed
   */
  constructor(parameter, changed) {
    this.parameter = parameter;
    this.changed = changed;
    this.element = element("div", { className: "slider-marks" });
  }

  /** @param {Mark[]} marks */
  update(marks) {
    const [low, high] = this.parameter.slider;
    const shown = marks.filter(({ value }) => value >= low && value <= high).sort((a, b) => a.value - b.value);
    const key = JSON.stringify(shown);
    if (this.#key === key) return;
    this.#key = key;
    this.element.replaceChildren(...shown.map(({ value, meaning, label }, index) => {
      const tick = element("button", { type: "button", className: `slider-mark is-${side(index, shown.length)}`, title: `${shortNumber(value, 3)}: ${meaning}` },
        element("span", { className: "slider-mark-label", "aria-hidden": "true" }, label));
      tick.style.left = `${(100 * toSlider(this.parameter, value)) / STEPS}%`;
      tick.addEventListener("click", (event) => this.changed(Number(value.toPrecision(4)), event));
      return tick;
    }));
    this.own(this.#name);
  }

  /** @param {string} name of the slider, for screen readers */
  own(name) {
    this.#name = name;
    for (const tick of this.#ticks) tick.setAttribute("aria-label", `Set ${name} to ${tick.title}`);
  }

  /** @param {boolean} idle whether the value has no effect */
  disable(idle) {
    for (const tick of this.#ticks) if (!("locked" in tick.dataset)) tick.disabled = idle;
  }

  get #ticks() {
    return /** @type {NodeListOf<HTMLButtonElement>} */ (this.element.querySelectorAll(".slider-mark"));
  }
}

/** @param {number} index @param {number} count @returns {string} on which side of its tick a label lies, so that the first and the last do not meet */
const side = (index, count) => (count === 1 ? "middle" : index === 0 ? "before" : index === count - 1 ? "after" : "bare");
