/** A frame for course material: the form, the preview, and the snippet to paste. */

import { CopyField } from "./copy-field.js";
import { element, setText } from "../base/dom.js";
import { EmbedForm } from "./embed-form.js";
import { USUAL, lockChoices } from "./embed-options.js";
import { NAME } from "../frame/messages.js";
import { SNIPPETS, embedAddress } from "./snippets.js";

const REST = 350; // ms without a change before the preview loads again
const NARROW = 480; // px; a preview narrower than this, as on a phone, has not the height that a page needs
const HEIGHT = 480; // px until the preview has sent its own

/** @typedef {import("../base/types.js").Shared} Shared */

export class ShareEmbed {
  #timer = 0;
  #address = "";
  #fitted = HEIGHT; // px, the height that the preview needs
  /** @type {Shared|null} */
  #picture = null;

  /** @param {import("../base/types.js").Choices} choices */
  constructor(choices) {
    this.choices = choices;
    this.form = new EmbedForm(choices.components, { embed: USUAL, width: null, height: null }, () => this.#write());
    this.kind = element("select", { className: "menu", id: "snippet-kind" }, ...SNIPPETS.map(({ name, label }) => element("option", { value: name }, label)));
    this.kind.addEventListener("change", () => this.#write());
    this.hint = element("p", { className: "hint" });
    this.snippet = new CopyField("Snippet", 6);
    this.preview = element("div", { className: "embed-preview" });
    this.root = element("div", { className: "share-part share-embed" },
      element("div", { className: "embed-result" },
        element("div", { className: "embed-kind" },
          element("label", { className: "section-title", for: "snippet-kind" }, "For"), this.kind, this.hint),
        this.snippet.root,
        element("h2", { className: "section-title" }, "Preview"),
        this.preview),
      this.form.root);
    addEventListener("message", ({ source, data }) => {
      const frame = this.preview.querySelector("iframe");
      if (!frame || source !== frame.contentWindow || data?.from !== NAME || data.event !== "height") return;
      const narrow = this.form.frame.width === null && frame.clientWidth < NARROW;
      this.#fitted = narrow ? HEIGHT : Math.ceil(data.height);
      this.#write();
    });
  }

  /** @param {Shared} picture */
  update(picture) {
    this.#picture = picture;
    this.form.setLocks(lockChoices(picture.state, picture.catalog, this.choices.locks));
    this.#write(0);
  }

  /** Remove the preview when it is not visible, so that it does no work. */
  rest() {
    clearTimeout(this.#timer);
    this.#address = "";
    this.preview.replaceChildren();
  }

  /** @param {number} [wait] */
  #write(wait = REST) {
    if (!this.#picture) return;
    const { embed, width } = this.form.frame;
    const height = this.form.frame.height ?? this.#fitted;
    const { base, query, name } = this.#picture;
    const kind = SNIPPETS[this.kind.selectedIndex];
    setText(this.hint, kind.hint);
    this.snippet.text = kind.write({ base, query, embed, name: embed.title || name, width, height });
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#load(), wait);
  }

  /** Load a new frame each time, because another address in the same frame would add an entry to the history of the page. */
  #load() {
    if (!this.#picture) return;
    const { embed, width, height } = this.form.frame;
    const { root, query, name } = this.#picture;
    const address = embedAddress({ base: root, query, embed });
    const size = { width: width === null ? "100%" : String(width), height: String(height ?? this.#fitted) };
    if (address === this.#address) {
      Object.assign(this.preview.firstElementChild ?? {}, size);
      return;
    }
    this.#address = address;
    this.preview.replaceChildren(element("iframe", { src: address, title: `Preview: ${embed.title || name}`, allow: "fullscreen; clipboard-write", ...size }));
  }
}
