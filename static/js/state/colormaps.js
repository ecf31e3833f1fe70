/** The color maps of the contours, the usual one first. optimizers/picture/colormaps.py has the same, with their colors. */
export const COLORMAPS = /** @type {const} */ (["pale", "neutral", "cividis", "viridis"]);
