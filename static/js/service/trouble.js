/** Reports once what does not work at the moment, tries it again, and withdraws the notice when it works. */

import { Retry } from "./retry.js";

export class Trouble {
  /** Whether the page repeated by itself what fails now, so that the reader knows of it already. */
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
