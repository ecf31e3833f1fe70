/** Links to files of the server, which are saved by script, and a line that says how that goes. */

import { element, setText } from "../base/dom.js";
import { download } from "./download.js";

/** @param {number} ms @returns {string} */
export const busy = (ms) => `The server is busy. This page will ask again in ${Math.ceil(ms / 1000)} s.`;

export class Saving {
  /** @type {Set<string>} the addresses of the files that are loading */
  #loading = new Set();

  constructor() {
    this.status = element("p", { className: "hint share-status", role: "status" });
  }

  /**
   * @param {string} title
   * @param {string} href
   * @param {string} usualName of the file, if the server names none
   * @returns {HTMLAnchorElement} a link that saves the file
   */
  link(title, href, usualName) {
    const link = element("a", { className: "button", href, download: usualName }, title);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the reader asks the browser for something else
      event.preventDefault();
      this.#save(title, link.href, usualName);
    });
    return link;
  }

  clear() {
    setText(this.status, "");
  }

  /**
   * @param {string} title
   * @param {string} address
   * @param {string} usualName
   */
  async #save(title, address, usualName) {
    if (this.#loading.has(address)) return;
    this.#loading.add(address);
    setText(this.status, `${title}: loading`);
    try {
      await download(address, usualName, (ms) => setText(this.status, `${title}: ${busy(ms)}`));
      setText(this.status, "");
    } catch (error) {
      setText(this.status, `${title}: ${/** @type {Error} */ (error).message}`);
    } finally {
      this.#loading.delete(address);
    }
  }
}
