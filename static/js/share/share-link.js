/** The link, and a sentence on what it fixes. */

import { CopyField } from "./copy-field.js";
import { element, setText } from "../base/dom.js";
import { pinned } from "./share-text.js";
import { linkAddress } from "./snippets.js";

export class ShareLink {
  /** @param {() => void} present starts the presenter's view */
  constructor(present) {
    this.field = new CopyField("Link to this picture");
    this.pins = element("p", { className: "hint share-pins" });
    this.present = element("button", { type: "button", className: "button presenter-button", title: "Alt + P" }, "Presenter’s view");
    this.present.addEventListener("click", present);
    const about = element("p", { className: "hint" }, "It shows only the plots, the verdict and the player, in large type, with a QR code of the link. Press Escape to leave it.");
    this.root = element("div", { className: "share-part" }, this.field.root, this.pins, this.present, about);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    this.field.text = linkAddress(picture, picture.state.theme);
    setText(this.pins, pinned(picture.state, picture.catalog));
  }
}
