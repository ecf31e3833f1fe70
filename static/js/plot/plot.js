/**
 * One plot: the contours are below, then what Plotly draws, a canvas for what moves, and the handles of the starts. The
 * only module that calls Plotly. Until Plotly has drawn, the server's poster is shown instead, and the canvas draws over it.
 *
 * @typedef {import("../base/types.js").Plotly} Plotly
 * @typedef {HTMLElement & {on: (name: string, hear: (event: import("../base/types.js").PlotlyHover) => void) => void}} PlotlyHost
 *   the element that Plotly draws in, once it has drawn
 * @typedef {import("../base/types.js").Scene & {optimizers: Set<number>}} PlotState
 *   optimizers: those drawn in this plot.
 */

import { drawArrows } from "./arrows.js";
import { element } from "../base/dom.js";
import { CONFIG, landmarks, layout, paths } from "./figure.js";
import { MARGIN, at, fit, plotArea } from "./geometry.js";
import { Ground } from "./ground.js";
import { drawLandmarks } from "./landmarks.js";
import { drawGhost, drawPaths } from "./overlay.js";
import { nearestStep } from "./nearest-step.js";
import { StartHandles } from "./start-handles.js";
import { watchTaps } from "./taps.js";
import { watchZoom } from "./zoom.js";

export class Plot {
  /** @type {PlotState|null} */
  #state = null;
  #committed = false;
  #shown = ""; // the signature of what is visible
  /** @type {import("../base/types.js").Run|null} whose label was drawn first */
  #hovered = null;
  /** @type {string|null} the surface and the region that the poster shows */
  #posterKey = null;
  /** @type {import("../base/types.js").Domain|null} what Plotly has drawn */
  #region = null;
  #drawn = false; // whether Plotly has drawn, so that the poster is no longer needed
  /** Sizes of the host, read when they change: reading them for every drawing would force a layout. */
  #size = { width: 0, height: 0, poster: 0 };

