/** plotly.js is no module: it comes as a script that leaves its name on the window. */

import { element } from "./dom.js";

/**
 * @param {string} address
 * @returns {Promise<any>} Plotly; rejected where it does not come
 */
export function loadPlotly(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address, async: true });
    script.addEventListener("load", () => {
      performance.mark("interactive");
      resolve(/** @type {any} */ (window).Plotly);
    });
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}
