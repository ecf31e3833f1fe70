/**
 * A chart of one quantity against the step, on a canvas. Dragging on it changes the step.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 */

import { lossScale } from "./chart-scale.js";
import { element, setText } from "../base/dom.js";
import { epochMarks } from "./fit.js";
import { ticks } from "../plot/geometry.js";
import { QUANTITIES } from "./quantities.js";
import { Thinned } from "../plot/thinned.js";

const MARGIN = { left: 58, right: 10, top: 10, bottom: 24 };
const HEIGHT = 220;
const SAME = 1; // px
const EPOCH = 4; // px: less between the ends of epochs would be a bar
const MARK = 9; // px, height of the tick that ends an epoch

export class Chart {
  /** @type {{canvas: HTMLCanvasElement, signature: string}[]} the lines of each optimizer, drawn earlier */
  #lines = [];

  /**
   * @param {HTMLElement} host
   * @param {() => void} changed called when the chart has to be drawn again
   * @param {(step: number, cause: Event) => void} show a step
   */
  constructor(host, changed, show) {
    this.menu = element("select", { className: "menu chart-menu", "aria-label": "Quantity in the chart" });
    for (const { name, title } of QUANTITIES) this.menu.append(element("option", { value: name }, `${title} per step`));
    this.menu.addEventListener("change", changed);
    this.canvas = element("canvas", { className: "chart-canvas", role: "img" });
    host.append(this.menu, this.canvas);
    this.steps = 1;
    const point = (/** @type {PointerEvent} */ event) => {
      const inner = this.width - MARGIN.left - MARGIN.right;
      const step = Math.round(((event.offsetX - MARGIN.left) / inner) * this.steps);
      show(Math.min(Math.max(step, 0), this.steps), event);
    };
    this.canvas.addEventListener("pointerdown", point);
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) point(event);
    });
    this.width = host.clientWidth;
    new ResizeObserver(() => {
      this.width = host.clientWidth;
      changed();
    }).observe(host);
  }

  /**
   * @param {import("../base/types.js").Scene} scene
   */
  draw({ runSet, step, hovered, grid, palette, titles }) {
    const { runs, state } = runSet;
    const width = this.width;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(HEIGHT * ratio);
      this.canvas.style.height = `${HEIGHT}px`;
    }
    this.steps = state.steps;
    const quantity = this.#quantity(grid);
    const lines = runs.map((run) => ({ run, loss: quantity.values(run, grid), length: run.length }));
    const scale = lossScale(lines, quantity.floor(grid));
    const title = quantity.title + (quantity.name === "loss" && grid.floor ? " above the minimum per step" : " per step");
    const option = this.menu.selectedOptions[0];
    if (option) setText(option, title);
    const epoch = grid.data?.epoch ?? 0;
    const epochs = epoch ? ` A tick at the top ends each epoch of ${epoch} steps.` : "";
    const label = `${title}, for ${titles.join(", ")}; the table below has the numbers.${epochs}`;
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    context.translate(MARGIN.left, MARGIN.top);
    const across = (/** @type {number} */ k) => (k / state.steps) * inner.width;
    const down = (/** @type {number} */ v) => inner.height * (1 - (v - scale.low) / (scale.high - scale.low));
    drawAxes(context, inner, scale, state.steps, across, down, palette, epochMarks(epoch, state.steps, inner.width / EPOCH));
    runSet.keys.forEach((key, i) => {
      // While a slider moves only one optimizer changes; the lines of the others are kept.
      const signature = JSON.stringify([key, runSet.slots[i], scale.low, scale.high, inner.width, ratio, palette.key, quantity.name, grid.key]);
      this.#lines[i] ??= { canvas: document.createElement("canvas"), signature: "" };
      const kept = this.#lines[i];
      if (kept.signature !== signature) {
        kept.signature = signature;
        kept.canvas.width = Math.max(1, inner.width * ratio); // also clears it
        kept.canvas.height = inner.height * ratio;
        const own = /** @type {CanvasRenderingContext2D} */ (kept.canvas.getContext("2d"));
        own.scale(ratio, ratio);
        for (const line of lines) {
          if (line.run.optimizer === i) drawLine(own, line, scale, across, down, runSet.slots[i], palette);
        }
      }
      context.drawImage(kept.canvas, 0, 0, inner.width, inner.height);
    });
    context.fillStyle = palette.text;
    context.fillRect(across(step) - 0.5, 0, 1, inner.height);
    if (hovered) {
      context.fillStyle = palette.series[runSet.slots[hovered.optimizer]];
      context.fillRect(across(hovered.step) - 1, 0, 2, inner.height);
    }
  }

  /** @param {import("../base/types.js").SurfaceGrid} grid */
  #quantity(grid) {
    const found = QUANTITIES.find(({ name }) => name === this.menu.value) ?? QUANTITIES[0];
    for (const option of this.menu.options) {
      option.disabled = !QUANTITIES.find(({ name }) => name === option.value)?.available(grid);
    }
    return found.available(grid) ? found : QUANTITIES[0];
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number}} inner
 * @param {import("../base/types.js").LossScale} scale
 * @param {number} steps
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {Palette} palette
 * @param {number[]} epochs the steps at which epochs end
 */
function drawAxes(context, inner, scale, steps, across, down, palette, epochs) {
  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.strokeRect(0, 0, inner.width, inner.height);
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = palette.muted;
  context.textAlign = "center";
  for (const k of ticks([0, steps], 4).filter(Number.isInteger)) context.fillText(String(Math.round(k)), across(k), inner.height + 17);
  context.textAlign = "right";
  context.beginPath();
  for (const { value, text } of scale.ticks) {
    const y = down(value);
    context.fillText(text, -6, y + 4);
    context.moveTo(0, y);
    context.lineTo(inner.width, y);
  }
  for (const k of epochs) {
    context.moveTo(across(k), 0);
    context.lineTo(across(k), MARK);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{run: import("../base/types.js").Run, loss: ArrayLike<number>, length: number}} line
 * @param {import("../base/types.js").LossScale} scale
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {number} slot
 * @param {Palette} palette
 */
function drawLine(context, { run, loss, length }, scale, across, down, slot, palette) {
  const line = new Thinned(new Path2D(), SAME);
  for (let k = 0; k < length; k++) {
    if (!Number.isNaN(loss[k])) line.add(across(k), down(scale.of(loss[k])), k === length - 1);
  }
  context.strokeStyle = palette.series[slot];
  context.lineWidth = run.start === 0 ? 1.8 : 1.1;
  context.setLineDash(palette.dashes[slot]);
  context.stroke(line.path);
  context.setLineDash([]);
}
