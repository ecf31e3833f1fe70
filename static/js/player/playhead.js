/** Plays the runs: the browser's clock moves the step that is shown. */

import { grown, isGrowing } from "./growth.js";
import { STOPPED, advance, pause, play, shown } from "./playback.js";

const ARRIVAL = 2; // times as fast as usual

export class Playhead {
  #playback = STOPPED;
  /** @type {(() => void)|null} called when the playing on arrival is over; null if it is */
  #arrived = null;
  /** @type {import("./growth.js").Growth|null} */
  #growth = null;
  #last = 0; // ms, the time of the last animation frame

  /**
   * @param {import("../state/store.js").Store} store
   * @param {() => void} requestDraw
   */
  constructor(store, requestDraw) {
    this.store = store;
    this.requestDraw = requestDraw;
  }

  get playing() {
    return this.#playback.playing;
  }

  /** Whether something moves by itself. */
  get moving() {
    return this.playing || this.#growth !== null;
  }

  /** @param {number} [steps] of the runs, if they differ from the steps of the state @returns {number} the step to draw */
  shown(steps = this.store.state.steps) {
    return shown(this.#playback, this.store.state.step, steps);
  }

  /** @param {number} now ms, the time of the animation frame */
  advance(now) {
    if (this.playing) {
      const seconds = Math.min(now - this.#last, 100) / 1000;
      this.#playback = advance(this.#playback, this.#arrived ? seconds * ARRIVAL : seconds, this.store.state.steps);
      if (this.playing) this.requestDraw();
      else this.settle();
    }
    this.#last = now;
    if (this.#growth && !isGrowing(this.#growth, now)) this.#growth = null;
    if (this.#growth) this.requestDraw();
  }

  /**
   * Play the runs from the start, because the page has opened.
   * @param {() => void} over called when that is over
   */
  arrive(over) {
    this.play();
    this.#arrived = over;
  }

  /** Stop at the end. */
  settle() {
    this.stop();
    this.store.dispatch({ type: "showStep", step: null });
    this.requestDraw();
  }

  /** @param {number} start the index of a start whose paths shall be drawn from the start to the end */
  grow(start) {
    if (this.playing || this.store.state.step !== null) return;
    this.#growth = { start, begun: performance.now() };
    this.requestDraw();
  }

  /** @param {import("../base/types.js").RunSet} runSet @returns {import("../base/types.js").RunSet} as far as its paths have grown */
  grown(runSet) {
    return this.#growth ? grown(runSet, this.#growth, performance.now()) : runSet;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    this.#playback = play(this.#playback, this.shown(), this.store.state.steps);
    this.#last = performance.now();
    this.requestDraw();
  }

  pause() {
    if (!this.playing) return;
    const step = Math.floor(this.#playback.position);
    this.stop();
    this.store.dispatch({ type: "showStep", step });
    this.requestDraw();
  }

  /** Stop, because something else sets the step. */
  stop() {
    this.#playback = pause(this.#playback);
    this.#growth = null;
    const over = this.#arrived;
    this.#arrived = null;
    over?.();
  }

  /**
   * @param {number} step
   * @param {Event} [cause]
   */
  show(step, cause) {
    this.stop();
    this.store.dispatch({ type: "showStep", step }, cause);
    this.requestDraw();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.#playback = { ...this.#playback, speed };
  }
}
