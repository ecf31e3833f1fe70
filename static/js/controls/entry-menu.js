/**
 * A menu of optimizers or surfaces: a button that opens a search field over a list in groups, as WAI-ARIA describes a combobox
 * with a listbox. Arrow keys, Home and End move through the list, Enter chooses, Escape closes.
 */

import { element } from "../base/dom.js";
import { best, search } from "./entry-search.js";

/** @typedef {import("./entry-search.js").Entry} Entry */

const EDGE = 8; // px between the list and the edge of the window
const NARROW = 560; // px; in a narrower window the list takes the whole width
const LEAST = 220; // px of height below which the list opens above its button
const MOST = 480;
const UNSUITED = "not suited to gradient methods"; // of a surface that says why

/** @type {Object<string, (at: number, count: number) => number>} */
const KEYS = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

let count = 0;

export class EntryMenu {
  /** @type {HTMLElement[]} the options that are listed */
  #options = [];
  #active = -1;

  /**
   * @param {HTMLElement} content of the button
   * @param {string} label of the list, such as "Cost surface"
   * @param {import("../base/types.js").Group[]} groups
   * @param {Entry[]} entries
   * @param {(name: string, cause: Event) => void} chosen
   */
  constructor(content, label, groups, entries, chosen) {
    this.groups = groups;
    this.entries = entries;
    this.chosen = chosen;
    this.id = `entry-menu-${++count}`;
    this.current = "";
    this.button = element("button", { type: "button", className: "menu entry-menu", "aria-haspopup": "dialog" }, content);
    this.field = element("input", { type: "search", className: "number", role: "combobox", autocomplete: "off", spellcheck: false, placeholder: "Search",
      "aria-label": `Search: ${label}`, "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": this.id });
    this.list = element("div", { className: "entry-options", id: this.id, role: "listbox", "aria-label": label, tabIndex: -1 });
    this.empty = element("p", { className: "hint entry-empty", role: "status" });
    this.popover = element("div", { className: "entry-popover", role: "dialog", "aria-label": label, popover: "auto", tabIndex: -1 }, this.field, this.list, this.empty);
    this.element = element("div", {}, this.button, this.popover);
    this.#listen();
  }

  /** @param {string} name of the entry that is chosen now; empty where the menu adds one */
  update(name) {
    this.current = name;
  }

  #listen() {
    const { button, field, list, popover } = this;
    button.popoverTargetElement = popover;
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      popover.showPopover({ source: button });
    });
    popover.addEventListener("beforetoggle", (event) => /** @type {ToggleEvent} */ (event).newState === "open" && this.#open());
    popover.addEventListener("toggle", () => this.#options[this.#active]?.scrollIntoView({ block: "nearest" }));
    popover.addEventListener("focusout", (event) => {
      const next = /** @type {Node|null} */ (event.relatedTarget);
      if (next && !popover.contains(next) && next !== button) popover.hidePopover();
    });
    popover.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("input", () => this.#fill(field.value));
    list.addEventListener("click", (event) => this.#choose(this.#options.indexOf(optionAt(event)), event));
    list.addEventListener("pointermove", (event) => this.#activate(this.#options.indexOf(optionAt(event))));
    addEventListener("resize", () => popover.matches(":popover-open") && this.#position());
  }

  #open() {
    this.#fill("");
    this.#position();
    // With a finger the search field waits for a tap: its keyboard would cover half of the list.
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.field.autofocus = !coarse;
    this.list.autofocus = coarse;
  }

  /** Put the list where there is room for it. */
  #position() {
    const { style } = this.popover;
    const { left, top, bottom, width } = this.button.getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    const wide = innerWidth < NARROW ? innerWidth - 2 * EDGE : Math.min(Math.max(width, 360), innerWidth - 2 * EDGE);
    const below = innerHeight - bottom - EDGE - 4;
    const above = top - EDGE - 4;
    const down = below >= LEAST || below >= above;
    style.width = `${wide}px`;
    style.left = `${Math.max(EDGE, Math.min(left, innerWidth - wide - EDGE))}px`;
    style.maxHeight = `${Math.min(MOST, down ? below : above)}px`;
    style.top = down ? `${bottom + 4}px` : "auto";
    style.bottom = down ? "auto" : `${innerHeight - top + 4}px`;
  }

  /** @param {string} text */
  #fill(text) {
    if (this.field.value !== text) this.field.value = text;
    const found = search(this.groups, this.entries, text);
    this.#options = [];
    this.list.replaceChildren(...found.map(({ title, entries }, index) => {
      const heading = element("div", { className: "entry-group", id: `${this.id}-group-${index}` }, title);
      return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...entries.map(({ entry, note }) => this.#option(entry, note)));
    }));
    this.empty.textContent = found.length ? "" : `No match for “${text.trim()}”.`;
    this.empty.hidden = found.length > 0;
    this.#active = -1;
    const current = this.#options.findIndex((option) => option.dataset.name === this.current);
    this.#activate(text.trim() ? best(found, text) : Math.max(current, 0));
  }

  /** @param {Entry} entry @param {string} note */
  #option({ name, title, summary, caution }, note) {
    const notes = [note, caution ? UNSUITED : ""].filter(Boolean).map((text) => element("span", { className: "entry-note" }, ` · ${text}`));
    const heading = element("span", { className: "entry-title" }, title, ...notes);
    const option = element("div", { className: "entry-option", role: "option", id: `${this.id}-${name}`, "aria-selected": String(name === this.current) },
      heading, element("span", { className: "entry-summary" }, summary));
    option.dataset.name = name;
    this.#options.push(option);
    return option;
  }

  /** @param {number} index of the option that Enter would choose; -1 changes nothing */
  #activate(index) {
    const option = this.#options[index];
    if (!option || index === this.#active) return;
    this.#options[this.#active]?.classList.remove("is-active");
    this.#active = index;
    option.classList.add("is-active");
    for (const target of [this.field, this.list]) target.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const next = KEYS[event.key]?.(this.#active, this.#options.length);
    if (event.key === "Enter") this.#choose(this.#active, event);
    else if (next === undefined) return;
    else {
      this.#activate(next);
      this.#options[next]?.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }

  /** @param {number} index @param {Event} cause */
  #choose(index, cause) {
    const name = this.#options[index]?.dataset.name;
    if (name === undefined) return;
    this.popover.hidePopover(); // which gives the focus back to the button
    this.button.focus({ preventScroll: true });
    this.chosen(name, cause);
  }
}

/** @param {Event} event @returns {HTMLElement} */
const optionAt = (event) => /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest(".entry-option"));
