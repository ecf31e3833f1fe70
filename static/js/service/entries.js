/** Asks the server for the entry that a typed text makes. While one answer is awaited, only the newest text waits. */

import { encodeText, find, learn } from "../state/families.js";
import { insist } from "./ask.js";

/**
 * @template {import("../base/types.js").Rule|import("../base/types.js").Surface} T
 */
export class Entries {
  #asking = new AbortController();

  /**
   * @param {string} root
   * @param {"optimizer"|"surface"} key
   * @param {T[]} entries of the catalog, which learn what is answered
   * @param {(typed: import("../state/ahead.js").Typed) => void} [asked] called with each text that the server is asked for
   */
  constructor(root, key, entries, asked = () => {}) {
    this.asked = asked;
    this.root = root;
    this.key = key;
    this.entries = entries;
  }

  /**
   * @param {string} name of a surface with data
   * @param {string} text two columns, as they are pasted
   * @returns {Promise<import("../base/types.js").PackedTable>} a text that is not a table is an error, whose first problem names rows
   */
  async table(name, text) {
    const answer = await insist(`${this.root}api/v1/table?surface=${name}&table=${encodeURIComponent(text)}`, {});
    return answer.json();
  }

  /**
   * @param {string} name of the family
   * @param {string} parameter whose value is the text
   * @param {string} text as it is typed
   * @param {string} [current] the text of the entry that is shown
   * @returns {Promise<T|null>} the entry; null if another text was asked for in the meantime. A text that is not legal
   *   is an error, whose first problem says where.
   */
  async of(name, parameter, text, current = "") {
    const known = find(this.entries, name, { [parameter]: text });
    this.#asking.abort();
    if (known) return known;
    const { signal } = this.#asking = new AbortController();
    this.asked({ key: this.key, name, parameter, text, current });
    try {
      const answer = await insist(`${this.root}api/v1/entry?${this.key}=${name},${parameter}=${encodeText(text)}`, { signal });
      /** @type {T} */
      const member = await answer.json();
      if (signal.aborted) return null;
      learn(this.entries, [member]);
      return member;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}
