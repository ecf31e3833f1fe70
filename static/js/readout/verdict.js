/**
 * The verdict, loaded when nothing moves. The same answer has the marks of theory, how the runs continue, and the steps from
 * which rounding decides paths.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 */

import { Unreachable, ask } from "../service/client.js";
import { setText } from "../base/dom.js";

export class Verdict {
  #asked = "";
  #wanted = ""; // the query that the page shows
  /** @type {string|null} the query that the text is about; null for the text that the server wrote into the page */
  #about = null;

  /**
   * @param {HTMLElement} host
   * @param {string} root
   * @param {(answer: Answer) => void} onAnswer
   */
  constructor(host, root, onAnswer) {
    this.host = host;
    this.root = root;
    this.onAnswer = onAnswer;
    /** Called when the server did not answer. */
    this.failed = () => {};
  }

  /** @param {string} query */
  async load(query) {
    this.#wanted = query;
    if (query === this.#asked) return;
    this.#asked = query;
    try {
      const answer = await (await ask(`${this.root}api/v1/verdict?${query}`)).json();
      if (query !== this.#asked) return;
      setText(this.host, answer.verdict);
      this.#about = query;
      this.setCurrent(this.#wanted);
      this.onAnswer({ ...answer, query });
    } catch (error) {
      if (query !== this.#asked) return;
      this.#asked = "";
      if (error instanceof Unreachable) this.failed(); // the request for the runs reports a server that does not answer
    }
  }

  /** @param {string} query of what is shown now; a verdict about another one is shown as stale */
  setCurrent(query) {
    this.#wanted = query;
    this.#about ??= query;
    this.host.classList.toggle("is-stale", query !== this.#about);
  }
}
