/**
 * The 3-D view of the surface with the paths on it, in place of the plots. Plotly's full bundle is loaded when it is first
 * asked for; until then, and where there is no WebGL, the plot with all paths is shown.
 *
 * @typedef {import("../base/types.js").Scene} Scene
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("./surface-figure.js").Line} Line
 * @typedef {HTMLElement & {on: (name: string, hear: (event: Object<string, {eye: {x: number, y: number, z: number}}>) => void) => void}} PlotlyHost
 */

import { element, setText, swatch } from "../base/dom.js";
import { cameraOf, firstCamera, readCamera, turned } from "./camera.js";
import { badgesOf, draped, heights, lying, pathTrace, surfaceLayout, surfaceTraces, until } from "./surface-figure.js";
import { markLines, marksTrace } from "./surface-marks.js";

const CONFIG = { displayModeBar: false, displaylogo: false, showSendToCloud: false, doubleClick: false, scrollZoom: false };

/** @returns {boolean} whether the browser has WebGL */
function hasWebgl() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers allow only a few at once
  return context !== null;
}

export class View3d {
  #key = ""; // of what Plotly has drawn, but for the step
  #step = -1;
  /** @type {import("./camera.js").Camera|null} null: as at first */
  #camera = null;
  #busy = false;
  #size = { width: 0, height: 0 };
  #drawn = false;
  /** @type {boolean|null} null until it has been tried */
  #possible = null;
  /** @type {{run: Run, line: Line}[]} */
  #lines = [];
  /** @type {import("./surface-figure.js").Heights|null} */
  #height = null;

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} plots which it replaces
   * @param {{loaded: import("../base/types.js").Plotly|null, failed: boolean, missing: boolean, want: () => void}} loader of the full bundle
   * @param {() => void} changed called when it has to be drawn again
   */
  constructor(host, plots, loader, changed) {
    this.host = host;
    this.plots = plots;
    this.loader = loader;
    this.changed = changed;
    this.legend = element("p", { className: "view-3d-legend" });
    this.scene = element("div", { className: "view-3d-scene", tabIndex: 0, role: "group" });
    this.caption = element("p", { className: "view-3d-caption hint" });
    this.message = element("p", { className: "view-3d-message hint", role: "status" });
    plots.before(this.message);
    host.append(this.legend, this.scene, this.caption);
    this.scene.addEventListener("keydown", (event) => this.#keyed(event));
    new ResizeObserver(() => {
      this.#size = { width: this.scene.clientWidth, height: this.scene.clientHeight };
      if (!host.hidden) changed();
    }).observe(this.scene);
  }

  /** Load what it needs, as the reader is about to ask for it. @returns {boolean} whether it can be shown */
  expect() {
    this.#possible ??= hasWebgl();
    if (this.#possible) this.loader.want();
    return this.#possible && !this.loader.missing;
  }

  /** @param {Scene} scene @returns {boolean} whether it is asked for, and can be shown */
  #wanted({ layout, grid }) {
    if (layout !== "3-d") {
      setText(this.message, "");
      return false;
    }
    this.#possible ??= hasWebgl();
    if (!this.#possible) {
      setText(this.message, "This browser has no WebGL, which the 3-D view needs. The plot shows the same paths.");
      return false;
    }
    if (this.loader.missing) {
      setText(this.message, "This file does not contain the 3-D view. The plot shows the same paths.");
      return false;
    }
    this.loader.want();
    const ready = this.loader.loaded !== null && grid.values !== null;
    setText(this.message, ready ? "" : this.loader.failed ? "The 3-D view did not load. Trying again." : "The 3-D view is loading.");
    return ready;
  }

  /**
   * @param {Scene} scene
   * @returns {boolean} whether it shows the scene, so that the plots need not
   */
  draw(scene) {
    const shown = this.#wanted(scene);
    if (this.host.hidden === shown) {
      this.host.hidden = !shown;
      this.plots.hidden = shown;
      if (shown) this.#write(scene, heights(valued(scene.grid))); // the words first: the room of the scene depends on their lines
      if (shown) this.#size = { width: this.scene.clientWidth, height: this.scene.clientHeight };
      else this.#clear();
    }
    if (shown && !this.#busy) this.#update(scene);
    return shown;
  }

  /** @param {Scene} scene @returns {Promise<boolean>} whether it shows this scene */
  async finish(scene) {
    if (this.#busy) return false;
    await this.#update(scene);
    return true;
  }

  #clear() {
    if (this.#drawn) this.loader.loaded?.purge(this.scene); // frees the memory of the graphics card
    this.#drawn = false;
    this.#key = "";
  }

  /** @param {Scene} scene */
  async #update(scene) {
    const Plotly = this.loader.loaded;
    const { runSet, grid, palette, step, titles } = scene;
    if (!Plotly || !this.#size.width || !this.#size.height) return;
    const key = JSON.stringify([runSet.query, runSet.runs.map((run) => run.length), grid.key, palette.key, this.#size, titles]);
    if (key === this.#key && step === this.#step) return;
    this.#busy = true;
    const again = key !== this.#key;
    [this.#key, this.#step] = [key, step];
    try {
      if (again) await this.#draw(Plotly, scene);
      else await this.#move(Plotly, scene);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {import("../base/types.js").Plotly} Plotly @param {Scene} scene */
  async #draw(Plotly, scene) {
    if (!this.#drawn) await shown(); // the first drawing takes a second, in which the reader sees that it comes
    if (this.host.hidden) return;
    const { runSet, palette, step, titles } = scene;
    const grid = valued(scene.grid);
    const height = this.#height = heights(grid);
    this.#write(scene, height);
    this.#lines = runSet.runs.map((run) => ({ run, line: draped(run, grid, height) }));
    const { starts } = runSet.state;
    const seen = starts.filter(({ x, y }) => lying([{ x, y }], grid, height).x.length);
    const data = [
      ...surfaceTraces(grid, height, palette),
      ...this.#lines.map(({ run, line }) =>
        pathTrace(run, line, step, runSet.slots[run.optimizer], `${titles[run.optimizer]} from ${starts[run.start].label}`, palette)),
      marksTrace(this.#marks(scene), grid, height),
    ];
    this.scene.setAttribute("aria-label", `The surface in 3-D with the paths of ${titles.join(", ")}. Arrow keys turn it, plus and minus zoom, 0 returns.`);
    const badges = badgesOf(seen.map(({ label }) => label), lying(seen, grid, height), palette);
    const config = { ...CONFIG, plotGlPixelRatio: devicePixelRatio }; // Plotly's own 2 is four times the work on a plain screen
    await Plotly.react(this.scene, data, surfaceLayout(grid, height, this.#camera ?? firstCamera(this.#size), this.#size, palette, badges), config);
    if (!this.#drawn) {
      /** @type {PlotlyHost} */ (/** @type {HTMLElement} */ (this.scene)).on("plotly_relayout", (event) => {
        if (event["scene.camera"]) this.#camera = readCamera(event["scene.camera"]);
      });
    }
    this.#drawn = true;
  }

  /** @param {Scene} scene @param {import("./surface-figure.js").Heights} height */
  #write({ runSet, titles }, height) {
    this.legend.replaceChildren(...titles.map((title, i) => element("span", { className: `panel-name series-${runSet.slots[i]}` }, swatch(runSet.slots[i]), title)));
    const scale = height.log ? "the logarithm of f above its lowest value, with ticks in f" : "f";
    this.caption.replaceChildren(`Height: ${scale}. The plane is 1:1. `,
      element("span", { className: "for-keyboard" }, "Drag or use the arrow keys to turn it, plus and minus to zoom, 0 to return."),
      element("span", { className: "for-touch" }, "Drag to turn it."));
  }

  /** @param {import("../base/types.js").Plotly} Plotly @param {Scene} scene */
  async #move(Plotly, scene) {
    const grid = valued(scene.grid);
    const parts = [...this.#lines.map(({ line }) => until(line, scene.step)), { ...markLines(this.#marks(scene), grid, this.#height ?? heights(grid)), customdata: [] }];
    const change = Object.fromEntries(/** @type {const} */ (["x", "y", "z", "customdata"]).map((name) => [name, parts.map((part) => part[name])]));
    await Plotly.restyle(this.scene, change, parts.map((_, i) => 1 + i)); // the surface is trace 0
  }

  /** @param {Scene} scene @returns {import("./surface-marks.js").Mark[]} starts, minima and where the paths end */
  #marks({ runSet, grid, palette, step }) {
    const minima = grid.landmarks.filter(({ kind, marked, radius }) => kind === "minimum" && marked && !radius);
    return [
      ...this.#lines.map(({ run }) => {
        const last = Math.min(step, run.length - 1);
        return { x: run.x[last], y: run.y[last], kind: /** @type {const} */ ("end"), color: palette.series[runSet.slots[run.optimizer]] };
      }),
      ...runSet.state.starts.map(({ x, y }) => ({ x, y, kind: /** @type {const} */ ("start"), color: palette.text })),
      ...minima.map(({ x, y }) => ({ x, y, kind: /** @type {const} */ ("minimum"), color: palette.text })),
    ];
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#drawn) return;
    const whole = firstCamera(this.#size);
    const next = event.key === "0" ? whole : turned(this.#camera ?? whole, event.key);
    if (!next) return;
    event.preventDefault();
    this.#camera = next;
    this.loader.loaded?.relayout(this.scene, { "scene.camera": cameraOf(next) });
  }
}

/** @returns {Promise<void>} when the browser has painted what the page shows */
const shown = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** @param {import("../base/types.js").SurfaceGrid} grid whose values have been loaded @returns {import("./surface-figure.js").ValuedGrid} */
const valued = ({ values, ...known }) => ({ ...known, .../** @type {import("../base/types.js").GridValues} */ (values), values });
