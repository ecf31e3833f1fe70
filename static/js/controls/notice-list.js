/**
 * Notices: an address that was corrected, a limit that was reached, a server that does not answer. Each can be dismissed, and
 * disappears together with its reason.
 */

import { element } from "../base/dom.js";

export class NoticeList {
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
    const shown = [...this.host.children].map((child) => child.firstChild?.textContent);
    if (shown.length === texts.length && texts.every((text, i) => text === shown[i] && this.host.children[i].childElementCount === 2)) return;
    this.host.replaceChildren(...texts.map((text) => {
      const close = element("button", { type: "button", className: "icon-button", "aria-label": "Dismiss" }, "×");
      close.addEventListener("click", () => this.store.dispatch({ type: "dismiss", text }));
      return element("div", { className: "notice" }, element("span", {}, text), close);
    }));
  }
}
