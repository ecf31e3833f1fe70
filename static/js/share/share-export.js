/** Files to download, and how to cite and credit the picture. */

import { VERSION } from "../state/address.js";
import { CopyField } from "./copy-field.js";
import { element, setText } from "../base/dom.js";
import { Unreachable } from "../service/ask.js";
import { Question } from "../service/question.js";
import { download } from "./download.js";
import { attribution } from "./share-text.js";
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

/** @param {number} ms @returns {string} */
const busy = (ms) => `The server is busy. This page asks again in ${Math.ceil(ms / 1000)} s.`;

export class ShareExport {
  #question = new Question();
  /** @type {Set<string>} the addresses of the files that are loading */
  #loading = new Set();
  #cited = ""; // the address of the BibTeX
  #timer = 0;

  constructor() {
    this.files = element("ul", { className: "share-files" });
    this.status = element("p", { className: "hint share-status", role: "status" });
    this.bibtex = new CopyField("BibTeX", 6);
    this.credit = new CopyField("Attribution");
    this.root = element("div", { className: "share-part" },
      element("h2", { className: "section-title" }, "Files of the current picture"),
      this.files, this.status, this.bibtex.root, this.credit.root);
  }

  /** @param {import("../base/types.js").Shared} picture */
  update(picture) {
    const { root, query, state, name } = picture;
    const theme = state.theme !== "auto" ? state.theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.files.replaceChildren(...FILES.map(({ title, file, more, drawn, name: usualName }) => {
      const href = `${root}${file}?${[`v=${VERSION}`, query, drawn && `theme=${theme}`, more].filter(Boolean).join("&")}`;
      const link = element("a", { className: "button", href, download: usualName }, title);
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the reader asks the browser for something else
        event.preventDefault();
        this.#save(title, href, usualName);
      });
      return element("li", {}, link);
    }));
    setText(this.status, "");
    this.credit.text = attribution(name, linkAddress(picture));
    this.#cite(`${root}export.bib?v=${VERSION}&${query}`);
  }

  /**
   * @param {string} title
   * @param {string} address
   * @param {string} usualName
   */
  async #save(title, address, usualName) {
    if (this.#loading.has(address)) return;
    this.#loading.add(address);
    setText(this.status, `${title}: loading`);
    try {
      await download(address, usualName, (ms) => setText(this.status, `${title}: ${busy(ms)}`));
      setText(this.status, "");
    } catch (error) {
      setText(this.status, `${title}: ${/** @type {Error} */ (error).message}`);
    } finally {
      this.#loading.delete(address);
    }
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
