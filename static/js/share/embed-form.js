/** The form for an embed: what it shows, what it locks, and how it looks. */

import { element } from "../base/dom.js";
import { SIZES, fittingTitle, shownNames, withComponent, withLock, withSize } from "./embed-options.js";

const TITLE = 80; // characters that an address may hold
const MOST = 4000; // px of a frame

/** @typedef {import("../base/types.js").EmbedChoices} EmbedChoices */
/** @typedef {{embed: EmbedChoices, width: number|null, height: number|null}} Frame height null: as high as its content */

let made = 0;

/** @param {string} title @param {{checked?: boolean}} more @param {(on: boolean) => void} change */
function checkbox(title, more, change) {
  const box = element("input", { type: "checkbox", ...more });
  box.addEventListener("change", () => change(box.checked));
  return { box, label: element("label", { className: "embed-check" }, box, title) };
}

/** @param {string} title @param {HTMLElement} field */
function labelled(title, field) {
  field.id = `embed-field-${++made}`;
  return element("div", { className: "embed-field" }, element("label", { for: field.id }, title), field);
}

/** @param {string} title @param {...Node} inside */
const group = (title, ...inside) =>
  element("fieldset", { className: "embed-group" }, element("legend", { className: "section-title" }, title), ...inside);

export class EmbedForm {
  /**
   * @param {import("../base/types.js").Component[]} components
   * @param {Frame} frame
   * @param {(frame: Frame) => void} changed
   */
  constructor(components, frame, changed) {
    this.components = components;
    this.frame = frame;
    this.changed = changed;
    this.ui = this.#menu(SIZES, frame.embed.ui, (ui) => this.#set({ embed: withSize(this.frame.embed, ui) }));
    this.theme = this.#menu({ auto: "The reader's", light: "Light", dark: "Dark" }, "auto", (theme) => this.#embed({ theme }));
    this.width = this.#number("full width", 280, (width) => this.#set({ width }));
    this.height = this.#number("as high as the preview", 240, (height) => this.#set({ height }));
    this.title = element("input", { type: "text", className: "number", maxLength: TITLE, placeholder: "none" });
    this.title.addEventListener("input", () => this.#embed({ title: fittingTitle(this.title.value) }));
    this.checks = components.map(({ name, title }) => ({ name, ...checkbox(title, {}, (on) =>
      this.#set({ embed: withComponent(components, this.frame.embed, name, on) })) }));
    this.locks = element("div", { className: "embed-checks" });
    const flags = [
      checkbox("Play when it comes into view", { checked: frame.embed.autoplay }, (autoplay) => this.#embed({ autoplay })),
      checkbox("Link to the full page", { checked: frame.embed.links }, (links) => this.#embed({ links })),
    ];
    this.root = element("form", { className: "embed-form" },
      group("Look",
        labelled("Interface", this.ui), labelled("Theme", this.theme), labelled("Width, px", this.width),
        labelled("Height, px", this.height), labelled("Title", this.title), ...flags.map(({ label }) => label)),
      group("Shown", element("div", { className: "embed-checks" }, ...this.checks.map(({ label }) => label))),
      group("Locked", this.locks));
    this.root.addEventListener("submit", (event) => event.preventDefault());
    this.#tick();
  }

  /** @param {import("../base/types.js").Lock[]} choices what can be locked now; other locks are removed */
  setLocks(choices) {
    const { lock } = this.frame.embed;
    const names = choices.map(({ name }) => name);
    if (names.join() !== this.names) {
      this.names = names.join();
      this.lockChecks = [{ name: "all", title: "Everything" }, ...choices].map(({ name, title }) => ({ name, ...checkbox(title, {}, (on) =>
        this.#set({ embed: withLock(this.frame.embed, name, on) })) }));
      this.locks.replaceChildren(...this.lockChecks.map(({ label }) => label));
    }
    const kept = lock.filter((name) => name === "all" || names.includes(name));
    if (kept.length < lock.length) this.frame = { ...this.frame, embed: { ...this.frame.embed, lock: kept } };
    this.#tick();
  }

  /** @param {Partial<EmbedChoices>} change */
  #embed(change) {
    this.#set({ embed: { ...this.frame.embed, ...change } });
  }

  /** @param {Partial<Frame>} change */
  #set(change) {
    this.frame = { ...this.frame, ...change };
    this.#tick();
    this.changed(this.frame);
  }

  #tick() {
    const shown = shownNames(this.components, this.frame.embed);
    for (const { name, box } of this.checks) box.checked = shown.has(name);
    const { lock } = this.frame.embed;
    for (const { name, box } of this.lockChecks ?? []) {
      box.checked = lock.includes(name) || lock.includes("all");
      box.disabled = name !== "all" && lock.includes("all");
    }
  }

  /** @type {{name: string, box: HTMLInputElement, label: HTMLElement}[]|undefined} */
  lockChecks;

  /**
   * @param {Object<string, string>} choices
   * @param {string} value
   * @param {(value: string) => void} choose
   */
  #menu(choices, value, choose) {
    const menu = element("select", { className: "menu" }, ...Object.entries(choices).map(([name, title]) => element("option", { value: name }, title)));
    menu.value = value;
    menu.addEventListener("change", () => choose(menu.value));
    return menu;
  }

  /**
   * @param {string} placeholder what an empty field means
   * @param {number} least
   * @param {(value: number|null) => void} choose called with a legal number, or with null for an empty field
   */
  #number(placeholder, least, choose) {
    const field = element("input", { type: "number", className: "number", min: String(least), max: String(MOST), step: "any", placeholder });
    field.addEventListener("input", () => {
      const { valid } = field.validity;
      field.setAttribute("aria-invalid", String(!valid));
      if (valid) choose(field.value === "" ? null : Math.round(field.valueAsNumber));
    });
    return field;
  }
}
