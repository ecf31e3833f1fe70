/**
 * Compares the runs in a table that can be sorted and copied. It also serves readers who cannot see the plots. It shows the
 * runs from one start; what is known only at the end of a run is left out while an earlier step is shown, until it is asked for.
 */

import { CopyField, toClipboard } from "../share/copy-field.js";
import { element, heading, setText } from "../base/dom.js";
import { plainText, scoreText } from "./score-text.js";
import { best, columnsFor, goesOn, isBrief, sorted } from "./scores.js";
import { StartTabs } from "./start-tabs.js";

const COPIED = 2000; // ms for which the button says that it has copied
const WORDS = new Set(["Stays", "Status"]); // columns whose texts may take several lines
const LATER = "…"; // what is known only at the end
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

  /** @type {string[]|null} the names of the columns of the newest table */
  #columns = null;
  #more = false; // whether all columns are shown
  #revealed = false; // whether the reader has asked for what is known only at the end

  /**
   * @param {HTMLElement} host
   * @param {(start: number) => void} onStart called when the reader has chosen another start
   */
  constructor(host, onStart) {
    this.now = element("th", { scope: "colgroup", className: "score-group" });
    this.tell = element("button", { type: "button", className: "link-button score-tell" }, "Show");
    this.tell.setAttribute("aria-label", "Show the results at the end of the run");
    this.tell.addEventListener("click", () => {
      this.#revealed = true;
      this.#write();
    });
    this.whole = element("th", { scope: "colgroup", className: "score-group" }, "Whole run ", this.tell);
    const groups = element("tr", { className: "score-groups" }, element("td"), this.now, this.whole);
    this.head = element("tr", { className: "score-heads" });
    this.body = element("tbody");
    const caption = element("caption", { className: "visually-hidden" }, heading(host));
    this.table = element("table", { className: "score-table is-brief" }, caption, element("thead", {}, groups, this.head), this.body);
    const copy = element("button", { type: "button", className: "link-button" }, "Copy");
    const field = new CopyField(`${heading(host)} as text`, 6); // for readers whose browser refuses access to the clipboard
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
    const more = element("button", { type: "button", className: "link-button", "aria-expanded": "false" }, "More columns");
    more.addEventListener("click", () => {
      this.#more = !this.#more;
      setText(more, this.#more ? "Fewer columns" : "More columns");
      more.setAttribute("aria-expanded", String(this.#more));
      this.table.classList.toggle("is-brief", !this.#more);
      this.#write();
    });
    this.table.addEventListener("copy", (event) => {
      event.preventDefault();
      event.clipboardData?.setData("text/plain", plainText(String(getSelection())));
    });
    const scroller = element("div", { className: "score-scroller", id: "scores", tabIndex: 0 }, this.table);
    this.tabs = new StartTabs(scroller, heading(host), (start) => {
      this.#write();
      onStart(start);
    });
    const title = element("div", { className: "section-head" }, element("h2", { className: "section-title" }, heading(host)), this.tabs.list);
    const foot = element("div", { className: "score-foot" },
      element("p", { className: "hint" }, "Reached: first step inside the ring around a minimum. Stays: inside the ring from that step to the end."), more, copy);
    host.append(title, scroller, foot, field.root);
  }

  /** @param {number} start the index of the start whose runs to show */
  choose(start) {
    if (start === this.tabs.chosen) return;
    this.tabs.choose(start);
    if (this.#scene) this.#write();
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
    const columns = columnsFor(runs, grid.landmarks.filter(({ kind }) => kind === "minimum"), this.#about?.continuations, this.#columns);
    this.#columns = columns.map(({ name }) => name);
    const named = columns.find((column) => column.name === this.#order?.name);
    const chosen = named && (named.soFar || runs.every((run) => this.#tells(run))) ? named : null; // the order would tell the end
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

  /** @param {import("../base/types.js").Run} run @returns {boolean} whether to show what is known only at its end */
  #tells(run) {
    return this.#revealed || !goesOn(run, /** @type {Scene} */ (this.#scene).step);
  }

  #write() {
    const { runSet, step, titles } = /** @type {Scene} */ (this.#scene);
    const { runs, state, slots } = runSet;
    this.tabs.update(state.starts.map((start) => start.label));
    const { columns, shown } = this.#arranged();
    const known = runs.every((run) => this.#tells(run));
    const winners = columns.map((column) => (column.soFar || known
      ? state.starts.flatMap((_, start) => best(column, runs.filter((run) => run.start === start), step)) : []));
    setText(this.now, `At step ${step}`);
    this.tell.hidden = known;
    const key = JSON.stringify([slots, titles, state.starts.map((start) => start.label), columns.map((column) => column.name), this.#order, this.#more]);
    if (key !== this.#key) {
      this.#key = key;
      this.#headings(columns);
    }
    if (this.body.children.length !== shown.length || this.body.firstElementChild?.children.length !== columns.length + 1) {
      this.body.replaceChildren(...shown.map(() => element("tr", {}, element("th", { scope: "row" }), ...columns.map(cell("td")))));
    }
    shown.forEach((run, index) => {
      const row = /** @type {HTMLElement} */ (this.body.children[index]);
      const cells = row.children;
      const name = this.#name(run);
      row.dataset.name = name;
      row.hidden = run.start !== this.tabs.chosen;
      const known = this.#decided(run);
      const note = known === null ? "" : `rounding decides from step ${known}`;
      if (cells[0].getAttribute("data-run") !== `${slots[run.optimizer]} ${name} ${note}`) {
        cells[0].setAttribute("data-run", `${slots[run.optimizer]} ${name} ${note}`);
        const start = element("span", { className: "visually-hidden" }, ` ${state.starts[run.start].label}`); // the tab says it too
        const title = element("span", { className: `score-run series-${slots[run.optimizer]}` }, titles[run.optimizer]);
        cells[0].replaceChildren(title, start, " ", element("span", { className: "run-note" }, note));
      }
      columns.forEach((column, i) => {
        setText(cells[i + 1], column.soFar || this.#tells(run) ? column.text(run, step) : LATER);
        cells[i + 1].classList.toggle("is-best", winners[i].includes(run));
      });
    });
  }

  /** @param {import("../base/types.js").Column[]} columns */
  #headings(columns) {
    const cells = columns.map((column, index) => {
      const { name, title } = column;
      const mine = this.#order?.name === name;
      const button = element("button", { type: "button", className: "sort-button", title }, name);
      button.addEventListener("click", () => {
        this.#order = mine && !this.#order?.ascending ? null : { name, ascending: !mine };
        this.#write();
        this.head.querySelectorAll("button")[index]?.focus();
      });
      const made = cell("th")(column);
      made.setAttribute("scope", "col");
      made.append(button);
      if (mine) made.setAttribute("aria-sort", this.#order?.ascending ? "ascending" : "descending");
      return made;
    });
    const counts = [true, false].map((soFar) => columns.filter((column) => (this.#more || isBrief(column)) && Boolean(column.soFar) === soFar).length);
    [this.now.colSpan, this.whole.colSpan] = counts;
    this.head.replaceChildren(element("th", { scope: "col" }, "Run"), ...cells);
  }
}

/** @param {"td"|"th"} tag @returns {(column: import("../base/types.js").Column) => HTMLElement} an empty cell of a column */
const cell = (tag) => (column) => element(tag, { className: [isBrief(column) ? "" : "is-more", WORDS.has(column.name) ? "is-words" : ""].join(" ").trim() });
