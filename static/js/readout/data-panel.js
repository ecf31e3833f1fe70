/**
 * The data behind a surface, with what the model of each run predicts at the step that is shown, on a canvas. A text beside
 * it says the same for those who do not see it.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").Scene} Scene
 * @typedef {import("../base/types.js").SurfaceData} SurfaceData
 */

import { element, setText } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { ticks } from "../plot/geometry.js";
import { epochText, prediction, range } from "./fit.js";

const MARGIN = { left: 44, right: 10, top: 10, bottom: 38 };
const HEIGHT = 220;
const POINTS = 80; // of a curve
const DOT = 2.6; // px, radius of a row

export class DataPanel {
  /**
   * @param {HTMLElement} host
   * @param {() => void} changed called when the panel has to be drawn again
   */
  constructor(host, changed) {
    this.host = host;
    this.title = element("h2", { className: "section-title" }, "Data and prediction");
    this.canvas = element("canvas", { className: "data-canvas", role: "img" });
    this.epoch = element("p", { className: "data-epoch" });
    host.append(this.title, this.canvas, this.epoch);
    this.width = host.clientWidth;
    new ResizeObserver(() => {
      if (host.clientWidth === this.width) return;
      this.width = host.clientWidth;
      changed();
    }).observe(host);
  }

  /** @param {boolean} shown whether the surface has data */
  show(shown) {
    this.host.hidden = !shown;
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { data } = scene.grid;
    if (!data || this.host.hidden) return;
    const width = this.width || this.host.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(HEIGHT * ratio);
      this.canvas.style.height = `${HEIGHT}px`;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    context.translate(MARGIN.left, MARGIN.top);
    const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    const [xs, ys] = [range(data, 0), range(data, 1)];
    const across = (/** @type {number} */ v) => ((v - xs[0]) / (xs[1] - xs[0])) * inner.width;
    const down = (/** @type {number} */ v) => inner.height * (1 - (v - ys[0]) / (ys[1] - ys[0]));
    drawAxes(context, inner, data, [xs, ys], [across, down], scene.palette);
    context.save();
    context.beginPath();
    context.rect(0, 0, inner.width, inner.height);
    context.clip();
    context.fillStyle = scene.palette.muted;
    for (const [x, y] of data.pairs) {
      context.beginPath();
      context.arc(across(x), down(y), DOT, 0, 2 * Math.PI);
      context.fill();
    }
    for (const run of scene.runSet.runs) drawCurve(context, run, scene, data, [across, down], xs);
    context.restore();
    setText(this.epoch, epochText(data, scene.step));
    const label = spoken(scene, data);
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
  }
}

/** @param {import("../base/types.js").Run} run @param {number} step @returns {number} the step, or the last one of a shorter run */
const shownStep = (run, step) => Math.min(step, run.length - 1);

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../base/types.js").Run} run
 * @param {Scene} scene
 * @param {SurfaceData} data
 * @param {((v: number) => number)[]} toPixels across and down
 * @param {[number, number]} xs
 */
function drawCurve(context, run, { runSet, step, palette }, data, [across, down], xs) {
  const at = shownStep(run, step);
  if (at < 0) return;
  const predicted = prediction(data, run.x[at], run.y[at]);
  const slot = runSet.slots[run.optimizer];
  context.beginPath();
  for (let k = 0; k <= POINTS; k++) {
    const x = xs[0] + ((xs[1] - xs[0]) * k) / POINTS;
    const y = Math.min(Math.max(down(predicted(x)), -1e4), 1e4); // a canvas takes no number of any size
    if (Number.isNaN(y)) return;
    context.lineTo(across(x), y);
  }
  context.strokeStyle = palette.series[slot];
  context.lineWidth = run.start === 0 ? 2 : 1.2;
  context.setLineDash(palette.dashes[slot]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number}} inner
 * @param {SurfaceData} data
 * @param {[number, number][]} ranges
 * @param {((v: number) => number)[]} toPixels across and down
 * @param {Palette} palette
 */
function drawAxes(context, inner, data, [xs, ys], [across, down], palette) {
  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.strokeRect(0, 0, inner.width, inner.height);
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = palette.muted;
  context.textAlign = "center";
  for (const v of ticks(xs, 5)) context.fillText(shortNumber(v, 3), across(v), inner.height + 16);
  context.fillText(data.names[0], inner.width / 2, inner.height + 33);
  context.textAlign = "right";
  for (const v of ticks(ys, 5)) context.fillText(shortNumber(v, 3), -6, down(v) + 4);
  context.textAlign = "left";
  context.fillText(data.names[1], 6, 14);
}

/**
 * @param {Scene} scene
 * @param {SurfaceData} data
 * @returns {string} the picture in words: what each run predicts at both ends of the data
 */
function spoken({ runSet, step, titles }, data) {
  const [first, last] = [Math.min(...data.pairs.map(([x]) => x)), Math.max(...data.pairs.map(([x]) => x))];
  const [input, target] = data.names;
  const parts = runSet.runs.filter((run) => run.length > 0).map((run) => {
    const at = shownStep(run, step);
    const predicted = prediction(data, run.x[at], run.y[at]);
    return `${titles[run.optimizer]} from ${runSet.state.starts[run.start].label} ${shortNumber(predicted(first), 3)} and ${shortNumber(predicted(last), 3)}`;
  });
  return `${data.pairs.length} rows of ${input} and ${target}. Predicted ${target} at ${input} = ${shortNumber(first, 3)} and ${shortNumber(last, 3)}, at step ${step}: ${parts.join("; ")}.`;
}
