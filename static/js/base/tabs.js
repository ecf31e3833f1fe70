/** Tabs, of which one is chosen at a time, as WAI-ARIA describes them: with arrow keys, Home and End. */

import { element } from "./dom.js";

/** @type {Object<string, (at: number, count: number) => number>} */
const KEYS = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * @param {KeyboardEvent} event on a tab
 * @param {number} index of the tab
 * @param {number} count of tabs
 * @returns {number|undefined} the index of the tab that the key leads to
 */
export function nextTab(event, index, count) {
  const next = KEYS[event.key]?.(index, count);
  if (next !== undefined) event.preventDefault();
  return next;
}

/** The tabs alone, without what they show. */
export class TabList {
  /**
   * @param {string} label
   * @param {{name: string, title: string}[]} parts
   * @param {(name: string) => void} chosen called whenever a part is shown
   */
  constructor(label, parts, chosen) {
    this.parts = parts;
    this.chosen = chosen;
    this.tabs = parts.map(({ name, title }, index) => {
      const tab = element("button", { type: "button", className: "segment", id: `tab-${name}`, role: "tab", "aria-controls": `part-${name}` }, title);
      tab.addEventListener("click", () => this.show(name));
      tab.addEventListener("keydown", (event) => {
        const next = nextTab(event, index, parts.length);
        if (next === undefined) return;
        this.show(parts[next].name);
        this.tabs[next].focus();
      });
      return tab;
    });
    this.list = element("div", { className: "segments", role: "tablist", "aria-label": label }, ...this.tabs);
  }

  /** @param {string} name */
  show(name) {
    this.parts.forEach((part, index) => {
      const on = part.name === name;
      this.tabs[index].setAttribute("aria-selected", String(on));
      this.tabs[index].tabIndex = on ? 0 : -1;
    });
    this.chosen(name);
  }
}

export class Tabs extends TabList {
  /**
   * @param {string} label
   * @param {{name: string, title: string, body: HTMLElement}[]} parts
   * @param {(name: string) => void} chosen called whenever a part is shown
   */
  constructor(label, parts, chosen) {
    super(label, parts, chosen);
    this.bodies = parts.map(({ name, body }) =>
      element("div", { className: "tab-part", id: `part-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}` }, body));
  }

  /**
   * @override
   * @param {string} name
   */
  show(name) {
    this.parts.forEach((part, index) => { this.bodies[index].hidden = part.name !== name; });
    super.show(name);
  }
}
