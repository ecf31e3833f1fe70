/** Tabs of one panel, one for each start; with a single start there are none. */

import { element } from "../base/dom.js";
import { nextTab } from "../base/tabs.js";

export class StartTabs {
  #labels = "";
  /** @type {HTMLElement[]} */
  #tabs = [];
  chosen = 0; // index of the start

  /**
   * @param {HTMLElement} panel what the tabs choose the contents of; has an id
   * @param {string} name of the panel where there are no tabs
   * @param {(start: number) => void} onChoice called when the reader has chosen another start
   */
  constructor(panel, name, onChoice) {
    this.panel = panel;
    this.name = name;
    this.onChoice = onChoice;
    this.list = element("div", { className: "segments start-tabs", role: "tablist", "aria-label": "Start" });
  }

  /** @param {string[]} labels of the starts */
  update(labels) {
    const key = JSON.stringify(labels);
    if (key === this.#labels) return;
    this.#labels = key;
    this.#tabs = labels.map((label, index) => {
      const tab = element("button", { type: "button", className: "segment", id: `${this.panel.id}-tab-${index}`, role: "tab",
        "aria-controls": this.panel.id, "aria-label": `From ${label}` }, label);
      tab.addEventListener("click", () => this.#take(index));
      tab.addEventListener("keydown", (event) => {
        const next = nextTab(event, index, labels.length);
        if (next === undefined) return;
        this.#take(next);
        this.#tabs[next].focus();
      });
      return tab;
    });
    this.list.replaceChildren(...this.#tabs);
    this.list.hidden = labels.length < 2;
    this.choose(Math.min(this.chosen, labels.length - 1));
  }

  /** @param {number} start */
  #take(start) {
    this.choose(start);
    this.onChoice(start);
  }

  /** @param {number} start the index of the start to show */
  choose(start) {
    this.chosen = start;
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === start));
      tab.tabIndex = index === start ? 0 : -1;
    });
    const several = this.#tabs.length > 1;
    this.panel.setAttribute("role", several ? "tabpanel" : "region");
    const tab = this.#tabs[start]; // none yet for a start that was added a moment ago; update() chooses it again
    if (several && tab) {
      this.panel.setAttribute("aria-labelledby", tab.id);
      this.panel.removeAttribute("aria-label");
    } else if (!several) {
      this.panel.setAttribute("aria-label", this.name);
      this.panel.removeAttribute("aria-labelledby");
    }
  }
}
