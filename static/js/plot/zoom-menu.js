/** The zoom of all plots by buttons in a menu, and by keys while a plot has the focus. */

import { element, setText } from "../base/dom.js";
import { shortNumber } from "../base/numbers.js";
import { framed, regionOf, share, written } from "../state/region.js";
import { ringRadius } from "./geometry.js";
import { NEARER, everything, moved, toMinimum, zoomed } from "./zooming.js";

/** @typedef {import("../base/types.js").Domain} Domain */

const MARGIN = 4; // px above and below the menu, as in zoom.css
const PART = 0.1; // of the plot that an arrow key moves
const RING = { target: "distance", tolerance: 0.005 }; // what stands for the ring where the loss decides
/** @type {Object<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
let count = 0;

export class ZoomMenu {
  /**
   * @param {HTMLElement} host of the server's button
   * @param {HTMLElement} plots the element that holds all plots
   * @param {import("../state/store.js").Store} store
   * @param {Pick<import("../service/scene-data.js").SceneData, "grid"|"runSet">} sceneData
   */
  constructor(host, plots, store, sceneData) {
    this.plots = plots;
    this.store = store;
    this.sceneData = sceneData;
    const id = `zoom-menu-${count++}`;
    this.size = /** @type {HTMLElement} */ (host.querySelector(".zoom-size"));
    this.button = /** @type {HTMLButtonElement} */ (host.querySelector(".zoom-button"));
    this.button.disabled = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", id);
    this.menu = element("div", { id, className: "zoom-actions", popover: "auto" });
    this.button.setAttribute("popovertarget", id);
    this.box = this.#action("Draw a box", "Shift + drag", () => this.#boxing(!this.#isBoxing));
    this.box.setAttribute("aria-pressed", "false");
    this.whole = this.#action("Whole surface", "0", (cause) => this.#show(this.#domain, cause));
    this.menu.append(
      this.#action("Zoom in", "+", (cause) => this.#scale(1 / NEARER, cause)),
      this.#action("Zoom out", "−", (cause) => this.#scale(NEARER, cause)),
      this.#action("To the minimum", "", (cause) => this.#show(this.#minimum(), cause)),
      this.box,
      this.#action("Show all starts and paths", "", (cause) => this.#show(this.#everything(), cause)),
      this.whole,
      element("p", { className: "hint for-keyboard" }, "You can also turn the wheel with Ctrl or ⌘, or pinch. Drag to move, double-click to return."),
      element("p", { className: "hint for-touch" }, "You can also pinch a plot with two fingers. Double-tap it to return."),
    );
    this.menu.addEventListener("toggle", () => {
      const open = this.menu.matches(":popover-open");
      this.button.setAttribute("aria-expanded", String(open));
      if (open) this.#setBeside();
    });
    host.append(this.menu);
    plots.addEventListener("keydown", (event) => this.#key(event));
    store.subscribe((state, before) => {
      if (state.region !== before.region) this.#boxing(false); // one box for each time that the mode is chosen
    });
  }

  /**
   * @param {string} text
   * @param {string} key that does the same
   * @param {(cause: Event) => void} act
   */
  #action(text, key, act) {
    const button = element("button", { type: "button", className: "zoom-action" }, element("span", {}, text), element("kbd", { className: "for-keyboard" }, key));
    button.addEventListener("click", (event) => {
      act(event);
      if (button === this.box) this.menu.hidePopover();
    });
    return button;
  }

  get #domain() {
    return this.sceneData.grid?.domain ?? null;
  }

  /** @returns {Domain|null} what the plots show */
  get #shown() {
    const domain = this.#domain;
    return domain && framed(this.store.state.region, domain);
  }

  get #isBoxing() {
    return this.plots.classList.contains("is-boxing");
  }

  /** @param {boolean} on whether a drag on a plot draws a box */
  #boxing(on) {
    this.plots.classList.toggle("is-boxing", on);
    this.box.setAttribute("aria-pressed", String(on));
  }

  #minimum() {
    const { grid, runSet } = this.sceneData;
    const { conditions } = this.store.state;
    return grid && toMinimum(grid.domain, grid.landmarks, runSet?.runs ?? [], ringRadius(grid.domain, conditions) || ringRadius(grid.domain, RING));
  }

  #everything() {
    const domain = this.#domain;
    return domain && everything(domain, this.store.state.starts, this.sceneData.runSet?.runs ?? []);
  }

  /** @param {Domain|null} shown null if there is nothing of the kind @param {Event} cause */
  #show(shown, cause) {
    const domain = this.#domain;
    if (shown && domain) this.store.dispatch({ type: "setRegion", region: written(shown, domain) }, cause);
    else this.store.dispatch({ type: "notify", about: "refused", text: "This surface has no known minimum." }, cause);
  }

  /** @param {number} factor @param {Event} cause */
  #scale(factor, cause) {
    if (this.#shown) this.#show(zoomed(this.#shown, factor), cause);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#shown) return;
    const arrow = /** @type {Element} */ (event.target).matches(".plot") ? ARROWS[event.key] : undefined; // a start has arrow keys of its own
    if (event.key === "+" || event.key === "=") this.#scale(1 / NEARER, event);
    else if (event.key === "-" || event.key === "_" || event.key === "−") this.#scale(NEARER, event);
    else if (event.key === "0") this.#show(this.#domain, event);
    else if (arrow && this.store.state.region) {
      const [[left, right], [bottom, top]] = this.#shown;
      this.#show(moved(this.#shown, PART * arrow[0] * (right - left), PART * arrow[1] * (top - bottom)), event);
    } else if (event.key === "Escape" && this.#isBoxing) this.#boxing(false);
    else return;
    event.preventDefault();
  }

  /** Put the menu below its button, or above it where there is more room. */
  #setBeside() {
    const { style } = this.menu;
    const { left, top, bottom } = this.button.getBoundingClientRect();
    style.maxHeight = "";
    const { width, height } = this.menu.getBoundingClientRect();
    const below = bottom + height <= innerHeight || innerHeight - bottom > top;
    const most = (below ? innerHeight - bottom : top) - 2 * MARGIN; // in a low window it scrolls
    style.maxHeight = `${most}px`;
    style.left = `${Math.max(0, Math.min(left, innerWidth - width))}px`;
    style.top = `${below ? bottom : Math.max(0, top - Math.min(height, most) - 2 * MARGIN)}px`;
  }

  /** @param {import("../base/types.js").State} state */
  update({ region }) {
    const domain = this.#domain;
    const times = region && domain ? 1 / share(regionOf(framed(region, domain)), domain) : 1;
    setText(this.size, region ? `${shortNumber(times)}×` : "");
    /** @type {HTMLButtonElement} */ (this.whole).disabled = !region;
  }
}
