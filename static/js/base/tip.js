/** A box with values beside the pointer. The pointer does not reach it, and screen readers find its text elsewhere. */

import { element } from "./dom.js";

const GAP = 12; // px between the pointer and the box

export class Tip {
  /** @param {string} name of its class */
  constructor(name) {
    this.root = element("div", { className: `tip ${name}`, hidden: true, "aria-hidden": "true" });
  }

  /**
   * Show it on the side of the pointer where there is more room.
   * @param {number} x of the pointer in px of what the box lies in
   * @param {number} width of that
   */
  show(x, width) {
    const right = x > width / 2;
    this.root.style.left = right ? "" : `${x + GAP}px`;
    this.root.style.right = right ? `${width - x + GAP}px` : "";
    this.root.hidden = false;
  }

  hide() {
    this.root.hidden = true;
  }
}
