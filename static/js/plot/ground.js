/**
 * What lies below the paths of a plot, as SVG and as on the server's poster: the contours that the server traced, which move
 * and grow with the region until it has traced those of the new one; frame, ticks and numbers.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {{made: SVGElement, box: Box}} Numbered a number and where it is
 */

import { across, axes, down, plotArea } from "./geometry.js";
import { ASIDE, LIFT, MIDDLE, below, beside, centered, hidden } from "./numbers.js";

let count = 0; // of all plots, so that each has a name for its hatching
const TICK = 4; // px; plot_svg.py has the same
const NUMBER = new Intl.NumberFormat("en", { useGrouping: false, maximumSignificantDigits: 12 }); // without an exponent

/**
 * @param {Domain} traced what the contours cover
 * @param {PlotArea} area what is to be seen
 * @returns {{scale: number, x: number, y: number}} of the transformation, in px of the plot area
 */
export function shift([[left, right], [, top]], { domain, width, scale }) {
  return { scale: ((right - left) * scale) / width, x: (left - domain[0][0]) * scale, y: (domain[1][1] - top) * scale };
}

export class Ground {
  #layer = make("g", {});
  #labels = make("g", {});
  #axes = make("g", { class: "plot-axes" });
  #hatch = make("pattern", { id: `hatch-${++count}`, width: "7", height: "7", patternUnits: "userSpaceOnUse" });
  /** @type {SurfaceGrid|null} */
  #grid = null;
  #placed = "";
  /** @type {Numbered[]} */
  #written = [];
  /** Where the numbers are that are shown. @type {Box[]} */
  numbers = [];

  constructor() {
    this.element = make("svg", { class: "plot-ground", "aria-hidden": "true" });
    this.#hatch.append(make("path", { class: "hatch", d: "M3.5 0v7" }));
    this.element.append(this.#hatch, this.#layer, this.#labels, this.#axes);
  }

  /**
   * @param {SurfaceGrid} grid
   * @param {PlotArea} area what is to be seen
   * @param {import("../base/types.js").Pixel[]} badges the centers of the badges of the starts
   */
  update(grid, area, badges) {
    if (!(area.width > 0 && area.height > 0)) return; // in a frame too low for a plot nothing is seen
    const placed = JSON.stringify(area);
    if (grid !== this.#grid || placed !== this.#placed) this.#draw(grid, area, placed);
    const shown = this.#written.filter(({ made, box }) => {
      const covered = hidden(box, badges);
      if (covered) made.setAttribute("visibility", "hidden");
      else made.removeAttribute("visibility");
      return !covered;
    });
    this.numbers = shown.map(({ box }) => box);
  }

  /** @param {SurfaceGrid} grid @param {PlotArea} area @param {string} placed */
  #draw(grid, area, placed) {
    if (grid !== this.#grid) this.#layer.replaceChildren(...layer(grid, `url(#${this.#hatch.id})`));
    this.#grid = grid;
    this.#placed = placed;
    const { width } = grid.contours;
    const { scale, x, y } = shift(grid.region, area);
    const enlarged = (scale * area.width) / width;
    this.#layer.setAttribute("transform", `translate(${x} ${y}) scale(${enlarged})`);
    this.#hatch.setAttribute("patternTransform", `rotate(45) scale(${1 / enlarged})`);
    const labels = grid.contours.labels.map(([atX, atY, text]) => label(across(area, atX), down(area, atY), text));
    const { marks, numbers } = ticked(area);
    this.#labels.replaceChildren(...labels.map(({ made }) => made));
    this.#axes.replaceChildren(...marks, ...numbers.map(({ made }) => made));
    this.#written = [...labels, ...numbers];
    set(this.element, { width: String(area.width), height: String(area.height) });
  }
}

/**
 * @param {SurfaceGrid} grid
 * @param {string} hatch the pattern of where f has no finite value
 * @returns {SVGElement[]} the bands, the highest first
 */
function layer({ contours, region }, hatch) {
  const { width, height } = plotArea(region, contours.width);
  const outside = make("rect", { class: `contour-outside shade-${contours.outside}`, width: String(width), height: String(height) });
  const bands = contours.bands.map(([data, shade, , labelled]) => make("path", { class: `contour shade-${shade}${labelled ? " is-labelled" : ""}`, d: data }));
  const hatched = contours.undefined ? [make("path", { class: "undefined", d: contours.undefined }), make("path", { fill: hatch, d: contours.undefined })] : [];
  return [outside, ...bands, ...hatched];
}

/**
 * @param {PlotArea} area
 * @returns {{marks: SVGElement[], numbers: Numbered[]}} frame and ticks, and numbers
 */
function ticked(area) {
  const found = axes(area.domain);
  const frame = make("rect", { class: "plot-area", width: String(area.width), height: String(area.height) });
  // At the left there are only numbers: a tick before one would be read as a minus.
  const ticks = found.across.map((value) =>
    make("rect", { class: "tick", x: String(across(area, value) - 0.5), y: String(area.height - TICK), width: "1", height: String(TICK) }));
  const lower = found.across.map((value) => {
    const [x, text] = [across(area, value), written(value)];
    return { made: number(text, { class: "tick-label", x: String(x), y: String(area.height - LIFT) }), box: below(text, x, area.height) };
  });
  const left = found.down.map((value) => {
    const [y, text] = [down(area, value), written(value)];
    return { made: number(text, { class: "tick-label tick-label-left", x: String(ASIDE), y: String(y + MIDDLE) }), box: beside(text, y) };
  });
  return { marks: [frame, ...ticks], numbers: [...lower, ...left] };
}

/** @param {number} value of a tick @returns {string} */
const written = (value) => NUMBER.format(value).replace("-", "−");

/** @param {number} x @param {number} y @param {string} text @returns {Numbered} */
function label(x, y, text) {
  return { made: number(text, { class: "contour-label", x: x.toFixed(1), y: (y + MIDDLE).toFixed(1) }), box: centered(text, x, y) };
}

/** @param {string} text @param {Record<string, string>} attributes */
function number(text, attributes) {
  const made = make("text", attributes);
  made.textContent = text;
  return made;
}

/** @param {string} tag @param {Record<string, string>} attributes @returns {SVGElement} */
function make(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", tag));
  set(made, attributes);
  return made;
}

/** @param {SVGElement} one @param {Record<string, string>} attributes */
function set(one, attributes) {
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
}
