/**
 * The verdict, loaded when nothing moves. The same answer has the marks of theory, how the runs continue, and the steps from
 * which rounding decides paths.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 */

import { element, reach } from "../base/dom.js";
import { Question } from "../service/question.js";

export class Verdict {
  #question = new Question();
  #wanted = ""; // the query that the page shows
  /** @type {string|null} the query that the text is about; null for the text that the server wrote into the page */
  #about = null;
  #shown = ""; // the parts that the page has written

  /**
   * @param {HTMLElement} host
   * @param {string} root
   * @param {(answer: Answer) => void} onAnswer
   */
  constructor(host, root, onAnswer) {
    this.host = host;
    this.root = root;
    this.onAnswer = onAnswer;
    /** Called when there is no answer. */
    this.failed = (/** @type {Error} */ _error) => {};
    new ResizeObserver(() => this.#reach()).observe(host);
  }

  /** @param {string} query */
  async load(query) {
    this.#wanted = query;
    try {
      const answer = await this.#question.ask(`${this.root}api/v1/verdict?${query}`, (response) => response.json());
      if (!answer) return;
      this.#show(answer.verdict_parts);
      this.#about = query;
      this.setCurrent(this.#wanted);
      this.onAnswer({ ...answer, query });
    } catch (error) {
      this.failed(/** @type {Error} */ (error));
    }
  }

  /**
   * Show the parts as the server writes them: labels of starts, names of optimizers in their colors, and numbers are bold.
   * @param {Answer["verdict_parts"]} parts
   */
  #show(parts) {
    const text = parts.map((part) => part.text).join("");
    const key = JSON.stringify(parts);
    if (key === this.#shown || (!this.#shown && text === this.host.textContent)) return;
    this.#shown = key;
    this.host.replaceChildren(...parts.map(({ text: words, kind, slot }) =>
      kind === "text" ? words : element("b", { className: `verdict-${kind}${slot === undefined ? "" : ` series-${slot}`}` }, words)));
    this.#reach();
  }

  /** A verdict longer than its lines scrolls. */
  #reach() {
    reach(this.host, this.host.scrollHeight > this.host.clientHeight);
  }

  /** @param {string} query of what is shown now; a verdict about another one is shown as stale */
  setCurrent(query) {
    if (query !== this.#wanted) this.#question.cancel();
    this.#wanted = query;
    this.#about ??= query;
    this.host.classList.toggle("is-stale", query !== this.#about);
  }
}
