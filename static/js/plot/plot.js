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
import { BLEED, at, fit } from "./geometry.js";
import { Ground } from "./ground.js";
import { drawLandmarks } from "./landmarks.js";
import { drawGhost, drawPaths } from "./overlay.js";
import { nearestStep } from "./nearest-step.js";
import { StartHandles } from "./start-handles.js";
import { StepTip } from "./step-tip.js";
import { watchTaps } from "./taps.js";
import { watchZoom } from "./zoom.js";

export class Plot {
  /** @type {PlotState|null} */
  #state = null;
  #committed = false;
  #shown = ""; // the signature of what is visible
  /** @type {import("../base/types.js").Run|null} whose label was drawn first */
  #hovered = null;
  /** @type {string|null} the surface and the region that the poster shows; empty if it shows others than the plot ever did */
  #posterKey;
  #drawn = false; // whether Plotly has drawn, so that the poster is no longer needed
  /** Sizes of the host, read when they change: reading them for every drawing would force a layout. */
  #size = { width: 0, height: 0 };

  /**
   * @param {HTMLElement} host the .plot element; may hold the poster
   * @param {import("../state/store.js").Store} store
   * @param {(point: import("../base/types.js").Point|null) => void} onHover
   * @param {((point: import("../base/types.js").Point) => void)|null} onStep called when the reader asks about a step; null if nothing answers
   * @param {boolean} isPoster whether a poster in the host, if there is one, shows what the plot shows at first
   */
  constructor(host, store, onHover, onStep, isPoster) {
    this.host = host;
    this.#posterKey = isPoster ? null : "";
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
      const area = this.area();
      if (px >= 0 && py >= 0 && px <= area.width && py <= area.height) return { ...at(area, px, py), unit: 0.1 / area.scale };
      return null;
    };
    watchTaps(host, locate, store, (px, py, radius) => {
      const point = onStep && this.#nearest(px, py, radius);
      if (point) onStep(point);
      return Boolean(point);
    });
    this.tip = new StepTip(host, (px, py, radius) => (this.#drawn ? null : this.#nearest(px, py, radius)), () => /** @type {PlotState} */ (this.#state), onHover);
    watchZoom(host, () => (this.#state ? { area: this.area(), domain: this.#state.grid.domain } : null), store);
  }

  /** @param {number} px @param {number} py @param {number} radius px @returns {import("../base/types.js").Point|null} the step of a path there */
  #nearest(px, py, radius) {
    if (!this.#state) return null;
    const { runSet, optimizers, step } = this.#state;
    return nearestStep(this.area(), runSet.runs.filter((run) => optimizers.has(run.optimizer)), step, px, py, radius);
  }

  get width() {
    return this.#size.width;
  }

  /** Read the size of the host, which panel.css determines. */
  measure() {
    const { width, height } = this.host.getBoundingClientRect();
    this.#size = { width, height };
  }

  /** @returns {import("../base/types.js").PlotArea} the plot area, which fills the host, as the poster does */
  area() {
    return fit(/** @type {PlotState} */ (this.#state).region, this.#size.width, this.#size.height);
  }

  /** @param {PlotState} state */
  update(state) {
    this.#state = state;
    const key = `${state.grid.surface} ${state.grid.key} ${state.region}`;
    this.#posterKey ??= key;
    this.host.classList.toggle("is-elsewhere", key !== this.#posterKey);
    this.host.classList.toggle("is-earlier", state.isEarlier);
    this.handles.update(this.area());
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
    this.tip.hide(); // the step may have moved away from the pointer
    this.host.classList.add("is-live");
    this.host.classList.remove("is-committed");
    this.#paint(true);
  }

  /** @returns {string} a signature of everything visible; the plot draws again only if it changes */
  #sign() {
    const { runSet, step, grid, isEarlier, region, ring, palette, titles, optimizers, arrows, ghost, ahead } = /** @type {PlotState} */ (this.#state);
    const shown = [...optimizers].map((i) => [runSet.keys[i], runSet.slots[i], titles[i]]);
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const ends = runs.map((run) => Math.min(step, run.length - 1));
    const last = Math.max(...ends);
    const said = runs.map((run) => ahead(run)?.status ?? run.status).filter((status) => status === "diverged").length;
    const { width } = this.area();
    return JSON.stringify([shown, said, this.handles.shown, ends.every((end) => end === last) ? last : ends, grid.key, grid.isComputed ?? false, isEarlier, region, ring, palette.key, width, this.#explained(arrows), ghost?.query]);
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
    const { runSet, ghost, step, grid, isEarlier, ring, palette, titles, optimizers, arrows, ahead } = /** @type {PlotState} */ (this.#state);
    const area = this.area();
    this.ground.update(grid, area, this.handles.shown);
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [area.width, area.height].map((length) => Math.round((length + 2 * BLEED) * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${width / ratio}px`;
      this.canvas.style.height = `${height / ratio}px`;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.translate(BLEED, BLEED);
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const options = { lines, labels: optimizers.size > 1, hovered: this.#hovered, ahead, badges: this.handles.shown, numbers: this.ground.numbers };
    if (ghost) {
      const slots = new Set([...optimizers].map((i) => runSet.slots[i]));
      drawGhost(context, area, ghost.runs.filter((run) => slots.has(ghost.slots[run.optimizer])), palette);
    }
    drawPaths(context, area, runs, step, { slots: runSet.slots, titles }, palette, options);
    if (!isEarlier) drawLandmarks(context, area, grid, ring, palette);
    const explained = this.#explained(arrows);
    if (explained) drawArrows(context, area, explained.explanation, palette.series[runSet.slots[explained.optimizer]], palette);
  }

  /**
   * Let Plotly draw what is shown: that is slow, but then it responds to the pointer.
   * @param {Plotly} Plotly
   */
  async commit(Plotly) {
    if (this.#committed && this.#sign() === this.#shown) return;
    const { runSet, step, grid, isEarlier, ring, palette, titles, optimizers } = /** @type {PlotState} */ (this.#state);
    const area = this.area();
    const runs = runSet.runs.filter((run) => optimizers.has(run.optimizer));
    const names = { slots: runSet.slots, titles, labels: runSet.state.starts.map((start) => start.label) };
    this.#committed = true;
    await Plotly.react(this.plotlyHost, [...paths(runs, step, names, palette), ...(isEarlier ? [] : landmarks(grid, area, ring, palette))], layout(area), CONFIG);
    if (!this.#drawn) this.#listen(/** @type {PlotlyHost} */ (/** @type {HTMLElement} */ (this.plotlyHost)));
    if (!this.#drawn) this.tip.hide();
    this.#drawn = true;
    this.host.classList.add("is-drawn"); // hides the poster, but keeps it: the posters of other plots use its contours
    if (!this.#committed) return; // something moved in the meantime
    this.host.classList.remove("is-live");
    this.host.classList.add("is-committed");
    this.handles.update(this.area());
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
