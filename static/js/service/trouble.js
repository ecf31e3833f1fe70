/** What of the page does not work just now: it is said once, tried again, and taken back when it works. */

import { Retry } from "./retry.js";

export class Trouble {
  /** Whether what fails now was tried again without the reader, who knows of it already. */
  repeated = () => false;

  /**
   * @param {import("../state/store.js").Store} store
   * @param {() => void} tryAgain
   */
  constructor(store, tryAgain) {
    this.store = store;
    this.retry = new Retry(tryAgain);
  }

  /**
   * @param {string} about what does not work
   * @returns {(text: string, passing: boolean) => void} passing: it may work later
   */
  of(about) {
    return (text, passing) => {
      if (!this.repeated()) this.store.dispatch({ type: "notify", about, text });
      if (passing) this.retry.later();
    };
  }

  /** @param {string} about what works again */
  over(about) {
    this.retry.done();
    this.store.dispatch({ type: "clear", about });
  }
}
