/** A choice of one value among a few, as buttons side by side. */

import { element } from "../base/dom.js";

/** @template {string} V */
export class Segments {
  /**
   * @param {HTMLElement} host with a button for each value, disabled where the server has made them
   * @param {(state: import("../base/types.js").State) => string|number} chosen
   * @param {(value: V, cause: Event) => void} choose
   */
  constructor(host, chosen, choose) {
    this.chosen = chosen;
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...host.querySelectorAll(".segment")]);
    for (const button of this.buttons) {
      button.disabled = false;
      button.addEventListener("click", (event) => choose(/** @type {V} */ (button.value), event));
      // On a narrow screen the bar scrolls sideways, and Chromium leaves a button cut that is partly visible.
      button.addEventListener("focus", () => button.scrollIntoView({ block: "nearest", inline: "nearest" }));
    }
  }

  /** @param {import("../base/types.js").State} state */
  update(state) {
    const chosen = this.chosen(state);
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.value === chosen));
  }
}

/**
 * @param {import("../base/types.js").Parameter} parameter a choice
 * @returns {HTMLElement} the host of a choice that the server has not made
 */
export const segments = ({ name, label, choices, words }) =>
  element("div", { className: "segments", role: "group", "aria-label": label, "data-control": name },
    ...choices.map((value, index) => element("button", { type: "button", className: "segment", value }, words?.[index] ?? value)));
