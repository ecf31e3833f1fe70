/** One HTML file of the current picture, which works without a server. */

import { VERSION } from "../state/address.js";
import { CopyField } from "./copy-field.js";
import { element, setText } from "../base/dom.js";
import { FILE_SNIPPETS } from "./file-snippets.js";
import { Saving } from "./saving.js";
import { embedQuery, linkAddress } from "./snippets.js";

const NAME = "lesson.html";
const STEP = /&step=[^&]*/;

/** @returns {number} MB that Plotly adds: the server may have a small bundle for all but the 3-D view */
function added() {
  const { plotly, plotlyFull } = /** @type {HTMLElement} */ (document.querySelector(".workbench")).dataset;
  return plotly === plotlyFull ? 2 : 0.7;
}

export class ShareOffline {
  #saving = new Saving();
  /** @type {import("../base/types.js").Shared|null} */
  #picture = null;

  /** @param {() => import("../base/types.js").EmbedChoices} choices of the form for embeds */
  constructor(choices) {
    this.choices = choices;
    this.plotly = element("input", { type: "checkbox" });
    this.plotly.addEventListener("change", () => this.#write());
    this.link = this.#saving.link("Download", "", NAME);
    this.lesson = document.querySelector(".lesson")?.getAttribute("data-slug") ?? "";
    this.snippets = FILE_SNIPPETS.filter(({ isLesson }) => this.lesson || !isLesson);
    this.kind = element("select", { className: "menu", id: "file-kind" }, ...this.snippets.map(({ name, label }) => element("option", { value: name }, label)));
    this.kind.addEventListener("change", () => this.#write());
    this.hint = element("p", { className: "hint" });
    this.snippet = new CopyField("Snippet", 4);
    this.root = element("div", { className: "share-part" },
      element("h2", { className: "section-title" }, "One HTML file"),
      element("p", {}, "It opens with a double click and needs neither a server nor a network, so it suits a course site, a learning platform or a USB stick."),
      element("p", { className: "hint" }, `It has ${this.lesson && "the lesson's text, and "}the parts, locks and title that you choose under Embed.`),
      element("label", { className: "embed-check" }, this.plotly, `Include Plotly, which shows the values under the pointer (adds ${added()} MB)`),
      element("p", {}, this.link), this.#saving.status,
      element("div", { className: "embed-kind" }, element("label", { className: "section-title", for: "file-kind" }, "For"), this.kind, this.hint),
      this.snippet.root);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    this.#picture = picture;
    this.#saving.clear();
    this.#write();
  }

  #write() {
    if (!this.#picture) return;
    const { root, query } = this.#picture;
    const options = [embedQuery(this.choices()), this.plotly.checked && "plotly=1"].filter(Boolean).map((item) => `&${item}`).join("");
    const lesson = this.lesson && `&lesson=${this.lesson}`;
    const shown = lesson ? query.replace(STEP, "") : query; // a lesson opens with its prediction
    this.link.href = `${root}export.html?v=${VERSION}&${shown}${options}${lesson}`;
    const { hint, write } = this.snippets[this.kind.selectedIndex];
    setText(this.hint, hint);
    const name = this.choices().title || this.#picture.name;
    this.snippet.text = write({ address: linkAddress(this.#picture), options, name, lesson: this.lesson });
  }
}
