/** A text to copy: a read-only field, and a button that copies it. */

import { element, setText } from "../base/dom.js";

const SHOWN = 4000; // ms until the status is empty again
const KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘C" : "Ctrl+C";

let made = 0;

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it was copied; a frame may be refused, and pages without https have no clipboard
 */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export class CopyField {
  #timer = 0;

  /**
   * @param {string} label
   * @param {number} [rows] of the field; a single row does not wrap
   */
  constructor(label, rows = 1) {
    const id = `copy-field-${++made}`;
    this.field = /** @type {HTMLInputElement|HTMLTextAreaElement} */ (
      element(rows > 1 ? "textarea" : "input", { id, className: "copy-field-text", readOnly: true, spellcheck: false, ...(rows > 1 && { rows }) }));
    this.field.addEventListener("focus", () => this.field.select());
    this.button = element("button", { type: "button", className: "button copy-button" }, "Copy");
    this.button.addEventListener("click", () => this.copy());
    this.status = element("span", { className: "copy-status", role: "status" });
    this.root = element("div", { className: "copy-field" },
      element("label", { className: "section-title", for: id }, label),
      this.field,
      element("div", { className: "copy-field-tools" }, this.button, this.status));
  }

  /** @param {string} text */
  set text(text) {
    if (this.field.value === text) return;
    this.field.value = text;
    setText(this.status, "");
  }

  /** Copies the text. If that is refused, selects it, so that the reader can copy it with the keyboard. */
  async copy() {
    const copied = (await toClipboard(this.field.value)) || this.#writeOld();
    if (!copied) {
      this.field.focus();
      this.field.select();
    }
    setText(this.status, copied ? "Copied" : `Selected: press ${KEYS} to copy`);
    clearTimeout(this.#timer);
    if (copied) this.#timer = window.setTimeout(() => setText(this.status, ""), SHOWN);
  }

  #writeOld() {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement);
    this.field.focus();
    this.field.select();
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch {
      copied = false; // a sandbox may forbid it
    }
    if (copied) focused?.focus();
    return copied;
  }
}
