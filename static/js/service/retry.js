/** Repeats what the server did not answer: soon, then less and less often, and at once when the network is back. */

const FIRST = 1000; // ms
const LONGEST = 30_000;

export class Retry {
  #timer = 0;
  #wait = FIRST;

  /** @param {() => void} act */
  constructor(act) {
    this.act = act;
    globalThis.addEventListener?.("online", () => this.#timer && this.#now());
  }

  /** Try again later, because something was not answered. */
  later() {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.#now(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST);
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
