/** Plays the runs: the browser's clock moves the step that is shown. */

import { STOPPED, advance, pause, play, shown } from "./playback.js";

export class Playhead {
  #playback = STOPPED;
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

  /** @param {number} [steps] of the runs, if they differ from the steps of the state @returns {number} the step to draw */
  shown(steps = this.store.state.steps) {
    return shown(this.#playback, this.store.state.step, steps);
  }

  /** @param {number} now ms, the time of the animation frame */
  advance(now) {
    if (this.playing) {
      this.#playback = advance(this.#playback, Math.min(now - this.#last, 100) / 1000, this.store.state.steps);
      if (this.playing) this.requestDraw();
      else this.store.dispatch({ type: "showStep", step: null });
    }
    this.#last = now;
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
