/** Keeps the address equal to the state. A gesture, such as a drag, becomes one entry of the history. */

import { writeAddress } from "./address.js";

const PAUSE = 300; // ms after the last change; browsers refuse addresses that change many times a second

export class AddressBar {
  /** @type {number|undefined} */
  #timer;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.written = writeAddress(store.state, store.catalog);
    history.replaceState(null, "", `?${this.written}`);
    store.subscribe(() => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#write(), PAUSE);
    });
    addEventListener("popstate", () => {
      clearTimeout(this.#timer);
      this.written = location.search.slice(1);
      store.dispatch({ type: "load", query: this.written });
    });
    addEventListener("pagehide", () => this.#write());
  }

  #write() {
    const address = writeAddress(this.store.state, this.store.catalog);
    if (address === this.written) return;
    // Showing another step does not make another picture.
    const samePicture = withoutStep(address) === withoutStep(this.written);
    history[samePicture ? "replaceState" : "pushState"](null, "", `?${address}`);
    this.written = address;
  }
}

/** @param {string} address */
const withoutStep = (address) => address.replace(/&step=\d+/, "");
