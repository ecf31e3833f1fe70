/**
 * Repeats what the server did not answer: when a busy server has said, otherwise soon, then less and less often, and at once
 * when the network is back.
 */

const FIRST = 1000; // ms
const LONGEST = 30_000;

export class Retry {
  #timer = 0;
  #wait = FIRST;

  /**
   * @param {() => void} act
   * @param {() => number} chance from 0 to 1: all pages lose a server at once, but should not come back at once
   */
  constructor(act, chance = Math.random) {
    this.act = act;
    this.chance = chance;
    globalThis.addEventListener?.("online", () => this.#timer && this.#now());
  }

  /**
   * Try again later, because something was not answered.
   * @param {number} [wait] ms, if a busy server has said how long
   */
  later(wait = 0) {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.#now(), Math.ceil(wait) || this.#wait * (1 + this.chance() / 2));
    if (!wait) this.#wait = Math.min(2 * this.#wait, LONGEST);
  }

  /** Start again with the shortest wait, because something was answered. */
  done() {
    this.#wait = FIRST;
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.act();
  }
}
