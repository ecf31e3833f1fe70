/**
 * The timeline's chart: one quantity against the step, on a canvas, and the player's cursor on it. The part of the runs after
 * the cursor is paler. Dragging moves the cursor, hovering shows the values of a step.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").Scene} Scene
 * @typedef {import("./chart-lines.js").Line} Line
 */

import { drawAxes, drawLine } from "./chart-drawing.js";
import { drawn, layer } from "./layer.js";
import { linearScale, lossScale } from "./chart-scale.js";
import { stepAt } from "./chart-lines.js";
import { ChartTip } from "./chart-tip.js";
import { element, setText, swatch } from "../base/dom.js";
import { epochMarks } from "../readout/fit.js";
import { QUANTITIES } from "./quantities.js";

const MARGIN = { left: 52, right: 12, top: 8 }; // player.css has the same
const BOTTOM = { usual: 36, low: 24 }; // the player's slider lies there, above the numbers of the steps, for which a low chart has no room
const LOW = 100; // px: a chart not as high as this is low
const EPOCH = 4; // px: less between the ends of epochs would be a bar
const PALE = 0.35; // opacity of what comes after the cursor
const ALL = "all";

export class Chart {
  /** @type {import("./layer.js").Layer[]} the lines of each optimizer */
  #lines = [];
  #axes = layer();
  #legend = "";
  #starts = "";
  /** @type {number|null} under the pointer */
  #hovered = null;

