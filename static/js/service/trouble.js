/** Reports once what does not work at the moment, tries it again, and withdraws the notice when it works. */

import { Unreachable } from "./ask.js";
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
   * @returns {(error: Error) => void} to be called with each failure
   */
  of(about) {
    return (error) => {
      const passing = error instanceof Unreachable;
      const known = this.repeated() || (passing && !error.sent);
      if (!known) this.store.dispatch({ type: "notify", about, text: error.message });
      if (passing) this.retry.later(error.wait);
    };
  }

  /** @param {string} about what works again */
  over(about) {
    this.retry.done();
    this.store.dispatch({ type: "clear", about });
  }
}
