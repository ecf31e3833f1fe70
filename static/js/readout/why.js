/**
 * Explains one step: the formula with its numbers, for one run and the step shown. It is loaded when nothing moves, so not
 * during playback.
 *
 * @typedef {import("../base/types.js").Explanation} Explanation
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { element, formula, scroller } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { Unreachable } from "../service/ask.js";
import { Question } from "../service/question.js";

const MEANING = /** @type {Object<string, string>} */ ({
  gradient: "negative gradient (only its direction)",
  direction: "average of gradients (only its direction)",
  scale: "what each coordinate of the gradient is divided by (only its shape)",
  step: "the step taken",
});

export class Why {
  #question = new Question();
  #key = "";

  /**
   * @param {HTMLElement} host
   * @param {string} root
   * @param {(shown: import("../base/types.js").Explained|null) => void} onArrows what to draw
   */
  constructor(host, root, onArrows) {
    this.root = root;
    this.onArrows = onArrows;
    this.menu = element("select", { className: "menu", "aria-label": "Run to explain" });
    this.menu.addEventListener("change", () => this.changed());
    this.body = element("div", { className: "why-body" });
    const fold = element("details", { className: "why", open: false },
      element("summary", {}, element("h2", { className: "section-title" }, "Why this step")), this.menu, this.body);
    fold.addEventListener("toggle", () => this.changed());
    this.fold = fold;
    host.append(fold);
    /** Called when another run is chosen, or the panel is opened or closed. */
    this.changed = () => {};
    /** Called when the server did not answer. */
    this.failed = (/** @type {Unreachable} */ _error) => {};
  }

  /**
   * @param {Pick<Scene, "runSet"|"step"|"titles">} scene
   * @param {string} query of the runs' scenario
   */
  async load({ runSet, step, titles }, query) {
    this.#menu(runSet, titles);
    if (!this.fold.open) {
      this.#question.forget();
      this.onArrows(null);
      return;
    }
    const run = runSet.runs[Number(this.menu.value)];
    const at = Math.max(1, Math.min(step, run.length - 1));
    const address = `${this.root}api/v1/steps/${run.optimizer}/${run.start}/${at}?${query}`;
    try {
      const answer = await this.#question.ask(address, (response) => response.json());
      if (!answer) return;
      this.#write(answer, at);
      this.onArrows({ optimizer: run.optimizer, step: at, explanation: answer });
    } catch (error) {
      this.body.replaceChildren(element("p", { className: "hint" }, /** @type {Error} */ (error).message));
      if (error instanceof Unreachable) this.failed(error);
    }
  }

  /** Something else is shown now, so the step that was asked for is no longer of interest. */
  cancel() {
    this.#question.cancel();
  }

  /**
   * @param {import("../base/types.js").RunSet} runSet
   * @param {string[]} titles
   */
  #menu({ runs, state }, titles) {
    const names = runs.map((run) => `${titles[run.optimizer]} from ${state.starts[run.start].label}`);
    if (names.join() === this.#key) return;
    this.#key = names.join();
    const before = this.menu.selectedOptions[0]?.textContent ?? "";
    this.menu.replaceChildren(...names.map((name, i) => element("option", { value: String(i), selected: name === before }, name)));
  }

  /**
   * @param {Explanation} answer
   * @param {number} step
   */
  #write(answer, step) {
    const groups = answer.lines.map((lines, i) => {
      const axis = i === 0 ? "x" : "y";
      const written = lines.flatMap(({ mathml, note }) => [formula(mathml), ...(note ? [element("p", { className: "hint" }, note)] : [])]);
      return scroller(element("div", { className: "why-lines" }, element("h3", {}, axis), ...written), `Step in ${axis}`);
    });
    const angle = (/** @type {number|null} */ value) => (value === null ? "no direction" : `${value < 5e-4 ? 0 : shortNumber(value, 3)}°`);
    const facts = [
      `Step ${step} starts at (${shortNumber(answer.position[0], 4)}, ${shortNumber(answer.position[1], 4)}) and is ${shortNumber(answer.length, 4)} long.`,
      `Angle to the negative gradient: ${angle(answer.angle_to_gradient)}; to the minimum: ${angle(answer.angle_to_minimum)}.`,
      answer.remark,
      answer.grafted ? "The last line gives the step the length of another optimizer's step." : "",
    ].filter(Boolean);
    const legend = element("ul", { className: "why-legend" }, ...answer.arrows.map(({ kind, mathml }) =>
      element("li", { className: `is-${kind}` }, formula(mathml), ` ${MEANING[kind]}`)));
    this.body.replaceChildren(...groups, ...facts.map((text) => element("p", { className: "hint" }, text)), legend);
  }
}
