/** How each run fares, as a table: the numbers behind the picture, also for those who do not see it. */

import { element, setText, swatch } from "./dom.js";
import { fateOf, lossAt, stepOrNever } from "./readings.js";

const COLUMNS = [
  ["Run", "optimizer and start"],
  ["Loss", "f at the step shown"],
  ["Hit", "first step within 0.01 % of the way to the minimum's value"],
  ["Settled", "first step from which on it stays there"],
  ["Flips", "how often the step changed sign, along x and along y"],
];
const EVERY = 400; // ms between updates while something moves: laying out text costs more than drawing

export class RunTable {
  #key = "";
  #written = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    const head = element("tr", {}, ...COLUMNS.map(([name, title]) => element("th", { scope: "col", title }, name)));
    this.body = element("tbody");
    const caption = element("caption", { className: "section-title" }, "Runs");
    host.append(element("table", { className: "run-table-grid" }, caption, element("thead", {}, head), this.body));
  }

  /**
   * @param {{picture: import("./types.js").Picture, step: number, titles: string[]}} scene
   * @param {boolean} [now] write at once
   */
  draw({ picture, step, titles }, now = false) {
    if (!now && performance.now() - this.#written < EVERY) return;
    this.#written = performance.now();
    const { runs, state, slots } = picture;
    const key = `${slots} ${titles} ${state.starts.map((start) => start.label)}`;
    if (key !== this.#key) {
      this.#key = key;
      this.body.replaceChildren(...runs.map((run) => {
        const name = `${titles[run.optimizer]} ${state.starts[run.start].label}`;
        const fate = element("span", { className: "run-fate" });
        const heading = element("th", { scope: "row" }, swatch(slots[run.optimizer]), name, fate);
        return element("tr", {}, heading, ...COLUMNS.slice(1).map(() => element("td")));
      }));
    }
    runs.forEach((run, place) => {
      const metrics = run.metrics;
      const texts = [
        lossAt(run, step),
        stepOrNever(metrics?.first_hit),
        stepOrNever(metrics?.settled),
        metrics ? metrics.flips.join(", ") : "–",
      ];
      const cells = this.body.children[place].children;
      setText(/** @type {Element} */ (cells[0].lastElementChild), run.status === "converged" ? "" : fateOf(run));
      texts.forEach((text, i) => setText(cells[i + 1], text));
    });
  }
}
