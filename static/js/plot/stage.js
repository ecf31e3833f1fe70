/**
 * Says when to draw, and what: in the frame after something has changed, and once more, with all that is slow, when
 * nothing has moved for a while.
 *
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { uniqueTitles } from "./series.js";
import { ringRadius } from "./geometry.js";
import { readPalette } from "./palette.js";

const REST = 250; // ms without motion before the plots go over to Plotly

export class Stage {
  #asked = false;
  #timer = 0;
  #palette = readPalette();
  /** @type {import("../base/types.js").Answer|null} */
  #judged = null;
  /** @type {Pick<Scene, "hovered"|"ghost"|"arrows">} what lies over or under the runs */
  #marks = { hovered: null, ghost: null, arrows: null };

  /**
   * @param {import("../state/store.js").Store} store
   * @param {import("../service/supply.js").Supply} supply
   * @param {import("../player/deck.js").Deck} deck
   * @param {(scene: Scene) => void} draw everything, as it moves
   * @param {(scene: Scene) => Promise<boolean>} finish what is slow; answers whether nothing is about to change
   */
  constructor(store, supply, deck, draw, finish) {
    this.store = store;
    this.supply = supply;
    this.deck = deck;
    this.draw = draw;
    this.finish = finish;
  }

  /** Draw in the next frame. */
  ask() {
    delete document.body.dataset.settled;
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame((now) => this.#frame(now));
  }

  /** @param {Partial<Pick<Scene, "hovered"|"ghost"|"arrows">>} change */
  mark(change) {
    const next = { ...this.#marks, ...change };
    // A picture at rest that was drawn again for nothing would be drawn again for ever.
    if (/** @type {const} */ (["hovered", "ghost", "arrows"]).every((name) => next[name] === this.#marks[name])) return;
    this.#marks = next;
    this.ask();
  }

  /** The theme has changed. */
  repaint() {
    this.#palette = readPalette();
    this.ask();
  }

  /** @param {import("../base/types.js").Answer} answer how the runs of a picture go on */
  judge(answer) {
    this.#judged = answer;
    if (this.doubtful) this.ask();
  }

  /** Whether a plot shows a run as diverged, which one that is continued may turn out not to be. */
  get doubtful() {
    return this.supply.picture?.runs.some(({ status }) => status === "diverged") ?? false;
  }

  /** Do what waits for rest. */
  async rest() {
    const scene = this.#scene();
    if (scene && await this.finish(scene)) document.body.dataset.settled = "true"; // for tests
  }

  /** @param {number} now ms, the time of the frame */
  #frame(now) {
    this.#asked = false;
    this.deck.advance(now);
    const scene = this.#scene();
    if (!scene) return;
    this.draw(scene);
    clearTimeout(this.#timer);
    if (!this.deck.playing) this.#timer = setTimeout(() => this.rest(), REST);
  }

  /** @returns {Scene|null} what there is to draw, null where something has not come yet */
  #scene() {
    const { grid, picture } = this.supply;
    if (!grid || !picture || grid.surface !== picture.state.surface.name) return null;
    const { state, catalog } = this.store; // view and ring are always the newest, the scenario is that of the runs
    const judged = this.#judged?.query === picture.query ? this.#judged : null;
    return {
      ...this.#marks,
      picture,
      grid,
      palette: this.#palette,
      ring: ringRadius(grid.domain, state.conditions),
      titles: uniqueTitles(picture.names, new Map(catalog.optimizers.map(({ name, title }) => [name, title]))),
      layout: state.layout,
      ahead: (run) => judged?.continuations[picture.runs.indexOf(run)] ?? null,
      step: this.deck.shown(picture.state.steps),
    };
  }
}
