/**
 * The starts on a plot: buttons that can be dragged or moved with the arrow keys.
 *
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

import { element, take } from "../base/dom.js";
import { across, at, down, holds } from "./geometry.js";
import { handleName, layHandles } from "./handle-layout.js";
import { LOCKED } from "../state/locks.js";
import { roundTo } from "../base/numbers.js";

/** @type {Object<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FINE = 1; // px that an arrow key moves a start
const COARSE = 10; // with Shift
const STILL = 3; // px that a handle beside its start may move and still count as pressed only

export class StartHandles {
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {Map<string, import("../base/types.js").Pixel>} the positions of the handles that are not on their starts */
  #beside = new Map();
  /** @type {PlotArea|null} */
  #area = null;
  /** @type {string|null} the start that is being dragged */
  #held = null;
  #laid = ""; // the state that the handles were last laid out for
  /** @type {import("../base/types.js").Pixel[]} the centers of the handles, in px of the plot area */
  shown = [];

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   */
  constructor(host, store) {
    this.store = store;
    this.layer = element("div", { className: "start-handles" });
    host.append(this.layer);
  }

  /** @param {PlotArea} area */
  update(area) {
    this.#area = area;
    const { starts } = this.store.state;
    const key = JSON.stringify([area, starts, this.#held]);
    if (key === this.#laid) return;
    this.#laid = key;
    const labels = new Set(starts.map((start) => start.label));
    for (const [label, button] of this.#buttons) {
      if (!labels.has(label)) {
        take(button, ".start-handle");
        this.#buttons.delete(label);
      }
    }
    const pixels = starts.map(({ x, y }) => ({ x: across(area, x), y: down(area, y) }));
    this.shown = layHandles(pixels, area.width, area.height, starts.findIndex(({ label }) => label === this.#held));
    this.#beside.clear();
    starts.forEach((start, i) => {
      const button = this.#buttons.get(start.label) ?? this.#make(start.label);
      const [{ x, y }, outside] = [this.shown[i], !holds(area.domain, start.x, start.y)];
      const [dx, dy] = [pixels[i].x - x, pixels[i].y - y];
      const away = outside ? 0 : Math.hypot(dx, dy);
      if (outside || away > 0) this.#beside.set(start.label, this.shown[i]);
      button.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
      button.classList.toggle("is-outside", outside);
      const leader = /** @type {HTMLElement} */ (button.querySelector(".start-leader"));
      leader.hidden = away < 1;
      leader.style.width = `${away}px`;
      leader.style.transform = `rotate(${Math.atan2(dy, dx)}rad)`;
      button.setAttribute("aria-label", handleName(start, starts, outside, button.disabled));
    });
  }

  /** @param {string} label */
  #make(label) {
    const face = element("span", { className: "start-label" }, label);
    const fixed = this.store.locked.includes("starts");
    const leader = element("span", { className: "start-leader", hidden: true }); // a line to the start, from a handle beside it
    const button = element("button", { className: "start-handle", type: "button", disabled: fixed, title: fixed ? LOCKED : "" }, leader, face);
    button.addEventListener("keydown", (event) => this.#key(event, label));
    button.addEventListener("pointerdown", (event) => this.#drag(event, label, button));
    this.#buttons.set(label, button);
    this.layer.append(button);
    return button;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} label
   */
  #key(event, label) {
    const arrow = ARROWS[event.key];
    const start = this.#start(label);
    if (!start) return; // removed since the handles were drawn
    if (arrow && this.#area) {
      event.preventDefault();
      const distance = (event.shiftKey ? COARSE : FINE) / this.#area.scale;
      this.#move(label, start.x + arrow[0] * distance, start.y + arrow[1] * distance, event);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.store.dispatch({ type: "removeStart", label }, event);
    }
  }

  /**
   * Move a start, but not out of what the plot shows; one that lies outside, not farther out.
   * @param {string} label
   * @param {number} x
   * @param {number} y
   * @param {Event} cause
   */
  #move(label, x, y, cause) {
    if (!this.#area) return;
    const { scale, domain } = this.#area;
    const now = this.#start(label) ?? { x, y };
    const inside = domain.map(([low, high], i) => Math.min(Math.max([x, y][i], Math.min(low, [now.x, now.y][i])), Math.max(high, [now.x, now.y][i])));
    const [px, py] = inside.map((value) => roundTo(value, 0.1 / scale));
    this.store.dispatch({ type: "moveStart", label, x: px, y: py }, cause);
  }

  /** @param {string} label */
  #start(label) {
    return this.store.state.starts.find((start) => start.label === label);
  }

  /**
   * @param {PointerEvent} event
   * @param {string} label
   * @param {HTMLButtonElement} button
   */
  #drag(event, label, button) {
    const start = this.#start(label);
    if (!event.isPrimary || event.button !== 0 || !this.#area || !start) return;
    button.setPointerCapture(event.pointerId);
    const beside = this.#beside.get(label);
    const from = beside ? at(this.#area, beside.x, beside.y) : start; // the start moves to where its handle is dragged
    const { clientX, clientY } = event;
    /** @param {PointerEvent} moved */
    const move = (moved) => {
      if (!this.#area) return;
      const { scale } = this.#area;
      if (this.#held !== label && beside && Math.hypot(moved.clientX - clientX, moved.clientY - clientY) < STILL) return;
      this.#held = label;
      this.#move(label, from.x + (moved.clientX - clientX) / scale, from.y - (moved.clientY - clientY) / scale, moved);
    };
    const stop = () => {
      this.#held = null;
      if (this.#area) this.update(this.#area);
      button.removeEventListener("pointermove", move);
      button.removeEventListener("pointerup", stop);
      button.removeEventListener("pointercancel", stop);
    };
    button.addEventListener("pointermove", move);
    button.addEventListener("pointerup", stop);
    button.addEventListener("pointercancel", stop);
  }
}
