/** A choice of one value among a few, as buttons side by side. */

import { element } from "../base/dom.js";

/**
 * @param {import("../base/types.js").Parameter} parameter a choice
 * @returns {[string, string][]} its values and what the page calls them
 */
export const choicesOf = ({ choices, words }) => choices.map((value, index) => [value, words?.[index] ?? value]);

/** @template {string} V */
export class Segments {
  /**
   * @param {HTMLElement} host
   * @param {string} label what is chosen
   * @param {[V, string][]} choices value and text
   * @param {(state: import("../base/types.js").State) => string|number} chosen
   * @param {(value: V, cause: Event) => void} choose
   */
  constructor(host, label, choices, chosen, choose) {
    this.chosen = chosen;
    this.buttons = choices.map(([value, text]) => {
      const button = element("button", { type: "button", className: "segment" }, text);
      button.addEventListener("click", (event) => choose(value, event));
      return { value, button };
    });
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", label);
    host.append(...this.buttons.map(({ button }) => button));
  }

  /** @param {import("../base/types.js").State} state */
  update(state) {
    const chosen = this.chosen(state);
    for (const { value, button } of this.buttons) button.setAttribute("aria-pressed", String(value === chosen));
  }
}
