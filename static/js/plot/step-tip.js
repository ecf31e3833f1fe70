/**
 * The step of a path under the pointer and its values, where Plotly does not show them: before it has loaded, and in a lesson file
 * without it.
 *
 * @typedef {import("../base/types.js").Point} Point
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { element } from "../base/dom.js";
import { isSound, shortNumber } from "../base/numbers.js";
import { Tip } from "../base/tip.js";

const NEAR = 20; // px, as far as Plotly sees a point
const BELOW = 14; // px from the pointer

export class StepTip {
  #tip = new Tip("step-tip");
  /** @type {Point|null} */
  #shown = null;

  /**
   * @param {HTMLElement} host which the pointer moves over, and whose top left corner is (0, 0)
   * @param {(px: number, py: number, radius: number) => Point|null} find the step near a pixel, null where nothing is shown
   * @param {() => Scene} scene
   * @param {(point: Point|null) => void} onHover called when another step or none is under the pointer
   */
  constructor(host, find, scene, onHover) {
    this.host = host;
    this.scene = scene;
    this.onHover = onHover;
    host.append(this.#tip.root);
    host.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || event.buttons) return this.hide(); // a tap asks why, a drag moves something
      const { left, top, width, height } = host.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      this.#show(find(x, y, NEAR), x, y, width, height);
    });
    host.addEventListener("pointerleave", () => this.hide());
  }

  /**
   * @param {Point|null} point
   * @param {number} x px
   * @param {number} y
   * @param {number} width of the plot
   * @param {number} height
   */
  #show(point, x, y, width, height) {
    if (!point) return this.hide();
    const { root } = this.#tip;
    if (JSON.stringify(point) !== JSON.stringify(this.#shown)) {
      root.replaceChildren(...stepLines(point, this.scene()).map((text) => element("p", {}, text)));
      this.#shown = point;
      this.onHover(point);
    }
    const above = y > height / 2;
    root.style.top = above ? "" : `${y + BELOW}px`;
    root.style.bottom = above ? `${height - y + BELOW}px` : "";
    this.#tip.show(x, width);
  }

  hide() {
    this.#tip.hide();
    if (!this.#shown) return;
    this.#shown = null;
    this.onHover(null);
  }
}

/**
 * @param {Point} point
 * @param {Pick<Scene, "runSet"|"titles">} scene
 * @returns {string[]} what is said of it
 */
export function stepLines({ optimizer, start, step }, { runSet, titles }) {
  const run = runSet.runs.find((one) => one.optimizer === optimizer && one.start === start);
  if (!run) return [];
  const [x, y] = [run.x[step], run.y[step]].map((value) => shortNumber(value, 6));
  const loss = run.loss[step];
  return [
    `${titles[optimizer]} from ${runSet.state.starts[start].label}, step ${step}`,
    `x ${x}, y ${y}`,
    `f ${isSound(loss) ? shortNumber(loss, 4) : "too large"}`,
  ];
}
