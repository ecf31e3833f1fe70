/** The names of what the chart can show, as an address has them, the usual one first. app/view.py has the same. */
export const QUANTITY_NAMES = /** @type {const} */ (["loss", "gradient", "length", "distance", "rate", "rate-x", "rate-y"]);
