/**
 * Zoom by pointer: the wheel with Ctrl or ⌘, a pinch of two fingers, and a box with Shift or in the box mode. In a zoomed plot
 * the mouse drags what is shown. The plain wheel scrolls the page, as it does everywhere.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 * @typedef {{area: PlotArea, domain: Domain}} Plotted
 */

import { element } from "../base/dom.js";
import { written } from "../state/region.js";
import { at } from "./geometry.js";
import { box, moved, zoomed } from "./zooming.js";

const WHEEL = 0.01; // of the logarithm of the width, for each px that the wheel would scroll
const LINE = 16; // px of a wheel that counts lines
const MOST = 30; // px of one event: a notch of a wheel has a hundred and more, a pinch on a touchpad a few
const DOUBLE = { time: 400, distance: 8 }; // ms and px between the two presses of a double click
const STILL = 6; // px: a drag that is shorter is a tap

/** @param {Element} host @returns {boolean} whether a drag draws a box */
export const isBoxing = (host) => Boolean(host.closest(".is-boxing"));

/**
 * @param {HTMLElement} host which receives the events, and whose top left corner is (0, 0)
 * @param {() => Plotted|null} plotted null while nothing is drawn
 * @param {import("../state/store.js").Store} store
 */
export function watchZoom(host, plotted, store) {
  const show = (/** @type {Domain} */ shown, /** @type {Domain} */ domain, /** @type {Event} */ cause) =>
    store.dispatch({ type: "setRegion", region: written(shown, domain) }, cause);
  const point = (/** @type {{clientX: number, clientY: number}} */ { clientX, clientY }, /** @type {Plotted} */ { area }) => {
    const { x, y } = host.getBoundingClientRect();
    return at(area, clientX - x, clientY - y);
  };
  watchWheel(host, plotted, point, show);
  watchPinch(host, plotted, point, show);
  watchDrag(host, plotted, store, show);
  watchDouble(host, store);
}

/**
 * A double click or tap in a zoomed plot shows the whole surface. The start that its first half has added is removed again.
 * @param {HTMLElement} host
 * @param {import("../state/store.js").Store} store
 */
function watchDouble(host, store) {
  /** @type {{event: PointerEvent, labels: string[]}|null} */
  let first = null;
  host.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const before = first;
    const labels = store.state.starts.map(({ label }) => label);
    first = { event, labels };
    if (!before || !store.state.region || event.timeStamp - before.event.timeStamp > DOUBLE.time) return;
    if (Math.hypot(event.clientX - before.event.clientX, event.clientY - before.event.clientY) > DOUBLE.distance) return;
    first = null;
    event.stopImmediatePropagation(); // this press neither adds a start nor drags one
    event.preventDefault();
    for (const label of labels.filter((one) => !before.labels.includes(one))) store.dispatch({ type: "removeStart", label }, event);
    store.dispatch({ type: "setRegion", region: null }, event);
  }, { capture: true });
}

/**
 * @param {HTMLElement} host
 * @param {() => Plotted|null} plotted
 * @param {(event: WheelEvent, plotted: Plotted) => {x: number, y: number}} point
 * @param {(shown: Domain, domain: Domain, cause: Event) => void} show
 */
function watchWheel(host, plotted, point, show) {
  host.addEventListener("wheel", (event) => {
    const now = plotted();
    if (!now || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault(); // otherwise the browser zooms the whole page
    const px = Math.max(-MOST, Math.min(MOST, event.deltaY * (event.deltaMode === 0 ? 1 : LINE)));
    show(zoomed(now.area.domain, Math.exp(WHEEL * px), point(event, now)), now.domain, event);
  }, { passive: false });
}

/**
 * @param {HTMLElement} host
 * @param {() => Plotted|null} plotted
 * @param {(event: {clientX: number, clientY: number}, plotted: Plotted) => {x: number, y: number}} point
 * @param {(shown: Domain, domain: Domain, cause: Event) => void} show
 */
function watchPinch(host, plotted, point, show) {
  /** @type {Map<number, PointerEvent>} */
  const fingers = new Map();
  /** @type {{plotted: Plotted, fixed: {x: number, y: number}, distance: number}|null} */
  let begun = null;
  const middle = () => {
    const [a, b] = [...fingers.values()];
    return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2, distance: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) };
  };
  const lift = (/** @type {PointerEvent} */ event) => {
    fingers.delete(event.pointerId);
    begun = null;
  };
  host.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, event);
    const now = plotted();
    if (fingers.size === 2 && now) begun = { plotted: now, fixed: point(middle(), now), distance: middle().distance };
  });
  host.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (!begun || fingers.size !== 2) return;
    const { distance, ...center } = middle();
    const wider = zoomed(begun.plotted.area.domain, begun.distance / Math.max(distance, 1), begun.fixed);
    const now = { ...begun.plotted, area: { ...begun.plotted.area, domain: wider, scale: begun.plotted.area.width / (wider[0][1] - wider[0][0]) } };
    const under = point(center, now); // the fingers also drag what is below them
    show(moved(wider, begun.fixed.x - under.x, begun.fixed.y - under.y), now.domain, event);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) host.addEventListener(name, lift);
}

/**
 * @param {HTMLElement} host
 * @param {() => Plotted|null} plotted
 * @param {import("../state/store.js").Store} store
 * @param {(shown: Domain, domain: Domain, cause: Event) => void} show
 */
function watchDrag(host, plotted, store, show) {
  host.addEventListener("pointerdown", (begun) => {
    const now = plotted();
    const boxing = begun.shiftKey || isBoxing(host);
    const onHandle = /** @type {Element} */ (begun.target).closest(".start-handle");
    if (!now || !begun.isPrimary || begun.button !== 0 || onHandle) return;
    if (!boxing && (begun.pointerType === "touch" || !store.state.region)) return; // one finger scrolls the page
    if (boxing) begun.preventDefault(); // otherwise Shift and a drag select text
    const drawn = element("div", { className: "zoom-box", hidden: true });
    host.append(drawn);
    const { x, y } = host.getBoundingClientRect();
    const pixel = (/** @type {PointerEvent} */ { clientX, clientY }) =>
      [Math.min(Math.max(clientX - x, 0), now.area.width), Math.min(Math.max(clientY - y, 0), now.area.height)];
    const from = pixel(begun);
    const far = (/** @type {PointerEvent} */ event) => Math.hypot(event.clientX - begun.clientX, event.clientY - begun.clientY) > STILL;
    const move = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== begun.pointerId || !far(event)) return;
      if (!boxing) {
        const { scale, domain } = now.area;
        show(moved(domain, (begun.clientX - event.clientX) / scale, (event.clientY - begun.clientY) / scale), now.domain, event);
        return;
      }
      const to = pixel(event);
      drawn.hidden = false;
      Object.assign(drawn.style, {
        left: `${Math.min(from[0], to[0])}px`,
        top: `${Math.min(from[1], to[1])}px`,
        width: `${Math.abs(from[0] - to[0])}px`,
        height: `${Math.abs(from[1] - to[1])}px`,
      });
    };
    const lift = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== begun.pointerId) return;
      drawn.remove();
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", lift);
      document.removeEventListener("pointercancel", lift);
      if (!boxing || event.type === "pointercancel" || !far(event)) return;
      const to = pixel(event);
      show(box(at(now.area, from[0], from[1]), at(now.area, to[0], to[1])), now.domain, event);
    };
    // On the document: while the button is down, Plotly covers the page, and the host receives no events.
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", lift);
    document.addEventListener("pointercancel", lift);
  });
}
