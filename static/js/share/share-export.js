/** Files to download, and how to cite and credit the picture. */

import { VERSION } from "../state/address.js";
import { CopyField } from "./copy-field.js";
import { element } from "../base/dom.js";
import { Unreachable } from "../service/ask.js";
import { Question } from "../service/question.js";
import { Saving, busy } from "./saving.js";
import { attribution } from "./share-text.js";
import { ShareVideo } from "./share-video.js";
import { linkAddress } from "./snippets.js";

/** @type {{title: string, file: string, more: string, drawn: boolean, name: string}[]} drawn: whether the file has the current theme */
const FILES = [
  { title: "Picture, SVG", file: "poster.svg", more: "", drawn: true, name: "trajectories.svg" },
  { title: "Picture, PNG", file: "poster.png", more: "", drawn: true, name: "trajectories.png" },
  { title: "Animated picture, SVG", file: "poster.svg", more: "animate=1", drawn: true, name: "trajectories-animated.svg" },
  { title: "Every step, CSV", file: "export.csv", more: "", drawn: false, name: "trajectories.csv" },
  { title: "Every step, JSON", file: "export.json", more: "", drawn: false, name: "trajectories.json" },
  { title: "Code, NumPy", file: "export-numpy.py", more: "", drawn: false, name: "trajectories_numpy.py" },
  { title: "Code, PyTorch", file: "export-pytorch.py", more: "", drawn: false, name: "trajectories_pytorch.py" },
];

export class ShareExport {
  #question = new Question();
  #saving = new Saving();
  #cited = ""; // the address of the BibTeX
  #timer = 0;

  constructor() {
    this.files = element("ul", { className: "share-files" });
    this.video = new ShareVideo();
    this.flat = element("p", { className: "hint", hidden: true }, "Pictures and videos show the paths on contours, not the 3-D view.");
    this.bibtex = new CopyField("BibTeX", 6);
    this.credit = new CopyField("Attribution");
    this.root = element("div", { className: "share-part" },
      element("h2", { className: "section-title" }, "Files of the current picture"),
      this.flat, this.files, this.#saving.status, this.video.root, this.bibtex.root, this.credit.root);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    const { root, query, state, name } = picture;
    const theme = state.theme !== "auto" ? state.theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.files.replaceChildren(...FILES.map(({ title, file, more, drawn, name: usualName }) => {
      const href = `${root}${file}?${[`v=${VERSION}`, query, drawn && `theme=${theme}`, more].filter(Boolean).join("&")}`;
      return element("li", {}, this.#saving.link(title, href, usualName));
    }));
    this.#saving.clear();
    this.flat.hidden = state.layout !== "3-d";
    this.video.update(picture, theme);
    this.credit.text = attribution(name, linkAddress(picture));
    this.#cite(`${root}export.bib?v=${VERSION}&${query}`);
  }

  /** @param {string} address of the BibTeX */
  async #cite(address) {
    clearTimeout(this.#timer);
    if (address !== this.#cited) this.bibtex.text = "";
    this.#cited = address;
    try {
      const text = await this.#question.ask(address, (response) => response.text());
      if (text !== null) this.bibtex.text = text;
    } catch (error) {
      const wait = error instanceof Unreachable ? error.wait : 0;
      this.bibtex.text = wait ? busy(wait) : "The server did not answer. Open this tab again to retry.";
      if (wait) this.#timer = window.setTimeout(() => this.#cite(address), wait);
    }
  }
}
