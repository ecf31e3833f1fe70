/** Says, next to the caption, whether what the page has computed equals the server's. */

import { setText } from "../base/dom.js";

const REMARKS = {
  different: "The server and this page computed different results. You see the server's.",
  outdated: "The server has been updated since you opened this page, and it computes different results. You see the server's. Reload the page.",
};

export class CheckMark {
  #equal;

  /** @param {HTMLElement} host with the text for equal runs */
  constructor(host) {
    this.host = host;
    this.#equal = host.textContent ?? "";
  }

  /** @param {import("../base/types.js").Checked} checked */
  update(checked) {
    const remark = checked === "different" || checked === "outdated" ? REMARKS[checked] : null;
    this.host.classList.toggle("is-shown", remark !== null || checked === "equal");
    this.host.classList.toggle("is-different", remark !== null);
    this.host.role = remark ? "alert" : null; // that all is well is no news to a screen reader
    setText(this.host, remark ?? this.#equal);
  }
}
