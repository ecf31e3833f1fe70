/** The start points as numbers, to change, remove and add. The keyboard can do everything here that dragging does on the plot. */

import { entry } from "../state/families.js";
import { element, heading, take } from "../base/dom.js";
import { freePoint } from "../state/free-point.js";
import { numberField, writeNumber } from "./number-field.js";

const REACH = 1e6; // the same as in the library

export class StartList {
  /** @type {Map<string, {row: HTMLElement, fields: import("./number-field.js").NumberField[]}>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   * @param {() => import("../base/types.js").SurfaceGrid|null} surface returns the grid of the surface, if it is loaded
   */
  constructor(host, store, surface) {
    this.store = store;
    /** @type {import("../base/types.js").Start[]|null} */
    this.shown = null;
    this.list = element("ul", { className: "start-rows" });
    const add = element("button", { type: "button", className: "link-button" }, "+ Add start point");
    add.addEventListener("click", (event) => {
      const { surface: { name, values }, starts } = store.state;
      const known = surface()?.surface === name ? surface() : null;
      const domain = known?.domain ?? entry(store.catalog.surfaces, name, values).domain;
      const landmarks = known ? [...known.minima, ...known.saddles, ...known.maxima] : [];
      store.dispatch({ type: "addStart", ...freePoint(domain, [...starts.map(({ x, y }) => [x, y]), ...landmarks]) }, event);
    });
    host.append(
      element("div", { className: "section-head" },
        element("h2", { className: "section-title" }, heading(host)),
        add),
      this.list,
      store.locked.includes("starts") ? "" : element("p", { className: "hint start-hint" }, "Click a plot to add one; drag to move it."),
    );
  }

  /** @param {import("../base/types.js").State} state */
  update({ starts }) {
    if (starts === this.shown) return;
    this.shown = starts;
    const labels = new Set(starts.map((start) => start.label));
    for (const [label, { row }] of this.#rows) {
      if (!labels.has(label)) {
        take(row, ".icon-button");
        this.#rows.delete(label);
      }
    }
    starts.forEach((start, index) => {
      const { row, fields } = this.#rows.get(start.label) ?? this.#make(start.label);
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
      writeNumber(fields[0], start.x);
      writeNumber(fields[1], start.y);
    });
  }

  /** @param {string} label */
  #make(label) {
    const fields = ["x", "y"].map((axis) => {
      const made = numberField(`start-${label}-${axis}`, {
        allowed: `a number from ${-REACH} to ${REACH}`,
        legal: (value) => Math.abs(value) <= REACH,
        changed: (value, cause) => this.store.dispatch({ type: "moveStart", label, [axis]: value }, cause),
      });
      made.field.setAttribute("aria-label", `Start ${label}, ${axis}`);
      return made;
    });
    const remove = element("button", { type: "button", className: "icon-button", "aria-label": `Remove start ${label}`, title: "Remove" }, "×");
    remove.addEventListener("click", (event) => this.store.dispatch({ type: "removeStart", label }, event));
    const badge = element("span", { className: "start-badge", "aria-hidden": "true" }, label);
    const row = element("li", { className: "start-row" }, badge, ...fields.map(({ field }) => field), remove, ...fields.map(({ error }) => error));
    const made = { row, fields };
    this.#rows.set(label, made);
    this.list.append(row);
    return made;
  }
}
