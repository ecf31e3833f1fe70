/** Shows what is wrong with a typed text, and a mark under the character where it is. */

import { element } from "../base/dom.js";
import { capital } from "../base/words.js";
import { Refused } from "../service/ask.js";
import { marked } from "./typed-text.js";

/**
 * @param {HTMLElement} host
 * @param {string} text as it is typed
 * @param {Error} error
 */
export function showError(host, text, error) {
  const [problem] = error instanceof Refused ? error.problems : [];
  const lines = marked(text, problem?.column ?? 0);
  const said = problem ? problem.allowed.replace(/^column \d+: /, "") : error.message;
  const mark = element("pre", { className: "typed-mark", "aria-hidden": "true" }, lines);
  host.replaceChildren(...(lines ? [mark] : []), element("p", {}, capital(said)));
}
