/**
 * The control of a text that makes an optimizer or a surface: an area to type in, and below it the error, with a mark
 * under the character where it is.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

import { element } from "../base/dom.js";
import { capital } from "../base/words.js";
import { showError } from "./text-error.js";
import { readable } from "./typed-text.js";

let count = 0;

export class TextField {
  /**
   * @param {Parameter} parameter
   * @param {(value: string, cause: Event) => void} changed called with the canonical text
   * @param {string} owner the name of what has the parameter, for screen readers
   * @param {(text: string, current: string) => Promise<string|null>} ask current: the canonical text shown; returns the canonical text, null for one that is overtaken; an error
   *   says what is wrong
   */
  constructor(parameter, changed, owner, ask) {
    this.parameter = parameter;
    this.changed = changed;
    this.ask = ask;
    const id = `text-${++count}`;
    this.area = element("textarea", { className: "typed-text", id, spellcheck: false, autocomplete: "off", rows: 3 });
    this.area.setAttribute("autocapitalize", "off");
    this.area.setAttribute("aria-describedby", `${id}-error`);
    this.error = element("div", { className: "field-error", id: `${id}-error`, role: "alert", hidden: true });
    const label = element("label", { className: "parameter-name", for: id }, capital(parameter.meaning));
    this.element = element("div", { className: "parameter-field is-text", "data-control": parameter.name }, label, this.area, this.error);
    this.value = "";
    this.area.addEventListener("input", (event) => this.#typed(event));
    this.own(owner);
  }

  /** @param {string} owner */
  own(owner) {
    this.area.setAttribute("aria-label", `${owner}: ${this.parameter.meaning}`);
  }

  /** @param {Event} event */
  async #typed(event) {
    try {
      const canonical = await this.ask(this.area.value, this.value);
      if (canonical === null) return;
      this.#say(null);
      this.value = canonical;
      this.changed(canonical, event);
    } catch (error) {
      this.#say(/** @type {Error} */ (error));
    }
  }

  /** @param {Error|null} error */
  #say(error) {
    this.area.setAttribute("aria-invalid", String(error !== null));
    this.error.hidden = error === null;
    if (error === null) return;
    showError(this.error, this.area.value, error);
  }

  /** @param {number|string} value what is typed stays as it is typed, if it means this */
  update(value) {
    if (value === this.value) return;
    this.value = String(value);
    this.area.value = readable(this.value);
    this.#say(null);
  }

  /** A text has no values that theory singles out. */
  showMarks() {}

  /** Nothing takes its effect from it. */
  setIdle() {}
}
