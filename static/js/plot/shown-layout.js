/** The layout that is shown where the address names none: on a small screen all paths in one plot. */

const SMALL = "(max-width: 719px), (max-height: 559px)"; // as in sheet.css

export class ShownLayout {
  /**
   * @param {HTMLElement} panelList which the server has marked if the address names no layout
   * @param {import("../state/store.js").Store} store
   * @param {() => void} changed called when the screen has become small or large
   */
  constructor(panelList, store, changed) {
    this.small = matchMedia(SMALL);
    this.automatic = panelList.dataset.automatic !== undefined;
    this.store = store;
    this.small.addEventListener("change", changed);
  }

  /** @returns {import("../base/types.js").State["layout"]} */
  get() {
    return this.automatic && this.small.matches ? "overlay" : this.store.state.layout;
  }

  /**
   * @param {import("../base/types.js").State["layout"]} layout the reader's choice, which counts from now on
   * @param {Event} cause
   */
  choose(layout, cause) {
    this.automatic = false;
    this.store.dispatch({ type: "setLayout", layout }, cause);
  }
}
