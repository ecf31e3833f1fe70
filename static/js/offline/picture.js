/** The picture that a lesson file shows before its script runs: its contours are those of the plots, and it is what is printed. */

/** @typedef {import("../base/types.js").Contours} Contours */

/**
 * @param {ParentNode} picture
 * @param {Contours} contours without path data
 * @returns {Contours} with the path data of the picture
 */
export function traced(picture, contours) {
  const [plot] = picture.querySelectorAll(".plot-svg");
  const drawn = (/** @type {number} */ shade) => picture.querySelector(`#contours > .contour.shade-${shade}`)?.getAttribute("d");
  return {
    ...contours,
    width: Number(plot.getAttribute("width")),
    bands: contours.bands.map(([, ...rest]) => /** @type {Contours["bands"][number]} */ ([drawn(rest[0]) ?? "", ...rest])),
    undefined: picture.querySelector("#contours > .undefined")?.getAttribute("d") ?? "",
  };
}

/**
 * @param {ParentNode} picture
 * @returns {HTMLElement} a copy of the plots with what is held equal, for paper
 */
export function printed(picture) {
  const plots = /** @type {HTMLElement} */ (/** @type {Element} */ (picture.querySelector(".panel-list")).cloneNode(true));
  plots.className = "printed-plots";
  const caption = /** @type {Element} */ (picture.querySelector(".caption")).cloneNode(true);
  const whole = document.createElement("div");
  whole.append(plots, caption);
  return whole;
}
