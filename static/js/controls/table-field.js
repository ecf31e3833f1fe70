/**
 * The control of a table that replaces a surface's own data: an area to paste two columns into, or to drop a
 * file on. The server reads the table; an error names the rows.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

import { element, setText } from "../base/dom.js";
import { capital } from "../base/words.js";
import { Refused } from "../service/ask.js";

const LARGEST = 100_000; // bytes of a file, far more than the server reads

let count = 0;

export class TableField {
  #asked = 0;

  /**
   * @param {Parameter} parameter
   * @param {(value: string, cause: Event) => void} changed called with the packed table
   * @param {string} owner the name of what has the parameter, for screen readers
   * @param {(text: string) => Promise<{data: string, rows: number, names: string[]}>} read asks the server; an error says what is wrong
   */
  constructor(parameter, changed, owner, read) {
    this.parameter = parameter;
    this.changed = changed;
    this.read = read;
    this.value = "";
    const id = `table-${++count}`;
    this.area = element("textarea", { className: "typed-text", id, rows: 3, spellcheck: false, autocomplete: "off", placeholder: "x,y\n1,2.5\n2,3" });
    this.area.setAttribute("aria-describedby", `${id}-said ${id}-hint`);
    this.own(owner);
    this.said = element("p", { className: "field-error", id: `${id}-said`, role: "status", hidden: true });
    this.reset = element("button", { type: "button", className: "button", hidden: true }, "Use the seeded data");
    this.element = element("div", { className: "parameter-field is-text", "data-control": parameter.name },
      element("label", { className: "parameter-name", for: id }, capital(parameter.meaning)),
      this.area,
      element("p", { className: "field-hint", id: `${id}-hint` }, "Paste two columns of numbers or drop a CSV file here: 3 to 200 rows."),
      this.said,
      this.reset);
    this.area.addEventListener("input", (event) => this.#typed(event));
    this.area.addEventListener("dragover", (event) => event.preventDefault());
    this.area.addEventListener("drop", (event) => this.#dropped(event));
    this.reset.addEventListener("click", (event) => {
      this.area.value = "";
      this.#take("", "", event);
      this.area.focus();
    });
  }

  /** @param {string} owner */
  own(owner) {
    this.area.setAttribute("aria-label", `${owner}: ${this.parameter.meaning}`);
  }

  /** @param {DragEvent} event */
  async #dropped(event) {
    const file = event.dataTransfer?.files[0];
    if (!file) return; // text, which the browser itself inserts
    event.preventDefault();
    if (file.size > LARGEST) {
      this.#say(`${file.name} is too large: a table has at most 200 rows.`, true);
      return;
    }
    this.area.value = await file.text();
    await this.#typed(event);
  }

  /** @param {Event} event */
  async #typed(event) {
    const asked = ++this.#asked;
    const text = this.area.value;
    if (!text.trim()) {
      this.#take("", "", event);
      return;
    }
    try {
      const { data, rows, names } = await this.read(text);
      if (asked === this.#asked) this.#take(data, `${rows} rows of ${names[0]} and ${names[1]}.`, event);
    } catch (error) {
      if (asked !== this.#asked) return;
      const [problem] = error instanceof Refused ? error.problems : [];
      this.#say(problem?.allowed ?? /** @type {Error} */ (error).message, true);
    }
  }

  /** @param {string} value @param {string} text what to say of it @param {Event} cause */
  #take(value, text, cause) {
    this.#asked++;
    this.value = value;
    this.#show(text);
    this.changed(value, cause);
  }

  /** @param {string} text */
  #show(text) {
    this.reset.hidden = !this.value;
    this.#say(text, false);
  }

  /** @param {string} text @param {boolean} wrong */
  #say(text, wrong) {
    this.area.setAttribute("aria-invalid", String(wrong));
    this.said.classList.toggle("field-error", wrong);
    this.said.classList.toggle("field-hint", !wrong);
    this.said.hidden = !text;
    setText(this.said, text);
  }

  /** @param {number|string} value what is pasted stays as it is, if it means this */
  update(value) {
    if (value === this.value) return;
    this.value = String(value);
    this.area.value = "";
    this.#show(this.value ? "The data come from this page's address." : "");
  }

  /** A table has no values that theory singles out. */
  showMarks() {}

  /** Nothing takes its effect from it. */
  setIdle() {}
}
