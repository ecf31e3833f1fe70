/** One plot for all, or one for each. */

import { element } from "./dom.js";

const LAYOUTS = [["overlay", "Overlay"], ["side-by-side", "Side by side"]];

export class LayoutSwitch {
  /**
   * @param {HTMLElement} host
   * @param {import("./store.js").Store} store
   */
  constructor(host, store) {
    this.buttons = LAYOUTS.map(([layout, text]) => {
      const button = element("button", { type: "button", className: "segment" }, text);
      button.addEventListener("click", (event) => store.dispatch({ type: "setLayout", layout }, event));
      return { layout, button };
    });
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", "Layout");
    host.append(...this.buttons.map(({ button }) => button));
  }

  /** @param {import("./types.js").State} state */
  update(state) {
    for (const { layout, button } of this.buttons) button.setAttribute("aria-pressed", String(layout === state.layout));
  }
}
