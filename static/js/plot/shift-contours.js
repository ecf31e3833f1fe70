/**
 * While the region changes, Plotly's contours are moved and scaled to where they belong, until it has drawn them again. That
 * is exact, because both axes are linear; only the levels and the ticks are those of before.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

/**
 * @param {Domain} drawn what Plotly has drawn
 * @param {PlotArea} area what is to be seen
 * @returns {{scale: number, x: number, y: number}} of the transformation, in px of the plot area
 */
export function shift([[left, right], [, top]], { domain, width, scale }) {
  return { scale: ((right - left) * scale) / width, x: (left - domain[0][0]) * scale, y: (domain[1][1] - top) * scale };
}

/**
 * @param {HTMLElement} host of Plotly
 * @param {Domain|null} drawn null if it has drawn nothing yet
 * @param {PlotArea} area
 */
export function shiftContours(host, drawn, area) {
  const same = !drawn || String(drawn) === String(area.domain);
  if (same && !host.classList.contains("is-shifted")) return;
  host.classList.toggle("is-shifted", !same);
  const { scale, x, y } = drawn ? shift(drawn, area) : { scale: 1, x: 0, y: 0 };
  for (const layer of host.querySelectorAll(".contourlayer")) {
    if (same) layer.removeAttribute("transform");
    else layer.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }
}
