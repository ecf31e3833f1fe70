/**
 * Loss against step, on a canvas: it follows every frame.
 *
 * @typedef {import("./types.js").Picture} Picture
 * @typedef {import("./palette.js").Palette} Palette
 */

import { lossScale } from "./chart-scale.js";
import { element, setText } from "./dom.js";
import { ticks } from "./geometry.js";
import { Thinned } from "./thinned.js";

const MARGIN = { left: 58, right: 10, top: 10, bottom: 24 };
const HEIGHT = 220;
const SAME = 1; // px

export class LossChart {
  /** @type {{canvas: HTMLCanvasElement, signature: string}[]} the lines of each optimizer, as drawn before */
  #lines = [];

  /**
   * @param {HTMLElement} host
   * @param {() => void} resized
   */
  constructor(host, resized) {
    this.title = element("h2", { className: "section-title" }, "Loss per step");
    this.canvas = element("canvas", { className: "loss-canvas", role: "img" });
    host.append(this.title, this.canvas);
    this.width = host.clientWidth;
    new ResizeObserver(() => {
      this.width = host.clientWidth;
      resized();
    }).observe(host);
  }

  /** @param {{picture: Picture, step: number, grid: {floor: number|null}, palette: Palette, titles: string[]}} scene */
  draw({ picture, step, grid, palette, titles }) {
    const { runs, state } = picture;
    const width = this.width;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(HEIGHT * ratio);
      this.canvas.style.height = `${HEIGHT}px`;
    }
    const scale = lossScale(runs, grid.floor);
    const title = grid.floor ? "Loss above the minimum per step" : "Loss per step";
    setText(this.title, title);
    const label = `${title}, for ${titles.join(", ")}; the table below has the numbers.`;
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    context.translate(MARGIN.left, MARGIN.top);
    const across = (/** @type {number} */ k) => (k / state.steps) * inner.width;
    const down = (/** @type {number} */ v) => inner.height * (1 - (v - scale.low) / (scale.high - scale.low));
    drawAxes(context, inner, scale, state.steps, across, down, palette);
    picture.keys.forEach((key, i) => {
      // One optimizer changes while a slider moves; the lines of the others are at hand.
      const signature = JSON.stringify([key, picture.slots[i], scale.low, scale.high, inner.width, ratio, palette.key]);
      this.#lines[i] ??= { canvas: document.createElement("canvas"), signature: "" };
      const lines = this.#lines[i];
      if (lines.signature !== signature) {
        lines.signature = signature;
        lines.canvas.width = Math.max(1, inner.width * ratio); // also clears it
        lines.canvas.height = inner.height * ratio;
        const own = /** @type {CanvasRenderingContext2D} */ (lines.canvas.getContext("2d"));
        own.scale(ratio, ratio);
        for (const run of runs) if (run.optimizer === i) drawLine(own, run, scale, across, down, picture.slots[i], palette);
      }
      context.drawImage(lines.canvas, 0, 0, inner.width, inner.height);
    });
    context.fillStyle = palette.text;
    context.fillRect(across(step) - 0.5, 0, 1, inner.height);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number}} inner
 * @param {import("./chart-scale.js").LossScale} scale
 * @param {number} steps
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {Palette} palette
 */
function drawAxes(context, inner, scale, steps, across, down, palette) {
  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.strokeRect(0, 0, inner.width, inner.height);
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = palette.muted;
  context.textAlign = "center";
  const whole = ticks([0, steps], 4).filter(Number.isInteger);
  for (const k of whole) context.fillText(String(k), across(k), inner.height + 17);
  context.textAlign = "right";
  context.beginPath();
  for (const { value, text } of scale.ticks) {
    const y = down(value);
    context.fillText(text, -6, y + 4);
    context.moveTo(0, y);
    context.lineTo(inner.width, y);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./types.js").Run} run
 * @param {import("./chart-scale.js").LossScale} scale
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {number} slot
 * @param {Palette} palette
 */
function drawLine(context, run, scale, across, down, slot, palette) {
  const line = new Thinned(new Path2D(), SAME);
  for (let k = 0; k < run.length; k++) line.add(across(k), down(scale.of(run.loss[k])), k === run.length - 1);
  context.strokeStyle = palette.series[slot];
  context.lineWidth = run.start === 0 ? 1.8 : 1.1;
  context.setLineDash(palette.dashes[slot]);
  context.stroke(line.path);
  context.setLineDash([]);
}
