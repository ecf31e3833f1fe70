/**
 * The verdict line, asked for when the picture has come to rest, because it is about all of it; with it come the marks of
 * theory, and from which step on a path is a matter of rounding.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 */

import { Unreachable, ask } from "../service/client.js";
import { setText } from "../base/dom.js";

export class Verdict {
  #asked = "";
  #wanted = ""; // what the page shows
  /** @type {string|null} what the text is about; at first the server wrote it, about the page's first scenario */
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
    /** What to do when the server did not answer. */
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
      if (error instanceof Unreachable) this.failed(); // the runs' own request tells of a server that does not answer
    }
  }

  /** @param {string} query what is shown now: a verdict about something else is no verdict */
  setCurrent(query) {
    this.#wanted = query;
    this.#about ??= query;
    this.host.classList.toggle("is-stale", query !== this.#about);
  }
}
