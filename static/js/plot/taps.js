/**
 * A tap or click on a step of a path asks why that step was taken. Elsewhere, and with the Alt key, it adds one start exactly
 * there, not at a node of the grid, and not twice for one touch. It adds none if the author has locked the starts.
 */

import { roundTo } from "../base/numbers.js";
import { isBoxing } from "./zoom.js";

const NEAR = { mouse: 5, pen: 5, touch: 12 }; // px from a step that is meant
const STILL = 6; // px that a pointer may move and still count as a tap
const HANDLE = 16; // px, the radius of a start's handle

/**
 * @param {HTMLElement} host which receives the events, and whose top left corner is (0, 0)
 * @param {(px: number, py: number) => {x: number, y: number, unit: number}|null} locate unit: the length of a tenth of a pixel;
 *   null outside the plot area
 * @param {import("../state/store.js").Store} store
 * @param {(px: number, py: number, radius: number) => boolean} pick ask about a step within the radius; returns whether there is one
 */
export function watchTaps(host, locate, store, pick) {
  /** @type {PointerEvent|null} */
  let pressed = null;
  /** @param {PointerEvent} event */
  const lift = (event) => {
    const begun = pressed;
    if (begun && begun.pointerId !== event.pointerId) return;
    pressed = null;
    document.removeEventListener("pointerup", lift);
    document.removeEventListener("pointercancel", lift);
    if (!begun || event.type === "pointercancel") return;
    if (Math.hypot(event.clientX - begun.clientX, event.clientY - begun.clientY) > STILL) return;
    const box = host.getBoundingClientRect();
    const [px, py] = [begun.clientX - box.left, begun.clientY - box.top];
    const point = locate(px, py);
    const radius = NEAR[/** @type {keyof typeof NEAR} */ (begun.pointerType)] ?? NEAR.mouse;
    if (point && !begun.altKey && pick(px, py, radius)) return;
    if (store.locked.includes("starts")) return;
    // A quick second tap may come before the handle of the new start exists.
    const taken = point && store.state.starts.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) < (10 * point.unit) * HANDLE);
    if (!point || taken) return;
    store.dispatch({ type: "addStart", x: roundTo(point.x, point.unit), y: roundTo(point.y, point.unit) }, event);
  };
  host.addEventListener("pointerdown", (event) => {
    const onHandle = /** @type {Element} */ (event.target).closest(".start-handle");
    const boxing = event.shiftKey || isBoxing(host);
    pressed = event.isPrimary && event.button === 0 && !onHandle && !boxing ? event : null;
    if (!pressed) return;
    // On the document: while the button is down, Plotly covers the page, and the host receives no events.
    document.addEventListener("pointerup", lift);
    document.addEventListener("pointercancel", lift);
  });
}
