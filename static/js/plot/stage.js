/**
 * Decides when to draw, and what: in the animation frame after something has changed, and once more, including everything
 * slow, when nothing has moved for a while.
 *
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { running } from "../state/fitting.js";
import { titles } from "../state/titles.js";
import { ringRadius } from "./geometry.js";
import { readPalette } from "./palette.js";
import { framed } from "../state/region.js";
import { itemOf } from "../service/surfaces.js";

const REST = 250; // ms without motion before Plotly draws the plots

export class Stage {
  #asked = false;
  #timer = 0;
  #palette = readPalette();
  /** @type {Pick<import("../base/types.js").Answer, "query"|"continuations">|null} */
  #answer = null;
  /** @type {Pick<Scene, "hovered"|"ghost"|"arrows">} what is drawn above or below the runs */
  #decorations = { hovered: null, ghost: null, arrows: null };

  /**
   * @param {import("../state/store.js").Store} store
   * @param {import("../service/scene-data.js").SceneData} sceneData
   * @param {import("../player/playhead.js").Playhead} playhead
   * @param {import("./shown-layout.js").ShownLayout} layout
   * @param {(scene: Scene) => void} draw everything, during motion
   * @param {(scene: Scene) => Promise<boolean>} finish everything slow; returns whether nothing will change by itself
   */
  constructor(store, sceneData, playhead, layout, draw, finish) {
    this.store = store;
    this.sceneData = sceneData;
    this.playhead = playhead;
    this.layout = layout;
    this.draw = draw;
    this.finish = finish;
  }

  /** Draw in the next animation frame. */
  ask() {
    delete document.body.dataset.settled;
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame((now) => this.#draw(now));
  }

  /** @param {Partial<Pick<Scene, "hovered"|"ghost"|"arrows">>} change */
  decorate(change) {
    const next = { ...this.#decorations, ...change };
    // Drawing again without a change would start the next drawing, without end.
    if (/** @type {const} */ (["hovered", "ghost", "arrows"]).every((name) => next[name] === this.#decorations[name])) return;
    this.#decorations = next;
    this.ask();
  }

  /** Draw with the colors of another theme. */
  repaint() {
    this.#palette = readPalette();
    this.ask();
  }

  /** @param {Pick<import("../base/types.js").Answer, "query"|"continuations">} answer which holds how the runs continue */
  setAnswer(answer) {
    this.#answer = answer;
    if (this.showsDivergence) this.ask();
  }

  /** Whether a plot shows a run as diverged, which its continuation may disprove. */
  get showsDivergence() {
    return this.sceneData.runSet?.runs.some(({ status }) => status === "diverged") ?? false;
  }

  /** Do the slow work that waits until nothing moves. */
  async rest() {
    const scene = this.#scene();
    if (scene && await this.finish(scene) && !this.#asked) document.body.dataset.settled = "true"; // for tests
  }

  /** @param {number} now ms, the time of the animation frame */
  #draw(now) {
    this.#asked = false;
    this.playhead.advance(now);
    const scene = this.#scene();
    if (!scene) return;
    this.draw(scene);
    clearTimeout(this.#timer);
    if (!this.playhead.moving) this.#timer = setTimeout(() => this.rest(), REST);
  }

  /** @returns {Scene|null} what to draw, null if something has not loaded yet */
  #scene() {
    const { grid, runSet: loaded } = this.sceneData;
    if (!grid || !loaded || grid.surface !== loaded.state.surface.name) return null;
    const runSet = this.playhead.grown(loaded);
    const { state, catalog } = this.store; // view and ring are the newest; the scenario is the one that the runs belong to
    const answer = this.#answer?.query === runSet.query ? this.#answer : null;
    const { arrows } = this.#decorations;
    return {
      ...this.#decorations,
      arrows: arrows?.query === runSet.query ? arrows : null,
      runSet,
      grid,
      isEarlier: itemOf(grid) !== loaded.query.split("&")[0],
      palette: this.#palette,
      region: framed(state.region, grid.domain),
      ring: ringRadius(grid.domain, state.conditions),
      titles: titles(running(runSet.state), runSet.state.conditions, catalog),
      layout: this.layout.get(),
      quantity: state.quantity,
      ahead: (run) => answer?.continuations[runSet.runs.indexOf(run)] ?? null,
      step: this.playhead.shown(runSet.state.steps),
    };
  }
}
