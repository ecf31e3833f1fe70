/** Compares the runs in a table that can be sorted and copied. It also serves readers who cannot see the plots. */

import { CopyField, toClipboard } from "../share/copy-field.js";
import { element, setText, swatch } from "../base/dom.js";
import { plainText, scoreText } from "./score-text.js";
import { best, columnsFor, sorted } from "./scores.js";

const COPIED = 2000; // ms for which the button says that it has copied
const EVERY = 400; // ms between updates during motion: laying out text costs more than drawing

/**
 * @typedef {import("../base/types.js").Scene} Scene
 * @typedef {Pick<import("../base/types.js").Answer, "query"|"horizon"|"continuations">} Known
 *   for each run of a scenario the step from which rounding decides its path, and how it continues after its last step
 */

export class Scoreboard {
  #key = "";
  #written = 0;
  /** @type {Scene|null} */
  #scene = null;
  /** @type {Known|null} */
  #known = null;
  /** @type {{name: string, ascending: boolean}|null} */
  #order = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.head = element("tr");
    this.body = element("tbody");
    const caption = element("caption", { className: "visually-hidden" }, "Scoreboard");
    const table = element("table", { className: "score-table" }, caption, element("thead", {}, this.head), this.body);
    const copy = element("button", { type: "button", className: "link-button" }, "Copy");
    const field = new CopyField("Scoreboard as text", 6); // for readers whose browser refuses access to the clipboard
    field.root.hidden = true;
    copy.addEventListener("click", async () => {
      field.text = this.#text();
      if (await toClipboard(field.field.value)) {
        setText(copy, "Copied");
        setTimeout(() => setText(copy, "Copy"), COPIED);
      } else {
        field.root.hidden = false;
        await field.copy();
      }
    });
    table.addEventListener("copy", (event) => {
      event.preventDefault();
      event.clipboardData?.setData("text/plain", plainText(String(getSelection())));
    });
    const title = element("div", { className: "section-head" }, element("h2", { className: "section-title" }, "Scoreboard"), copy);
    const scroller = element("div", { className: "score-scroller", tabIndex: 0, role: "region", "aria-label": "Scoreboard" }, table);
    host.append(title, scroller, field.root);
  }

  /**
   * @param {Scene} scene
   * @param {boolean} [now] whether to write at once
   */
  draw(scene, now = false) {
    if (!now && performance.now() - this.#written < EVERY) return;
    this.#written = performance.now();
    this.#scene = scene;
    this.#write();
  }

  /** @param {Known} known what the server found out about the runs of a scenario */
  setKnown(known) {
    this.#known = known;
    if (this.#scene) this.#write();
  }

  /** @param {import("../base/types.js").Run|null} run under the pointer in a plot */
  highlight(run) {
    if (!this.#scene) return; // the table is hidden and was never drawn
    const name = run && this.#name(run);
    for (const row of this.body.rows) row.classList.toggle("is-hovered", row.dataset.name === name);
  }

  /** @param {import("../base/types.js").Run} run */
  #name(run) {
    const { runSet, titles } = /** @type {Scene} */ (this.#scene);
    return `${titles[run.optimizer]} ${runSet.state.starts[run.start].label}`;
  }

  /** @returns {{columns: import("../base/types.js").Column[], shown: import("../base/types.js").Run[]}} the columns and runs of the table, in its order */
  #arranged() {
    const { runSet: { runs }, step, grid } = /** @type {Scene} */ (this.#scene);
    const columns = columnsFor(runs, grid.landmarks.filter(({ kind }) => kind === "minimum"), this.#about?.continuations);
    const chosen = columns.find((column) => column.name === this.#order?.name);
    return { columns, shown: chosen ? sorted(runs, chosen, this.#order?.ascending ?? true, step) : runs };
  }

  /** @param {import("../base/types.js").Run} run @returns {number|null} the step from which rounding decides its path, if it is known */
  #decided(run) {
    const { runSet } = /** @type {Scene} */ (this.#scene);
    return this.#about?.horizon[runSet.runs.indexOf(run)] ?? null;
  }

  /** What is known about the runs shown, null if it is about other runs. */
  get #about() {
    return this.#known?.query === this.#scene?.runSet.query ? this.#known : null;
  }

  #text() {
    if (!this.#scene) return "";
    const { columns, shown } = this.#arranged();
    return scoreText(shown, columns, this.#scene.step, shown.map((run) => this.#name(run)), shown.map((run) => this.#decided(run)));
  }

  #write() {
    const { runSet, step, titles } = /** @type {Scene} */ (this.#scene);
    const { runs, state, slots } = runSet;
    const { columns, shown } = this.#arranged();
    const winners = columns.map((column) => state.starts.flatMap((_, start) => best(column, runs.filter((run) => run.start === start), step)));
    const key = JSON.stringify([slots, titles, state.starts.map((start) => start.label), columns.map((column) => column.name), this.#order]);
    if (key !== this.#key) {
      this.#key = key;
      this.#headings(columns);
    }
    if (this.body.children.length !== shown.length || this.body.firstElementChild?.children.length !== columns.length + 1) {
      this.body.replaceChildren(...shown.map(() => element("tr", {}, element("th", { scope: "row" }), ...columns.map(() => element("td")))));
    }
    shown.forEach((run, index) => {
      const cells = this.body.children[index].children;
      const name = this.#name(run);
      /** @type {HTMLElement} */ (this.body.children[index]).dataset.name = name;
      const known = this.#decided(run);
      const note = known === null ? "" : `rounding decides from step ${known}`;
      if (cells[0].getAttribute("data-run") !== `${slots[run.optimizer]} ${name} ${note}`) {
        cells[0].setAttribute("data-run", `${slots[run.optimizer]} ${name} ${note}`);
        cells[0].replaceChildren(swatch(slots[run.optimizer]), name, " ", element("span", { className: "run-note" }, note));
      }
      columns.forEach((column, i) => {
        setText(cells[i + 1], column.text(run, step));
        cells[i + 1].classList.toggle("is-best", winners[i].includes(run));
      });
    });
  }

  /** @param {import("../base/types.js").Column[]} columns */
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
