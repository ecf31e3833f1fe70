/**
 * Notices: an address that was corrected, a limit that was reached, a server that does not answer. Each can be dismissed, and
 * disappears together with its reason.
 */

import { element } from "../base/dom.js";

export class NoticeList {
  #shown = ""; // what is written, whatever a browser that translates the page has made of it

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   */
  constructor(host, store) {
    this.host = host;
    this.store = store;
  }

  /** @param {import("../base/types.js").State} state */
  update({ notices }) {
    const texts = [...new Set(notices.map(({ text }) => text))];
    const shown = JSON.stringify(texts);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.host.replaceChildren(...texts.map((text) => {
      const close = element("button", { type: "button", className: "icon-button", "aria-label": "Dismiss" }, "×");
      close.addEventListener("click", () => this.store.dispatch({ type: "dismiss", text }));
      return element("div", { className: "notice" }, element("span", {}, text), close);
    }));
  }
}
