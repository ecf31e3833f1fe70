/** The choice of the colors of the contours. */

import { element } from "../base/dom.js";
import { capital } from "../base/words.js";
import { COLORMAPS } from "../state/colormaps.js";

export class ColormapField {
  /** @param {import("../state/store.js").Store} store */
  constructor(store) {
    this.select = element("select", { className: "colormap-select" }, ...COLORMAPS.map((name) =>
      element("option", { value: name }, capital(name))));
    this.select.addEventListener("change", () => {
      const colormap = COLORMAPS.find((name) => name === this.select.value) ?? COLORMAPS[0];
      store.dispatch({ type: "setColormap", colormap });
    });
    this.element = element("label", { className: "colormap-field" }, element("span", {}, "Color map"), this.select);
  }

  /** @param {import("../base/types.js").State} state */
  update({ colormap }) {
    this.select.value = colormap;
  }
}
