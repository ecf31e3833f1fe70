/** Keeps a tap on a plot for as long as what answers it is on its way: it loads only when the reader turns to the frame. */

const KINDS = /** @type {const} */ (["pointerdown", "pointerup", "pointercancel"]);

/**
 * @param {HTMLElement} plots the element that holds all plots
 * @returns {() => void} repeats the newest tap; to be called as soon as the plots answer
 */
export function keepTap(plots) {
  /** @type {PointerEvent[]} */
  let tap = [];
  let [left, top] = [0, 0];
  const corner = () => plots.getBoundingClientRect();
  const hear = (/** @type {PointerEvent} */ event) => {
    if (event.type === "pointerdown") ({ left, top } = corner());
    tap = { pointerdown: [event], pointerup: [...tap.slice(0, 1), event], pointercancel: [] }[/** @type {"pointerup"} */ (event.type)];
  };
  for (const kind of KINDS) plots.addEventListener(kind, hear, { passive: true });
  return () => {
    for (const kind of KINDS) plots.removeEventListener(kind, hear);
    const plot = /** @type {Element|undefined} */ (tap[0]?.target)?.closest(".plot");
    if (tap.length < 2 || !plot?.isConnected) return;
    const now = corner(); // the page may have scrolled
    for (const { type, isPrimary, button, pointerId, pointerType, altKey, shiftKey, clientX, clientY } of tap) {
      plot.dispatchEvent(new PointerEvent(type, { bubbles: true, isPrimary, button, pointerId, pointerType, altKey, shiftKey,
        clientX: clientX + now.left - left, clientY: clientY + now.top - top }));
    }
  };
}
