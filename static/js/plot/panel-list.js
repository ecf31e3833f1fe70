/**
 * The plots: one for each optimizer side by side, or one for all optimizers.
 *
 * @typedef {import("../base/types.js").Plotly} Plotly
 * @typedef {import("../base/types.js").Scene} Scene
 */

import { element, setText, swatch } from "../base/dom.js";
import { Plot } from "./plot.js";
import { lossText } from "../base/readings.js";

const TEXT_EVERY = 400; // ms between updates of texts during motion: laying out text costs more than drawing

export class PanelList {
  /** @type {{plot: Plot, article: HTMLElement, reading: HTMLElement, optimizers: Set<number>}[]} */
  #panels = [];
  #key = "";
  #sized = "";
  #written = 0;
  #commitRound = 0;
  /** @type {Plotly|undefined} once it has drawn */
  #plotly;

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   * @param {(point: import("../base/types.js").Point|null) => void} onHover
   * @param {((point: import("../base/types.js").Point) => void)|null} onStep called when the reader asks about a step; null if nothing answers
   * @param {boolean} hasPosters whether what the server has drawn in the panels is what is shown at first
   */
  constructor(host, store, onHover, onStep, hasPosters) {
    this.host = host;
    this.hasPosters = hasPosters;
    this.onStep = onStep;
    this.onHover = onHover;
    this.store = store;
  }

  /** @param {Scene} scene */
  #arrange({ runSet, layout, titles, grid }) {
    const overlay = layout !== "side-by-side";
    this.#size(overlay ? 1 : titles.length, grid.domain);
    const key = `${overlay} ${runSet.slots}`;
    if (key === this.#key) return this.#rename(titles);
    const adopt = this.#key === ""; // at first the panels of the server are there, with their posters
    this.#key = key;
    this.host.dataset.layout = overlay ? "overlay" : layout;
    const wanted = overlay ? [titles.map((_, i) => i)] : titles.map((_, i) => [i]);
    const articles = /** @type {HTMLElement[]} */ ([...this.host.children]);
    // On a small screen one plot may show what the server has drawn in several, with the same contours.
    const matches = adopt && (articles.length === wanted.length || this.host.dataset.automatic !== undefined && wanted.length === 1);
    if (matches) for (const article of articles.splice(wanted.length)) article.remove();
    delete this.host.dataset.automatic;
    if (!matches) {
      for (const { plot } of this.#panels) plot.remove(this.#plotly);
      this.host.replaceChildren();
    }
    this.#panels = wanted.map((optimizers, index) => {
      const host = matches ? /** @type {HTMLElement} */ (articles[index].querySelector(".plot")) : element("div", { className: "plot" });
      const title = element("h2", { className: "panel-title" });
      for (const i of optimizers) {
        title.append(element("span", { className: `panel-name series-${runSet.slots[i]}` }, swatch(runSet.slots[i], optimizers.length > 1), element("span", {}, titles[i])));
      }
      const reading = element("p", { className: "panel-reading" });
      const header = element("header", { className: "panel-header" }, title, reading);
      const article = matches ? articles[index] : element("article", { className: "panel" }, host);
      article.querySelector(".panel-header")?.remove();
      article.prepend(header);
      if (!matches) this.host.append(article);
      return { plot: new Plot(host, this.store, this.onHover, this.onStep, !matches || this.hasPosters), article, reading, optimizers: new Set(optimizers) };
    });
  }

  /**
   * Let panel.css find the size of the panels.
   * @param {number} count
   * @param {import("../base/types.js").Domain} domain
   */
  #size(count, [[left, right], [bottom, top]]) {
    const aspect = (right - left) / (top - bottom);
    const sized = `${count} ${aspect}`;
    if (sized === this.#sized) return;
    this.#sized = sized;
    this.host.style.setProperty("--panels", String(count));
    this.host.style.setProperty("--aspect", String(aspect));
    this.host.dataset.headings = aspect <= 1.1 && count === 4 ? "beside" : "above"; // page.html has the same
    for (const { plot } of this.#panels) plot.measure();
  }

  /**
   * A slider can change the names of two optimizers of one kind, which is no reason to make their plots anew.
   * @param {string[]} titles
   */
  #rename(titles) {
    for (const { article, optimizers } of this.#panels) {
      const names = article.querySelectorAll(".panel-name > span");
      [...optimizers].forEach((optimizer, i) => setText(/** @type {HTMLElement} */ (names[i]), titles[optimizer]));
    }
  }

  /**
   * Draw the scene during motion.
   * @param {Scene} scene
   */
  draw(scene) {
    this.#commitRound++;
    this.#arrange(scene);
    this.#update(scene);
    for (const { plot } of this.#panels) plot.draw();
    if (performance.now() - this.#written > TEXT_EVERY) this.write(scene);
  }

  /** @param {Scene} scene */
  #update(scene) {
    for (const { plot, optimizers } of this.#panels) plot.update({ ...scene, optimizers });
  }

  /**
   * Write the loss that each plot has reached.
   * @param {Scene} scene
   */
  write({ runSet, step }) {
    this.#written = performance.now();
    for (const { reading, optimizers } of this.#panels) {
      const runs = optimizers.size > 1 ? [] : runSet.runs.filter((run) => optimizers.has(run.optimizer));
      const texts = runs.map((run) => `${runSet.state.starts[run.start].label}\u00a0${lossText(run, step)}`);
      setText(reading, texts.join(" · "));
    }
  }

  /**
   * Let Plotly draw everything, one plot at a time so that the page stays responsive.
   * @param {Scene} scene
   * @param {Plotly} Plotly
   * @returns {Promise<boolean>} whether nothing moved in the meantime
   */
  async commit(scene, Plotly) {
    this.#plotly = Plotly;
    const round = ++this.#commitRound;
    this.#arrange(scene);
    this.#update(scene);
    for (const { plot } of this.#panels) {
      await new Promise((resolve) => setTimeout(resolve));
      if (round !== this.#commitRound) return false; // something moved meanwhile
      await plot.commit(Plotly);
    }
    return round === this.#commitRound;
  }
}
