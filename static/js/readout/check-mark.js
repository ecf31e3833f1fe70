/** Says, next to the caption, whether the runs that the page has computed equal the server's. */

import { setText } from "../base/dom.js";

const DIFFERENT = "The server and this page computed different runs. You see the server's.";

export class CheckMark {
  #equal;

  /** @param {HTMLElement} host with the text for equal runs */
  constructor(host) {
    this.host = host;
    this.#equal = host.textContent ?? "";
  }

  /** @param {import("../base/types.js").Checked} checked */
  update(checked) {
    const isDifferent = checked === "different";
    this.host.classList.toggle("is-shown", isDifferent || checked === "equal");
    this.host.classList.toggle("is-different", isDifferent);
    this.host.role = isDifferent ? "alert" : null; // that all is well is no news to a screen reader
    setText(this.host, isDifferent ? DIFFERENT : this.#equal);
  }
}
