/**
 * A tap or click on the plane adds one start exactly there: not on a grid node, and not twice for a touch. Where the author has
 * fixed the starts it adds none.
 */

import { roundTo } from "../base/numbers.js";

const STILL = 6; // px a pointer may move and still have tapped
const HANDLE = 16; // px, the radius of a start's handle

/**
 * @param {HTMLElement} origin whose top left corner is (0, 0)
 * @param {HTMLElement} host listens
 * @param {(px: number, py: number) => {x: number, y: number, unit: number}|null} locate unit: what a tenth of a pixel
 *   covers; null where it is off the plane
 * @param {import("../state/store.js").Store} store
 */
export function watchTaps(origin, host, locate, store) {
  if (store.locked.includes("starts")) return;
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
    const box = origin.getBoundingClientRect();
    const point = locate(begun.clientX - box.left, begun.clientY - box.top);
    // A second tap at once may come before the handle of the first one's start is there to take it.
    const taken = point && store.state.starts.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) < (10 * point.unit) * HANDLE);
    if (!point || taken) return;
    store.dispatch({ type: "addStart", x: roundTo(point.x, point.unit), y: roundTo(point.y, point.unit) }, event);
  };
  host.addEventListener("pointerdown", (event) => {
    const onHandle = /** @type {Element} */ (event.target).closest(".start-handle");
    pressed = event.isPrimary && event.button === 0 && !onHandle ? event : null;
    if (!pressed) return;
    // On the document: while the button is down Plotly lays a cover over the page, and the host hears nothing.
    document.addEventListener("pointerup", lift);
    document.addEventListener("pointercancel", lift);
  });
}
