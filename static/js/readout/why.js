/**
 * Explains one step: the formula with its numbers, for one run and the step shown. It is written when nothing moves, so not
 * during playback; while the runs change, the arrows follow in the same frame, and the text soon after.
 *
 * A little over 300 lines: all of it is about one panel.
 *
 * @typedef {import("../base/types.js").Explanation} Explanation
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { brokenFormula, element, formula, heading, scroller, shrinkToFit } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { noStepText } from "../base/readings.js";
import { BUSY_TEXT, Unreachable } from "../service/ask.js";
import { Question } from "../service/question.js";
import { Slice } from "./slice.js";

const SMALLEST = 45; // percent of the usual size: a formula is cut where it can be, so few are as wide as this
const KEPT = 60; // explanations
const APART = 500; // ms at least between two texts while the runs change

const AWAY = "Explaining this step needs the server, which does not answer.";
const BUSY = "Explaining this step needs the server, which is busy. This page will ask again.";

const MEANING = /** @type {Object<string, string>} */ ({
  gradient: "negative gradient (only its direction)",
  direction: "average of gradients (only its direction)",
  scale: "what each coordinate of the gradient is divided by (only its shape)",
  step: "the step taken",
});

export class Why {
  #question = new Question();
  /** @type {string[]} those in the menu */
  #names = [];
  #shown = ""; // what is written: where the answer is from, and the slot of its color
  #seen = true;
  #asked = false; // whether the reader has opened the panel or chosen a run
  #query = ""; // of the runs that what is written is about
  /** @type {import("../base/types.js").Explained|null} the newest that was drawn */
  #arrows = null;
  #drawn = ""; // where they are from, empty if none are to be seen
  /** @type {Pick<Scene, "runSet"|"step">|null} what the text is about next */
  #next = null;
  #written = 0; // ms, when the newest text was written
  /** @type {Map<string, Explanation>} by address, so that going back and forth asks for each step once */
  #known = new Map();

