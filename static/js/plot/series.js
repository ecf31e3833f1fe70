/** Which color, dash and marker a run is drawn with. optimizers/picture/series.py is its twin. */

export const HUES = 8;
export const SHADES = 16; // of the contours
export const SLOTS = 16; // each color with two dashes

/**
 * A color for each optimizer of a scenario, one that no other has if there is one. Those of the first view have the
 * first colors for their own, and the others share the rest: each begins at its own index among them, so that it mostly
 * keeps its color when others come and go. What comes later in the scenario changes nothing.
 * @param {string[]} names optimizers, in order
 * @param {{optimizers: {name: string}[], first_view: string[]}} catalog
 * @returns {number[]} a slot of the palette each
 */
export function slots(names, catalog) {
  const first = catalog.first_view;
  const others = catalog.optimizers.map(({ name }) => name).filter((name) => !first.includes(name));
  const own = Array.from(first, (_, index) => index);
  const rest = Array.from({ length: HUES - own.length }, (_, k) => own.length + k);
  const times = Array(HUES).fill(0); // that each color is taken
  return names.map((name) => {
    const index = first.indexOf(name);
    const turn = Math.max(others.indexOf(name), 0) % rest.length;
    const order = index >= 0
      ? [index, ...rest, ...own.slice(index + 1), ...own.slice(0, index)]
      : [...rest.slice(turn), ...rest.slice(0, turn), ...own];
    const least = Math.min(...times);
    const hue = /** @type {number} */ (order.find((one) => times[one] === least));
    return (hue + times[hue]++ * HUES) % SLOTS;
  });
}
