/**
 * Scenario and results as tabs where they have no columns of their own, which sheet.css decides. On a phone they are in a sheet
 * below the plots, which a drag, a tap or the keys pull up over the plots or down to its tabs.
 */

import { element } from "../base/dom.js";
import { TabList } from "../base/tabs.js";

const PARTS = [
  { name: "optimizers", title: "Optimizers", selectors: [".optimizer-list"] },
  { name: "surface", title: "Surface", selectors: [".surface-form"] },
  { name: "starts", title: "Starts", selectors: [".start-list"] },
  { name: "results", title: "Results", selectors: [".scoreboard", ".data-panel"] },
  { name: "why", title: "Why", selectors: [".why-panel"] },
];
const PULLS = ["down", "middle", "up"];
const TAP = 8; // px: a shorter movement is a tap

export class Sheet {
  /** @param {HTMLElement} bench the .workbench, whose sheet this is */
  constructor(bench) {
    this.bench = bench;
    this.sheet = /** @type {HTMLElement} */ (bench.querySelector(".sheet"));
    const bodies = (/** @type {string[]} */ selectors) => selectors.map((one) => /** @type {HTMLElement} */ (this.sheet.querySelector(one)));
    this.parts = PARTS.map(({ selectors, ...part }) => ({ ...part, bodies: bodies(selectors) })).filter((part) => !part.bodies[0].hidden);
    const host = /** @type {HTMLElement} */ (bench.querySelector(".sheet-tabs"));
    this.handle = element("button", { type: "button", className: "sheet-handle", title: "Pull up or down" });
    this.list = new TabList("Scenario and results", this.parts, (name) => this.#show(name));
    for (const { name, bodies: [first] } of this.parts) first.id = `part-${name}`;
    host.before(this.handle);
    host.append(this.list.list);
    this.#watchHandle();
    this.#pull("middle");
    if (this.parts.length) this.list.show(this.parts[0].name);
    // As columns all parts are shown, and none belongs to a tab.
    new ResizeObserver(() => this.#name(host.offsetHeight > 0)).observe(host);
  }

  /** @param {string} name */
  #show(name) {
    for (const part of this.parts) {
      for (const body of part.bodies) body.classList.toggle("is-other-tab", part.name !== name);
    }
    if (this.#pulled === 0) this.#pull("middle");
  }

  /** @param {boolean} tabbed */
  #name(tabbed) {
    for (const { name, bodies: [first] } of this.parts) {
      if (tabbed) {
        first.setAttribute("role", "tabpanel");
        first.setAttribute("aria-labelledby", `tab-${name}`);
      } else {
        first.removeAttribute("role");
        first.removeAttribute("aria-labelledby");
      }
    }
  }

  get #pulled() {
    return PULLS.indexOf(this.bench.dataset.pull ?? "middle");
  }

  /** @param {string|undefined} pull where the sheet goes, one of PULLS */
  #pull(pull) {
    if (!pull) return;
    this.bench.dataset.pull = pull;
    this.handle.setAttribute("aria-expanded", String(pull !== "down"));
    this.handle.setAttribute("aria-label", pull === "up" ? "Pull the controls down" : "Pull the controls up");
  }

  #watchHandle() {
    const { handle, sheet } = this;
    /** @type {number|null} */
    let begin = null;
    let moved = 0;
    handle.addEventListener("pointerdown", (event) => {
      begin = event.clientY;
      moved = 0;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (begin === null) return;
      moved = event.clientY - begin;
      sheet.style.setProperty("--pulled", `${moved}px`);
    });
    const end = () => {
      if (begin === null) return;
      begin = null;
      sheet.style.removeProperty("--pulled");
      if (Math.abs(moved) > TAP) this.#pull(PULLS[this.#pulled - Math.sign(moved)]);
    };
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
    handle.addEventListener("click", () => {
      if (Math.abs(moved) <= TAP) this.#pull(this.#pulled === 1 ? "up" : "middle"); // otherwise it was a drag
      moved = 0;
    });
    handle.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowUp") this.#pull(PULLS[this.#pulled + 1]);
      if (key === "ArrowDown") this.#pull(PULLS[this.#pulled - 1]);
    });
  }
}