  /**
   * @param {HTMLElement} host
   * @param {string} root
   * @param {(runSet: import("../base/types.js").RunSet, which: import("../engine/why/explain.js").Which) => Explanation|null} explain
   *   computes an explanation in the page; null where only the server can
   * @param {(shown: import("../base/types.js").Explained|null) => void} onArrows what to draw
   * @param {boolean} open whether the panel is open at first
   */
  constructor(host, root, explain, onArrows, open) {
    this.root = root;
    this.explain = explain;
    this.onArrows = onArrows;
    this.menu = element("select", { className: "menu", "aria-label": "Run to explain" });
    this.menu.addEventListener("change", () => this.#ask());
    this.slice = new Slice();
    this.lines = element("div");
    this.facts = element("div");
    this.body = element("div", { className: "why-body" }, this.lines, this.slice.root, this.facts);
    this.slice.root.hidden = true; // until there is a step to show
    const fold = element("details", { className: "why", open },
      element("summary", {}, element("h2", { className: "section-title" }, heading(host)), element("span", { className: "why-remark" }, "Not yet updated")),
      element("div", { className: "why-run" }, this.menu, element("p", { className: "hint" }, "Or click a step in a plot.")), this.body);
    fold.addEventListener("toggle", () => this.changed());
    fold.querySelector("summary")?.addEventListener("click", () => {
      this.#asked = true;
    });
    this.fold = fold;
    new ResizeObserver(() => {
      this.#fit();
      if (this.#visible !== this.#seen) this.changed(); // it is in a tab that has been chosen, or left
      this.#seen = this.#visible;
    }).observe(host);
    host.append(fold);
    /** Called when another run is chosen, or the panel is opened or closed. */
    this.changed = () => {};
    /** Called when the server did not answer. */
    this.failed = (/** @type {Unreachable} */ _error) => {};
  }

  /**
   * Mark what is written as not yet updated unless it is about the step that is drawn.
   * @param {Pick<Scene, "runSet"|"step">} scene
   */
  draw(scene) {
    if (!this.#shown) return;
    this.#mark(scene.runSet.runs[Number(this.menu.value)] ? this.#asking(scene).address : "none");
    if (scene.runSet.query === this.#query) return;
    const isWaiting = this.#next !== null;
    this.#next = scene;
    if (!isWaiting) setTimeout(() => this.#catchUp(), Math.max(0, this.#written + APART - performance.now()));
  }

  /**
   * @param {Scene} scene
   * @returns {Scene} with the arrows of the step that it shows, if there were some before the runs changed
   */
  followed(scene) {
    const { runSet } = scene;
    if (scene.arrows || !this.#drawn || !this.#seen || !this.fold.open || !runSet.runs[Number(this.menu.value)]) return scene;
    if (runSet.query === this.#arrows?.query) return { ...scene, arrows: this.#arrows };
    const { run, at, address } = this.#asking(scene);
    const found = this.explain(runSet, { optimizer: run.optimizer, start: run.start, step: at });
    return found ? { ...scene, arrows: this.#arrowsOf(address, run.optimizer, at, found, runSet.query) } : scene;
  }

  /** Write about the step that was drawn last, while the runs change. */
  #catchUp() {
    const scene = this.#next;
    this.#next = null;
    if (!scene?.runSet.runs[Number(this.menu.value)] || !this.fold.open || !this.#visible) return;
    const { run, at, address } = this.#asking(scene);
    const answer = this.#computed(scene.runSet, run, at);
    if (!answer) return;
    this.#show(address, answer, at, scene.runSet, run.optimizer);
    this.#mark(address);
  }

  /**
   * @param {import("../base/types.js").RunSet} runSet
   * @param {import("../base/types.js").Run} run
   * @param {number} at
   * @returns {Explanation|null} the whole of it, as the page computes it
   */
  #computed(runSet, run, at) {
    const found = this.explain(runSet, { optimizer: run.optimizer, start: run.start, step: at });
    return found && { ...found };
  }

  /** @param {string} address of the explanation of the step that is drawn */
  #mark(address) {
    this.fold.classList.toggle("is-stale", this.#shown !== "" && !this.#shown.startsWith(`${address} `));
  }

  /** @param {Pick<Scene, "runSet"|"step">} scene @returns {{run: import("../base/types.js").Run, at: number, address: string}} the step to explain */
  #asking({ runSet, step }) {
    const run = runSet.runs[Number(this.menu.value)];
    const at = Math.max(1, Math.min(step, run.length - 1));
    return { run, at, address: `${this.root}api/v1/steps/${run.optimizer}/${run.start}/${at}?${runSet.query}` };
  }

  /** @param {Pick<Scene, "runSet"|"step"|"titles">} scene */
  async load({ runSet, step, titles }) {
    const { query } = runSet;
    const isEnd = step >= runSet.state.steps;
    this.#menu(runSet, titles);
    if (!this.fold.open || !this.#visible) {
      this.#question.forget();
      this.#drawn = "";
      this.onArrows(null);
      return;
    }
    const { run, at, address } = this.#asking({ runSet, step });
    const none = noStepText(run);
    if (none) {
      this.#question.forget();
      this.#drawn = "";
      this.onArrows(null);
      this.#say(address, none);
      return;
    }
    try {
      const here = this.#known.get(address) ?? this.#computed(runSet, run, at);
      if (here) this.#question.forget();
      const answer = here ?? await this.#question.ask(address, (response) => /** @type {Promise<Explanation>} */ (response.json()));
      if (!answer) return;
      this.#keep(address, answer);
      this.#show(address, answer, at, runSet, run.optimizer);
      // At the end the arrows are drawn only for a reader who has asked: a first look belongs to the paths.
      const isDrawn = !isEnd || this.#asked;
      this.onArrows(isDrawn ? this.#arrowsOf(address, run.optimizer, at, answer, query) : null);
      if (!isDrawn) this.#drawn = "";
      this.#mark(address);
    } catch (error) {
      this.#say(address, textOf(/** @type {Error} */ (error)));
      if (error instanceof Unreachable) this.failed(error);
    }
  }

  /** @param {string} address of the step for which this is said instead of an explanation @param {string} text */
  #say(address, text) {
    this.#shown = "";
    this.#mark(address);
    this.lines.replaceChildren(element("p", { className: "hint" }, text));
    this.facts.replaceChildren();
    this.slice.root.hidden = true;
  }

  /**
   * @param {string} address
   * @param {number} optimizer
   * @param {number} step
   * @param {Explanation} explanation
   * @param {string} query of the runs
   * @returns {import("../base/types.js").Explained} the same object for the same step, so that nothing is drawn again for it
   */
  #arrowsOf(address, optimizer, step, { position, arrows }, query) {
    if (!this.#arrows || this.#drawn !== address) this.#arrows = { optimizer, step, explanation: { position, arrows }, query };
    this.#drawn = address;
    return this.#arrows;
  }

  /**
   * @param {string} address
   * @param {Explanation} answer
   */
  #keep(address, answer) {
    this.#known.delete(address);
    this.#known.set(address, answer);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT) this.#known.delete(oldest);
  }

  /**
   * Ask why about a run, also where the panel was closed.
   * @param {import("../base/types.js").Run} run
   * @param {Pick<Scene, "runSet"|"titles">} scene
   */
  choose(run, { runSet, titles }) {
    this.#menu(runSet, titles);
    this.menu.value = String(runSet.runs.indexOf(run));
    this.fold.open = true;
    this.#ask();
  }

  #ask() {
    this.#asked = true;
    this.changed();
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
    if (names.join() === this.#names.join()) return;
    const before = this.#names[Number(this.menu.value)]; // not its text, which the browser may have translated
    this.#names = names;
    this.menu.replaceChildren(...names.map((name, i) => element("option", { value: String(i), selected: name === before }, name)));
  }

  /**
   * Write an answer unless it is already written, so that a reader who has selected text in it keeps it.
   * @param {string} address
   * @param {Explanation} answer
   * @param {number} step
   * @param {import("../base/types.js").RunSet} runSet
   * @param {number} optimizer
   */
  #show(address, answer, step, { query, slots }, optimizer) {
    const slot = slots[optimizer];
    this.#query = query;
    const shown = `${address} ${slot}`;
    if (shown === this.#shown) return;
    this.#write(answer, step);
    this.slice.draw(answer.along, slot);
    this.slice.root.hidden = false;
    this.#shown = shown;
    this.#written = performance.now();
  }

  /**
   * @param {Explanation} answer
   * @param {number} step
   */
  #write(answer, step) {
    const groups = answer.lines.map((lines, i) => {
      const axis = i === 0 ? "x" : "y";
      const written = lines.flatMap(({ mathml, note }) => [brokenFormula(mathml), ...(note ? [element("p", { className: "hint" }, note)] : [])]);
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
    this.lines.replaceChildren(...groups);
    this.facts.replaceChildren(...facts.map((text) => element("p", { className: "hint" }, text)), legend);
    this.#fit();
  }

  /** Whether the panel is on the page, which it is not while another tab is chosen. */
  get #visible() {
    return this.fold.getClientRects().length > 0;
  }

  /** Keep every formula within the panel. */
  #fit() {
    for (const group of this.body.querySelectorAll(".why-lines")) shrinkToFit(/** @type {HTMLElement} */ (group), SMALLEST);
  }
}

/** @param {Error} error @returns {string} what is said in place of an explanation */
function textOf(error) {
  if (!(error instanceof Unreachable)) return error.message;
  return error.message === BUSY_TEXT ? BUSY : AWAY;
}