  /**
   * @param {HTMLElement} host
   * @param {(quantity: import("../base/types.js").QuantityName) => void} choose called when the reader has chosen what to show
   * @param {() => void} changed called when the chart has to be drawn again
   * @param {(step: number, cause: Event) => void} show a step
   * @param {(start: number) => void} onStart called when the reader has chosen another start
   */
  constructor(host, choose, changed, show, onStart) {
    this.menu = element("select", { className: "menu chart-menu", "aria-label": "Quantity in the chart" });
    for (const { name, title } of QUANTITIES) this.menu.append(element("option", { value: name }, title));
    this.menu.addEventListener("change", () => choose((QUANTITIES[this.menu.selectedIndex] ?? QUANTITIES[0]).name));
    this.startMenu = element("select", { className: "menu chart-starts", "aria-label": "Starts in the chart" });
    this.startMenu.addEventListener("change", () => {
      changed();
      if (this.startMenu.value !== ALL) onStart(Number(this.startMenu.value));
    });
    this.canvas = element("canvas", { className: "chart-canvas", role: "img" });
    this.legend = element("ul", { className: "chart-legend", "aria-hidden": "true" }); // the label of the canvas says it too
    this.tip = new ChartTip();
    this.area = element("div", { className: "chart-area" }, this.legend, this.canvas, this.tip.root);
    this.choice = element("div", { className: "chart-choice" }, this.menu, this.startMenu);
    host.append(this.choice, this.area);
    this.steps = 1;
    this.size = { width: 0, height: 0 };
    const at = (/** @type {PointerEvent} */ event) => stepAt(event.offsetX - MARGIN.left, this.size.width - MARGIN.left - MARGIN.right, this.steps);
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      show(at(event), event);
      this.grabbed();
      event.preventDefault(); // otherwise the focus leaves what has just got it
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) show(at(event), event);
      this.#hovered = at(event);
      changed();
    });
    for (const name of /** @type {const} */ (["pointerleave", "pointercancel"])) {
      this.canvas.addEventListener(name, () => {
        this.#hovered = null;
        changed();
      });
    }
    new ResizeObserver(() => {
      this.size = { width: this.area.clientWidth, height: this.canvas.clientHeight };
      host.classList.toggle("is-low", this.size.height < LOW);
      host.parentElement?.classList.toggle("is-charted", getComputedStyle(host).display !== "none");
      changed();
    }).observe(this.canvas);
    /** Called when a drag begins: the arrow keys shall go on from there. */
    this.grabbed = () => {};
  }

  /** @param {number} start the index of the start to show, if not all are shown */
  choose(start) {
    if (this.startMenu.value !== ALL) this.startMenu.value = String(start);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { width, height } = this.size;
    const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - (height < LOW ? BOTTOM.low : BOTTOM.usual) };
    const { runSet, step, hovered, grid, palette } = scene;
    this.steps = runSet.state.steps;
    this.#menus(scene);
    if (inner.width < 1 || inner.height < 1) return; // there is no room for a chart
    const ratio = window.devicePixelRatio || 1;
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== columns || this.canvas.height !== rows) Object.assign(this.canvas, { width: columns, height: rows });
    const quantity = this.#quantity(scene);
    const chosen = this.startMenu.value;
    const shown = runSet.runs.filter((run) => chosen === ALL || run.start === Number(chosen));
    const lines = shown.map((run) => ({ run, loss: quantity.values(run, grid), length: run.length }));
    const scale = quantity.linear ? linearScale(lines) : lossScale(lines, quantity.floor(grid));
    const across = (/** @type {number} */ k) => (k / this.steps) * inner.width;
    const down = (/** @type {number} */ v) => inner.height * (1 - (v - scale.low) / (scale.high - scale.low));
    const epochs = epochMarks(grid.data?.epoch ?? 0, this.steps, inner.width / EPOCH);
    // The scale mostly stays while a slider moves, and to draw text the browser first brings the whole page up to date.
    const axes = drawn(this.#axes, [scale.low, scale.high, scale.ticks, this.steps, epochs, width, height, ratio, palette.key], { width: columns, height: rows }, (onto) => {
      onto.scale(ratio, ratio);
      onto.translate(MARGIN.left, MARGIN.top);
      drawAxes(onto, inner, scale, this.steps, across, down, palette, epochs, height >= LOW);
    });
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, columns, rows);
    context.drawImage(axes, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.translate(MARGIN.left, MARGIN.top);
    const room = { width: Math.max(1, inner.width * ratio), height: Math.max(1, inner.height * ratio) };
    const pictures = runSet.keys.map((key, i) => {
      // While a slider moves only one optimizer changes; the lines of the others are kept.
      const own = lines.filter((line) => line.run.optimizer === i);
      const described = [key, chosen, own.map(({ length }) => length), runSet.slots[i], scale.low, scale.high, inner, ratio, palette.key, quantity.name, grid.key];
      return drawn(this.#lines[i] ??= layer(), described, room, (onto) => {
        onto.scale(ratio, ratio);
        for (const line of own) drawLine(onto, line, scale, across, down, runSet.slots[i], palette, chosen === ALL && line.run.start > 0);
      });
    });
    const cursor = across(step);
    const paint = () => pictures.forEach((canvas) => context.drawImage(canvas, 0, 0, inner.width, inner.height));
    context.globalAlpha = PALE;
    if (step < this.steps) paint();
    context.globalAlpha = 1;
    context.save();
    context.beginPath();
    context.rect(0, 0, step < this.steps ? cursor : inner.width, inner.height);
    context.clip();
    paint();
    context.restore();
    context.fillStyle = palette.text;
    context.fillRect(cursor - 0.75, 0, 1.5, inner.height + 4);
    if (hovered) {
      context.fillStyle = palette.series[runSet.slots[hovered.optimizer]];
      context.fillRect(across(hovered.step) - 1, 0, 2, inner.height);
    }
    if (this.#hovered !== null) {
      context.fillStyle = palette.muted;
      context.fillRect(across(this.#hovered) - 0.5, 0, 1, inner.height);
    }
    this.tip.show(this.#hovered, MARGIN.left + across(this.#hovered ?? 0), width, lines, scene, chosen === ALL && runSet.state.starts.length > 1);
  }

  /** @param {Scene} scene */
  #menus({ runSet, grid, titles }) {
    const { starts } = runSet.state;
    const key = JSON.stringify(starts.map(({ label }) => label));
    if (key !== this.#starts) {
      this.#starts = key;
      const before = this.startMenu.value;
      const options = starts.map(({ label }, index) => element("option", { value: String(index) }, `from ${label}`));
      this.startMenu.replaceChildren(...options, element("option", { value: ALL }, "from all starts"));
      this.startMenu.value = before === ALL || Number(before) < starts.length ? before || "0" : "0";
      this.startMenu.hidden = starts.length < 2;
    }
    const legend = JSON.stringify([titles, runSet.slots]);
    if (legend !== this.#legend) {
      this.#legend = legend;
      this.legend.replaceChildren(...titles.map((title, i) => element("li", { className: `series-${runSet.slots[i]}` }, swatch(runSet.slots[i]), title)));
    }
    for (const option of this.menu.options) {
      const available = QUANTITIES.find(({ name }) => name === option.value)?.available(grid, runSet.runs);
      if (option.disabled === available) option.disabled = !available;
    }
  }

  /** @param {Scene} scene @returns {import("./quantities.js").Quantity} the quantity to show; its name is in the menu and in the label of the canvas */
  #quantity({ runSet, grid, titles, quantity: wanted }) {
    const found = QUANTITIES.find(({ name }) => name === wanted) ?? QUANTITIES[0];
    const quantity = found.available(grid, runSet.runs) ? found : QUANTITIES[0];
    if (this.menu.value !== quantity.name) this.menu.value = quantity.name;
    const title = quantity.title + (quantity.name === "loss" && grid.floor ? " above the minimum" : "");
    const option = this.menu.selectedOptions[0];
    if (option) setText(option, title);
    const epoch = grid.data?.epoch ?? 0;
    const epochs = epoch ? ` A tick at the top marks the end of each epoch of ${epoch} steps.` : "";
    const chosen = this.startMenu.selectedOptions[0]?.textContent;
    const label = `${title} at each step${this.startMenu.hidden ? "" : ` ${chosen}`}, for ${titles.join(", ")}; the scoreboard has the numbers.${epochs}`;
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
    return quantity;
  }
}
