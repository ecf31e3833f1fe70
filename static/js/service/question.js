/** Asks the server one thing at a time: a newer question cancels the older one, and the same one is asked once. */

import { ask } from "./ask.js";

export class Question {
  #asked = "";
  /** @type {AbortController|null} of a question without an answer */
  #abort = null;

  /**
   * @template T
   * @param {string} address
   * @param {(response: Response) => Promise<T>} read
   * @returns {Promise<T|null>} null if this was asked already, or if the question was cancelled. After an error the same
   *   address may be asked again.
   */
  async ask(address, read) {
    if (address === this.#asked) return null;
    this.#abort?.abort();
    const { signal } = this.#abort = new AbortController();
    this.#asked = address;
    try {
      const answer = await read(await ask(address, { signal }));
      if (signal.aborted) return null;
      this.#abort = null;
      return answer;
    } catch (error) {
      if (signal.aborted) return null;
      this.forget();
      throw error;
    }
  }

  /** What is asked is no longer of interest, unless it is answered already. */
  cancel() {
    if (this.#abort) this.forget();
  }

  /** Whatever was asked may be asked again. */
  forget() {
    this.#abort?.abort();
    this.#abort = null;
    this.#asked = "";
  }
}
