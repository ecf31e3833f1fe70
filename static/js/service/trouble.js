/** Reports once what does not work at the moment, tries it again, and withdraws the notice when it works. */

import { BUSY_TEXT, SILENT_TEXT, Unreachable } from "./ask.js";
import { Retry } from "./retry.js";

/** What is said in place of a text while the page computes the runs. */
const COMPUTING = new Map([
  [SILENT_TEXT, "The server cannot be reached. The page computes what it can by itself; the rest will follow later."],
  [BUSY_TEXT, "The server is busy. The page computes what it can by itself; the rest will follow later."],
]);

export class Trouble {
  /** Whether the page repeated by itself what fails now, so that the reader knows of it already. */
  repeated = () => false;

  /** Whether the page shows runs that it has computed. */
  computes = () => false;

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
      const text = (this.computes() && COMPUTING.get(error.message)) || error.message;
      if (!known) {
        this.store.dispatch({ type: "clear", about }); // whatever was said of it before
        this.store.dispatch({ type: "notify", about, text });
      }
      if (passing) this.retry.later(error.wait);
    };
  }

  /** @param {string} about what works again */
  over(about) {
    this.retry.done();
    this.store.dispatch({ type: "clear", about });
  }
}
