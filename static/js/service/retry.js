/** Tries again what the server did not answer: soon, then more and more rarely, and at once when the network is back. */

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

  /** Something was not answered. */
  later() {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.#now(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST);
  }

  /** Something was answered: the next trouble is a new one. */
  done() {
    this.#wait = FIRST;
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.act();
  }
}
