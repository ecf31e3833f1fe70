/** Finds the verdict in a lesson file while a slider moves, with the engine that answers the page when nothing moves. */

import { isHeld, tellNow } from "./send.js";

const QUICK = 40; // ms; while a verdict takes longer than that, the slider would stutter, and the verdict waits until it rests

export class VerdictFinder {
  #took = 0; // ms, the last one

  /**
   * @param {unknown} _catalog
   * @param {(query: string, findings: import("../tell/tell.js").Findings|null) => void} done
   */
  constructor(_catalog, done) {
    this.done = done;
  }

  /** @param {{query: string}} asked */
  find({ query }) {
    if (isHeld(query)) return;
    if (this.#took > QUICK) {
      this.#took /= 2; // another scenario may be quicker
      return;
    }
    const begin = performance.now();
    const found = tellNow(query);
    this.#took = performance.now() - begin;
    this.done(query, found);
  }
}
