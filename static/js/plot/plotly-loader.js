/** plotly.js is no module: it comes as a script that leaves its name on the window. It is asked for once, and again where it did not come. */

/** @typedef {import("../base/types.js").Plotly} Plotly */

import { element } from "../base/dom.js";

export class PlotlyLoader {
  #asked = false;
  /** Whether it was asked for and did not come. */
  failed = false;
  /** @type {Plotly|null} */
  loaded = null;

  /**
   * @param {string} address
   * @param {() => void} onLoaded
   * @param {(again: boolean) => void} onFailed again: not for the first time
   */
  constructor(address, onLoaded, onFailed) {
    this.address = address;
    this.onLoaded = onLoaded;
    this.onFailed = onFailed;
  }

  /** Whether it is on its way, or here. */
  get asked() {
    return this.#asked;
  }

  want() {
    if (this.#asked) return;
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
 * @returns {Promise<Plotly>} Plotly; rejected where it does not come
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