  /**
   * @param {HTMLElement} host the .plot element; may hold the poster
   * @param {import("../state/store.js").Store} store
   * @param {(point: import("../base/types.js").Point|null) => void} onHover
   * @param {((point: import("../base/types.js").Point) => void)|null} onStep called when the reader asks about a step; null if nothing answers
   */
  constructor(host, store, onHover, onStep) {
    this.host = host;
    this.onHover = onHover;
    this.plotlyHost = element("div", { className: "plotly-host" });
    this.canvas = element("canvas", { className: "plot-canvas", "aria-hidden": "true" });
    this.ground = new Ground();
    host.append(this.ground.element, this.plotlyHost, this.canvas);
    host.classList.toggle("is-fixed", store.locked.includes("starts"));
    host.tabIndex = 0; // for the keys of the zoom
    host.setAttribute("role", "group");
    this.handles = new StartHandles(host, store);
    this.measure();
    this.resizes = new ResizeObserver(() => this.measure());
    this.resizes.observe(host);
    const locate = (/** @type {number} */ px, /** @type {number} */ py) => {
      const { area, left, top } = this.placement();
      const [x, y] = [px - left, py - top];
      if (x >= 0 && y >= 0 && x <= area.width && y <= area.height) return { ...at(area, x, y), unit: 0.1 / area.scale };
      return null;
    };
    watchTaps(this.canvas, host, locate, store, (px, py, radius) => {
      if (!onStep || !this.#state) return false;
      const { area, left, top } = this.placement();
      const { runSet, optimizers, step } = this.#state;
      const point = nearestStep(area, runSet.runs.filter((run) => optimizers.has(run.optimizer)), step, px - left, py - top, radius);
      if (point) onStep(point);
      return point !== null;
    });
    watchZoom(this.canvas, host, () => (this.#state ? { ...this.placement(), domain: this.#state.grid.domain } : null), store);
  }

  get width() {
    return this.#size.width;
  }

  /** Read the size of the host, which panel.css determines. */
  measure() {
    const { width, height } = this.host.getBoundingClientRect();
    this.#size = { width: Math.round(width), height, poster: this.#posterScale() };
  }

  /** @returns {number} the scale of the poster on the page; a poster whose height is limited is narrower than its column */
  #posterScale() {
    const poster = this.poster;
    if (!poster) return 0;
    const { width, height } = poster.getBoundingClientRect();
    return Math.min(width / Number(poster.getAttribute("width")), height / Number(poster.getAttribute("height")));
  }

  /** The poster, as long as it is visible. */
  get poster() {
    return this.#drawn ? null : this.host.querySelector(".plot-svg");
  }

  /**
   * @returns {{area: import("../base/types.js").PlotArea, left: number, top: number}} the plot area and where it lies in the host
   */
  placement() {
    const { region } = /** @type {PlotState} */ (this.#state);
    const poster = this.poster;
    if (poster) {
      const ratio = this.#size.poster;
      const inner = (Number(poster.getAttribute("width")) - MARGIN.left - MARGIN.right) * ratio;
      return { area: plotArea(region, inner), left: MARGIN.left * ratio, top: MARGIN.top * ratio };
    }
    const area = fit(region, this.#size.width, this.#size.height);
    return { area, left: MARGIN.left, top: MARGIN.top };
  }

  /** @param {PlotState} state */
  update(state) {
    this.#state = state;
    const key = `${state.grid.surface} ${state.grid.key} ${state.region}`;
    this.#posterKey ??= key;
    this.host.classList.toggle("is-elsewhere", key !== this.#posterKey);
    this.handles.update(this.placement());
    const name = `Plot of ${[...state.optimizers].map((i) => state.titles[i]).join(", ")}. Plus and minus zoom, 0 shows the whole surface, arrow keys move it.`;
    if (this.host.getAttribute("aria-label") !== name) this.host.setAttribute("aria-label", name);
  }

  /** Draw during motion, if something differs from what is shown. This is fast enough for every animation frame. */
  draw() {
    const signature = this.#sign();
    const pointed = this.#pointed();
    if (signature === this.#shown) {
      if (pointed !== this.#hovered) this.#paint(!this.#committed); // only the order of the labels changes
      return;
    }
    this.#shown = signature;
    this.#committed = false;
    this.host.classList.add("is-live");
    this.host.classList.remove("is-committed");
    this.#paint(true);
  }

  /** @returns {string} a signature of everything visible; the plot draws again only if it changes */
  #sign() {
    const { runSet, step, grid, region, ring, palette, titles, optimizers, arrows, ghost, ahead } = /** @type {PlotState} */ (this.#state);
    const shown = [...optimizers].map((i) => [runSet.keys[i], runSet.slots[i], titles[i]]);
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const ends = runs.map((run) => Math.min(step, run.length - 1));
    const last = Math.max(...ends);
    const said = runs.map((run) => ahead(run)?.status ?? run.status).filter((status) => status === "diverged").length;
    const placement = this.placement();
    const size = [placement.area.width, placement.left];
    return JSON.stringify([shown, said, this.handles.shown, ends.every((end) => end === last) ? last : ends, grid.key, region, ring, palette.key, size, this.#explained(arrows), ghost?.query]);
  }

  /** @param {PlotState["arrows"]} arrows @returns {PlotState["arrows"]} if they belong to this plot and step */
  #explained(arrows) {
    const { step, optimizers } = /** @type {PlotState} */ (this.#state);
    return arrows && optimizers.has(arrows.optimizer) && arrows.step === Math.max(1, step) ? arrows : null;
  }

  /** @returns {import("../base/types.js").Run|null} the run of this plot under the pointer, if that affects the labels */
  #pointed() {
    const { runSet, hovered, optimizers } = /** @type {PlotState} */ (this.#state);
    if (!hovered || optimizers.size < 2) return null;
    return runSet.runs.find((run) => run.optimizer === hovered.optimizer && run.start === hovered.start) ?? null;
  }

  /** @param {boolean} lines */
  #paint(lines) {
    this.#hovered = this.#pointed();
    const { runSet, ghost, step, grid, region, ring, palette, titles, optimizers, arrows, ahead } = /** @type {PlotState} */ (this.#state);
    const { area, left, top } = this.placement();
    this.ground.update(grid, area, left, top);
    this.plotlyHost.classList.toggle("is-shifted", this.#region !== null && String(this.#region) !== String(region));
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.#size.width * ratio);
    const height = Math.round((top + area.height + MARGIN.bottom) * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${width / ratio}px`;
      this.canvas.style.height = `${height / ratio}px`;
      if (!this.#drawn && !this.poster) this.plotlyHost.style.height = this.canvas.style.height; // the height that Plotly will take
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.translate(left, top);
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const options = { lines, labels: optimizers.size > 1, hovered: this.#hovered, ahead, badges: this.handles.shown };
    if (ghost) {
      const slots = new Set([...optimizers].map((i) => runSet.slots[i]));
      drawGhost(context, area, ghost.runs.filter((run) => slots.has(ghost.slots[run.optimizer])), palette);
    }
    drawPaths(context, area, runs, step, { slots: runSet.slots, titles }, palette, options);
    drawLandmarks(context, area, grid, ring, palette);
    const explained = this.#explained(arrows);
    if (explained) drawArrows(context, area, explained.explanation, palette.series[runSet.slots[explained.optimizer]], palette);
  }

  /**
   * Let Plotly draw what is shown: that is slow, but then it responds to the pointer.
   * @param {Plotly} Plotly
   */
  async commit(Plotly) {
    if (this.#committed && this.#sign() === this.#shown) return;
    const { runSet, step, grid, region, ring, palette, titles, optimizers } = /** @type {PlotState} */ (this.#state);
    const area = fit(region, this.#size.width, this.#size.height);
    const frame = layout(area, palette);
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const names = { slots: runSet.slots, titles, labels: runSet.state.starts.map((start) => start.label) };
    this.plotlyHost.style.height = `${frame.height}px`;
    this.#committed = true;
    await Plotly.react(this.plotlyHost, [...paths(runs, step, names, palette), ...landmarks(grid, area, ring, palette)], frame, CONFIG);
    this.#region = region;
    this.plotlyHost.classList.remove("is-shifted");
    if (!this.#drawn) this.#listen(/** @type {PlotlyHost} */ (/** @type {HTMLElement} */ (this.plotlyHost)));
    this.#drawn = true;
    this.host.classList.add("is-drawn"); // hides the poster, but keeps it: the posters of other plots use its contours
    if (!this.#committed) return; // something moved in the meantime
    this.host.classList.remove("is-live");
    this.host.classList.add("is-committed");
    this.handles.update(this.placement());
    this.#shown = this.#sign();
    this.#paint(false);
  }

  /** @param {PlotlyHost} host reports which point of which path is under the pointer */
  #listen(host) {
    host.on("plotly_hover", ({ points }) => {
      const meta = points[0]?.fullData.meta;
      if (meta) this.onHover({ ...meta, step: points[0].pointNumber });
    });
    host.on("plotly_unhover", () => this.onHover(null));
  }

  /** @param {Plotly|undefined} Plotly */
  remove(Plotly) {
    this.resizes.disconnect();
    Plotly?.purge(this.plotlyHost);
    this.host.remove();
  }
}
