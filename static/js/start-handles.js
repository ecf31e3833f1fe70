/**
 * The starts on a plot: buttons to drag, or to move with the arrow keys.
 *
 * @typedef {import("./geometry.js").Frame} Frame
 */

import { element, take } from "./dom.js";
import { across, down, holds } from "./geometry.js";
import { roundTo } from "./numbers.js";

/** @type {Object<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FINE = 1; // px an arrow key moves
const COARSE = 10; // with Shift

export class StartHandles {
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {{frame: Frame, left: number, top: number}|null} */
  #place = null;

  /**
   * @param {HTMLElement} host
   * @param {import("./store.js").Store} store
   */
  constructor(host, store) {
    this.store = store;
    this.layer = element("div", { className: "start-handles" });
    host.append(this.layer);
  }

  /**
   * @param {import("./types.js").Picture} picture
   * @param {{frame: Frame, left: number, top: number}} place
   * @param {import("./types.js").Domain} domain
   */
  update(picture, place, domain) {
    this.#place = place;
    const starts = this.store.state.starts;
    const labels = new Set(starts.map((start) => start.label));
    for (const [label, button] of this.#buttons) {
      if (!labels.has(label)) {
        take(button, ".start-handle");
        this.#buttons.delete(label);
      }
    }
    for (const { label, x, y } of starts) {
      const button = this.#buttons.get(label) ?? this.#make(label);
      button.hidden = !holds(domain, x, y);
      const px = place.left + across(place.frame, x);
      const py = place.top + down(place.frame, y);
      const transform = `translate(${px}px, ${py}px) translate(-50%, -50%)`;
      if (button.dataset.at === transform) continue;
      button.dataset.at = transform;
      button.style.transform = transform;
      const use = button.disabled ? "" : " Arrow keys move it, Delete removes it.";
      button.setAttribute("aria-label", `Start ${label} at ${x}, ${y}.${use}`);
    }
  }

  /** @param {string} label */
  #make(label) {
    const face = element("span", { className: "start-label" }, label);
    const fixed = this.store.locked.includes("starts");
    const button = element("button", { className: "start-handle", type: "button", disabled: fixed }, face);
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
    if (arrow && this.#place) {
      event.preventDefault();
      const start = this.#start(label);
      const distance = (event.shiftKey ? COARSE : FINE) / this.#place.frame.scale;
      this.#move(label, start.x + arrow[0] * distance, start.y + arrow[1] * distance, event);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.store.dispatch({ type: "removeStart", label }, event);
    }
  }

  /**
   * Move a start, but not out of sight: the handle would be lost, and with it the focus.
   * @param {string} label
   * @param {number} x
   * @param {number} y
   * @param {Event} cause
   */
  #move(label, x, y, cause) {
    if (!this.#place) return;
    const { scale, domain } = this.#place.frame;
    const inside = domain.map(([low, high], i) => Math.min(Math.max([x, y][i], low), high));
    const [px, py] = inside.map((value) => roundTo(value, 0.1 / scale));
    this.store.dispatch({ type: "moveStart", label, x: px, y: py }, cause);
  }

  /** @param {string} label */
  #start(label) {
    return /** @type {import("./types.js").Start} */ (this.store.state.starts.find((start) => start.label === label));
  }

  /**
   * @param {PointerEvent} event
   * @param {string} label
   * @param {HTMLButtonElement} button
   */
  #drag(event, label, button) {
    if (!event.isPrimary || event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    const from = this.#start(label);
    const { clientX, clientY } = event;
    /** @param {PointerEvent} moved */
    const move = (moved) => {
      if (!this.#place) return;
      const { scale } = this.#place.frame;
      this.#move(label, from.x + (moved.clientX - clientX) / scale, from.y - (moved.clientY - clientY) / scale, moved);
    };
    const stop = () => {
      button.removeEventListener("pointermove", move);
      button.removeEventListener("pointerup", stop);
      button.removeEventListener("pointercancel", stop);
    };
    button.addEventListener("pointermove", move);
    button.addEventListener("pointerup", stop);
    button.addEventListener("pointercancel", stop);
  }
}
