/**
 * The verdict: while anything moves the page's own, and the server's when nothing moves. The server's answer has the marks of theory too,
 * how the runs continue, and the steps from which rounding decides paths.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../tell/tell.js").Findings} Findings
 */

import { element, reach, setText } from "../base/dom.js";
import { Question } from "../service/question.js";

const PATIENCE = 600; // ms for which a verdict that follows a slider is not called old
const [LATER, WITHOUT] = ["Not yet updated", "Needs the server"]; // remarks on an old verdict
const COMPARED = /** @type {const} */ (["verdict_parts", "continuations", "horizon"]);

export class Verdict {
  #question = new Question();
  #wanted = ""; // the query that the page shows
  /** @type {string|null} the query that the text is about; null for the text that the server wrote into the page */
  #about = null;
  #shown = ""; // the parts that the page has written
  /** @type {{query: string, findings: Findings}|null} what the page has found last */
  #found = null;
  #moves = false; // whether the scenario has changed since a verdict was asked for
  #answered = ""; // the query that the server has answered
  #doubt = 0; // the timer after which the text is called old

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
    /** Called when the page has found something else than the server. */
    this.differs = (/** @type {string} */ _found) => {};
    new ResizeObserver(() => this.#reach()).observe(host);
  }

  /** @param {string} query */
  async load(query) {
    this.#wanted = query;
    this.#moves = false;
    this.#settle();
    try {
      const answer = await this.#question.ask(`${this.root}api/v1/verdict?${query}`, (response) => response.json());
      if (!answer) return;
      if (this.#found?.query === query) this.#compare(this.#found.findings, answer);
      this.#show(answer.verdict_parts);
      this.#settle();
      this.#about = this.#answered = query;
      this.setCurrent(this.#wanted);
      this.onAnswer({ ...answer, query });
    } catch (error) {
      if (query === this.#wanted && query !== this.#about) this.#remark(WITHOUT);
      this.failed(/** @type {Error} */ (error));
    }
  }

  /**
   * Show what the page has found on the runs of a query.
   * @param {string} query
   * @param {Findings|null} findings null if only the server can find it
   * @returns {boolean} whether it is news: the server has not answered yet
   */
  tell(query, findings) {
    if (query === this.#answered) return false;
    if (findings) {
      this.#found = { query, findings };
      this.#show(findings.verdict_parts);
      this.#settle();
      this.#about = query;
      this.#setStale(false);
    }
    if (query === this.#wanted) this.#setStale(!findings && query !== this.#about);
    else this.#wait();
    return true;
  }

  /** @param {Findings} findings @param {Findings} answer */
  #compare(findings, answer) {
    const name = COMPARED.find((one) => JSON.stringify(findings[one]) !== JSON.stringify(answer[one]));
    if (name) this.differs(`${name} is ${JSON.stringify(findings[name])} and ${JSON.stringify(answer[name])}`);
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
  }

  /** A screen reader reads the text when nothing moves, and then it is measured. */
  #settle() {
    this.host.ariaBusy = this.#moves ? "true" : null;
    if (!this.#moves) this.#reach();
  }

  /** A verdict longer than its lines scrolls. */
  #reach() {
    reach(this.host, this.host.scrollHeight > this.host.clientHeight);
  }

  /** @param {string} query of what is shown now; a verdict about another one is shown as stale */
  setCurrent(query) {
    if (query !== this.#wanted) {
      this.#question.cancel();
      this.#moves = true;
      this.#answered = "";
      this.#remark(LATER);
    }
    this.#wanted = query;
    this.#about ??= query;
    if (query === this.#about) this.#setStale(false);
    else if (this.#about === this.#found?.query) this.#wait(); // the page's verdict follows
    else this.#setStale(true);
  }

  /** Call the text old, unless the page finds a newer one soon. */
  #wait() {
    this.#doubt ||= setTimeout(() => this.#setStale(true), PATIENCE);
  }

  /** @param {string} text of the remark on an old verdict */
  #remark(text) {
    if (this.host.nextElementSibling) setText(this.host.nextElementSibling, text);
  }

  /** @param {boolean} isStale */
  #setStale(isStale) {
    clearTimeout(this.#doubt);
    this.#doubt = 0;
    this.host.classList.toggle("is-stale", isStale);
  }
}
