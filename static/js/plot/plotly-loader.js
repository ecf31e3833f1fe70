/** Loads plotly.js, which is not a module but a script that sets window.Plotly. It is loaded once, and again only after a failure. */

/** @typedef {import("../base/types.js").Plotly} Plotly */

import "../base/trusted.js";
import { element } from "../base/dom.js";

export class PlotlyLoader {
  #asked = false;
  /** Whether it was requested and did not load. */
  failed = false;
  /** @type {Plotly|null} */
  loaded = null;

  /**
   * @param {string} address
   * @param {() => void} onLoaded
   * @param {(again: boolean) => void} onFailed again: whether it had failed before
   */
  constructor(address, onLoaded, onFailed) {
    this.address = address;
    this.onLoaded = onLoaded;
    this.onFailed = onFailed;
  }

  /** Whether it is loading or loaded. */
  get asked() {
    return this.#asked;
  }

  /** Whether there is none, as in a lesson file without it. */
  get missing() {
    return this.address === "";
  }

  want() {
    if (this.#asked || this.missing) return;
    this.#asked = true;
    load(this.address).then((loaded) => {
      this.failed = false;
      this.loaded = loaded;
      this.onLoaded();
    }, () => {
      this.#asked = false;
      this.onFailed(this.failed);
      this.failed = true;
    });
  }
}

/**
 * @param {string} address
 * @returns {Promise<Plotly>} Plotly; rejected if it does not load
 */
function load(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address, async: true });
    script.addEventListener("load", () => {
      performance.mark("interactive");
      resolve(/** @type {{Plotly: Plotly}} */ (/** @type {unknown} */ (window)).Plotly);
    });
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}
