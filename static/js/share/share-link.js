/** The link, and a sentence on what it fixes. */

import { CopyField } from "./copy-field.js";
import { element, setText } from "../base/dom.js";
import { pinned } from "./share-text.js";
import { linkAddress } from "./snippets.js";

export class ShareLink {
  constructor() {
    this.field = new CopyField("Link to this picture");
    this.pins = element("p", { className: "hint share-pins" });
    this.root = element("div", { className: "share-part" }, this.field.root, this.pins);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    this.field.text = linkAddress(picture, picture.state.theme);
    setText(this.pins, pinned(picture.state, picture.catalog));
  }
}
