/** One HTML file of the current picture, which works without a server. */

import { VERSION } from "../state/address.js";
import { CopyField } from "./copy-field.js";
import { element } from "../base/dom.js";
import { Saving } from "./saving.js";
import { embedQuery, linkAddress } from "./snippets.js";

const NAME = "lesson.html";

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
    this.command = new CopyField("When you build a book", 3);
    this.root = element("div", { className: "share-part" },
      element("h2", { className: "section-title" }, "One HTML file"),
      element("p", {}, "It opens with a double click and needs neither a server nor a network, so it suits a course site, a learning platform or a USB stick."),
      element("p", { className: "hint" }, "It has the parts, locks and title that you choose under Embed."),
      element("label", { className: "embed-check" }, this.plotly, "Include Plotly, which shows the values under the pointer (adds 2 MB)"),
      element("p", {}, this.link), this.#saving.status, this.command.root);
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
    this.link.href = `${root}export.html?v=${VERSION}&${query}${options}`;
    this.command.text = `python -m optimizers "${linkAddress(this.#picture)}${options}" --html ${NAME}`;
  }
}
