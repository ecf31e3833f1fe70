/** Files to download, and how to cite and credit the picture. */

import { VERSION } from "../state/address.js";
import { CopyField } from "./copy-field.js";
import { element } from "../base/dom.js";
import { attribution } from "./share-text.js";
import { linkAddress } from "./snippets.js";

/** @type {{title: string, file: string, more: string, drawn: boolean, name: string}[]} drawn: whether the file has the current theme */
const FILES = [
  { title: "Picture, SVG", file: "poster.svg", more: "", drawn: true, name: "trajectories.svg" },
  { title: "Picture, PNG", file: "poster.png", more: "scale=2", drawn: true, name: "trajectories.png" },
  { title: "Animated picture, SVG", file: "poster.svg", more: "animate=1", drawn: true, name: "trajectories-animated.svg" },
  { title: "Every step, CSV", file: "export.csv", more: "", drawn: false, name: "trajectories.csv" },
  { title: "Every step, JSON", file: "export.json", more: "", drawn: false, name: "trajectories.json" },
  { title: "Code, NumPy", file: "export-numpy.py", more: "", drawn: false, name: "trajectories_numpy.py" },
  { title: "Code, PyTorch", file: "export-pytorch.py", more: "", drawn: false, name: "trajectories_pytorch.py" },
];

export class ShareExport {
  /** The address that the BibTeX was loaded from; empty after a failure. */
  #address = "";

  constructor() {
    this.files = element("ul", { className: "share-files" });
    this.bibtex = new CopyField("BibTeX", 6);
    this.credit = new CopyField("Attribution");
    this.root = element("div", { className: "share-part" },
      element("h2", { className: "section-title" }, "Files of the current picture"),
      this.files, this.bibtex.root, this.credit.root);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    const { root, query, state, name } = picture;
    const theme = state.theme !== "auto" ? state.theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.files.replaceChildren(...FILES.map(({ title, file, more, drawn, name: download }) => {
      const href = `${root}${file}?${[`v=${VERSION}`, query, drawn && `theme=${theme}`, more].filter(Boolean).join("&")}`;
      return element("li", {}, element("a", { className: "button", href, download }, title));
    }));
    this.credit.text = attribution(name, linkAddress(picture));
    this.#fetch(`${root}export.bib?v=${VERSION}&${query}`);
  }

  /** @param {string} address */
  async #fetch(address) {
    if (address === this.#address) return;
    this.#address = address;
    this.bibtex.text = "";
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (address === this.#address) this.bibtex.text = text;
    } catch {
      if (address !== this.#address) return;
      this.#address = ""; // opening this part again repeats the request
      this.bibtex.text = "The server did not answer. Open this tab again to retry.";
    }
  }
}
