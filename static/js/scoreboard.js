/** How the runs compare, as a table that can be sorted and copied: the numbers behind the picture, for everyone. */

import { element, setText, swatch } from "./dom.js";
import { best, columnsFor, sorted } from "./scores.js";

const EVERY = 400; // ms between updates while something moves: laying out text costs more than drawing

/** @typedef {{picture: import("./types.js").Picture, step: number, titles: string[], grid: {floor: number|null}}} Scene */

export class Scoreboard {
  #key = "";
  #written = 0;
  /** @type {Scene|null} */
  #scene = null;
  /** @type {{steps: (number|null)[], query: string}|null} */
  horizon = null;
  /** @type {{name: string, ascending: boolean}|null} */
  #order = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.head = element("tr");
    this.body = element("tbody");
    const caption = element("caption", { className: "visually-hidden" }, "Scoreboard");
    const table = element("table", { className: "score-table" }, caption, element("thead", {}, this.head), this.body);
    const copy = element("button", { type: "button", className: "link-button" }, "Copy");
    copy.addEventListener("click", async () => {
      const text = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()).join("\t")).join("\n");
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(table); // a frame may not write to the clipboard; the reader may
        copy.textContent = "Selected: press Ctrl+C";
      }
      setTimeout(() => setText(copy, "Copy"), 2000);
    });
    const title = element("div", { className: "section-head" }, element("h2", { className: "section-title" }, "Scoreboard"), copy);
    const scroller = element("div", { className: "score-scroller", tabIndex: 0, role: "region", "aria-label": "Scoreboard" }, table);
    host.append(title, scroller);
  }

  /**
   * @param {Scene} scene
   * @param {boolean} [now] write at once
   */
  draw(scene, now = false) {
    if (!now && performance.now() - this.#written < EVERY) return;
    this.#written = performance.now();
    this.#scene = scene;
    this.#write();
  }

  /**
   * @param {(number|null)[]} horizon for each run the step from which on its path is a matter of rounding
   * @param {string} query of the scenario that this is about
   */
  setHorizon(horizon, query) {
    this.horizon = { steps: horizon, query };
    if (this.#scene) this.#write();
  }

  /** @param {import("./types.js").Run|null} run that the pointer is on in a plot */
  highlight(run) {
    if (!this.#scene) return; // it is hidden, and was never drawn
    const name = run && this.#name(run);
    for (const row of this.body.rows) row.classList.toggle("is-hovered", row.dataset.name === name);
  }

  /** @param {import("./types.js").Run} run */
  #name(run) {
    const { picture, titles } = /** @type {Scene} */ (this.#scene);
    return `${titles[run.optimizer]} ${picture.state.starts[run.start].label}`;
  }

  #write() {
    const { picture, step, titles, grid } = /** @type {Scene} */ (this.#scene);
    const { runs, state, slots } = picture;
    const columns = columnsFor(runs, grid.floor !== null);
    const chosen = columns.find((column) => column.name === this.#order?.name);
    const shown = chosen ? sorted(runs, chosen, this.#order?.ascending ?? true, step) : runs;
    const winners = columns.map((column) => state.starts.flatMap((_, start) => best(column, runs.filter((run) => run.start === start), step)));
    const key = JSON.stringify([slots, titles, state.starts.map((start) => start.label), columns.map((column) => column.name), this.#order]);
    if (key !== this.#key) {
      this.#key = key;
      this.#headings(columns);
    }
    if (this.body.children.length !== shown.length || this.body.firstElementChild?.children.length !== columns.length + 1) {
      this.body.replaceChildren(...shown.map(() => element("tr", {}, element("th", { scope: "row" }), ...columns.map(() => element("td")))));
    }
    shown.forEach((run, place) => {
      const cells = this.body.children[place].children;
      const name = this.#name(run);
      /** @type {HTMLElement} */ (this.body.children[place]).dataset.name = name;
      const known = this.horizon?.query === picture.query ? this.horizon.steps[runs.indexOf(run)] : null;
      const fate = known === null || known === undefined ? "" : `rounding decides from step ${known}`;
      if (cells[0].getAttribute("data-run") !== `${slots[run.optimizer]} ${name} ${fate}`) {
        cells[0].setAttribute("data-run", `${slots[run.optimizer]} ${name} ${fate}`);
        cells[0].replaceChildren(swatch(slots[run.optimizer]), name, " ", element("span", { className: "run-fate" }, fate));
      }
      columns.forEach((column, i) => {
        setText(cells[i + 1], column.text(run, step));
        cells[i + 1].classList.toggle("is-best", winners[i].includes(run));
      });
    });
  }

  /** @param {import("./scores.js").Column[]} columns */
  #headings(columns) {
    const cells = columns.map(({ name, title }) => {
      const mine = this.#order?.name === name;
      const button = element("button", { type: "button", className: "sort-button", title }, name);
      button.addEventListener("click", () => {
        this.#order = mine && !this.#order?.ascending ? null : { name, ascending: !mine };
        this.#write();
        this.head.querySelectorAll("button")[columns.findIndex((column) => column.name === name)]?.focus();
      });
      const cell = element("th", { scope: "col" }, button);
      if (mine) cell.setAttribute("aria-sort", this.#order?.ascending ? "ascending" : "descending");
      return cell;
    });
    this.head.replaceChildren(element("th", { scope: "col" }, "Run"), ...cells);
  }
}
