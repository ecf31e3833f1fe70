/** The buttons that undo and redo, and their shortcuts. */

import { isCovered } from "../base/dom.js";

const TEXT = "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])"; // which have an undo of their own

export class HistoryTools {
  /**
   * @param {HTMLElement} host of the two buttons
   * @param {{undo: () => void, redo: () => void}} steps
   */
  constructor(host, steps) {
    const [undo, redo] = /** @type {HTMLButtonElement[]} */ ([...host.querySelectorAll("button")]);
    this.buttons = { undo, redo };
    for (const name of /** @type {const} */ (["undo", "redo"])) {
      const button = this.buttons[name];
      button.disabled = false; // a disabled button would lose the focus
      button.addEventListener("click", () => steps[name]());
    }
    document.addEventListener("keydown", (event) => {
      const name = stepOf(event);
      if (!name || isCovered() || /** @type {Element} */ (event.target).closest(TEXT)) return;
      event.preventDefault();
      steps[name]();
    });
  }

  /** @param {{undo: boolean, redo: boolean}} can */
  update(can) {
    for (const name of /** @type {const} */ (["undo", "redo"])) this.buttons[name].setAttribute("aria-disabled", String(!can[name]));
  }
}

/**
 * @param {Pick<KeyboardEvent, "key"|"ctrlKey"|"metaKey"|"shiftKey"|"altKey">} event
 * @returns {"undo"|"redo"|null} what the keys ask for
 */
export function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}
