/** The colour maps of the contours, the usual one first. optimizers/picture/colormaps.py has the same, with their colours. */
export const COLORMAPS = /** @type {const} */ (["pale", "neutral", "cividis", "viridis"]);
