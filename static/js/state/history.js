/**
 * Keeps the address equal to the state. A gesture, such as a drag, becomes one entry of the browser's history, so going
 * back undoes it.
 */

import { writeAddress } from "./address.js";

const PAUSE = 300; // ms after the last change; browsers refuse addresses that change many times a second

export class AddressBar {
  /** @type {number|undefined} */
  #timer;
  #at = 0; // the entry shown, counted from the first of this page
  #last = 0;

  /**
   * @param {import("./store.js").Store} store
   * @param {(can: {undo: boolean, redo: boolean}) => void} [changed] called with what is possible, at once and after every change
   */
  constructor(store, changed = () => {}) {
    this.store = store;
    this.changed = changed;
    this.written = writeAddress(store.state, store.catalog);
    this.#at = this.#last = history.state?.entry ?? 0; // a page that is loaded again has its entries before it
    history.replaceState({ entry: this.#at }, "", `?${this.written}`);
    store.subscribe(() => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#write(), PAUSE);
      this.#tell();
    });
    addEventListener("popstate", (event) => {
      clearTimeout(this.#timer);
      this.#at = event.state?.entry ?? 0;
      try {
        store.dispatch({ type: "load", query: location.search.slice(1) });
      } catch {
        location.reload(); // a text that was typed before this page was loaded, which only the server can read
        return;
      }
      clearTimeout(this.#timer); // what is shown is what the address says
      this.written = writeAddress(store.state, store.catalog);
      this.#tell();
    });
    addEventListener("pagehide", () => this.#write());
    this.#tell();
  }

  undo() {
    this.#write();
    if (this.#at > 0) history.back();
  }

  redo() {
    this.#write();
    if (this.#at < this.#last) history.forward();
  }

  #tell() {
    const pending = !samePicture(writeAddress(this.store.state, this.store.catalog), this.written);
    this.changed({ undo: this.#at > 0 || pending, redo: this.#at < this.#last && !pending });
  }

  #write() {
    clearTimeout(this.#timer);
    const address = writeAddress(this.store.state, this.store.catalog);
    if (address === this.written) return;
    const same = samePicture(address, this.written);
    if (!same) this.#last = ++this.#at;
    history[same ? "replaceState" : "pushState"]({ entry: this.#at }, "", `?${address}`);
    this.written = address;
    this.#tell();
  }
}

/** @param {string} one @param {string} other @returns {boolean} whether they differ at most in the step shown */
const samePicture = (one, other) => withoutStep(one) === withoutStep(other);

/** @param {string} address */
const withoutStep = (address) => address.replace(/&step=\d+/, "");
