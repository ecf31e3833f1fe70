/** Which colour, dash and marker a run is drawn with. optimizers/picture/series.py is its twin. */

export const SLOTS = 16;

/**
 * @param {string[]} names optimizers, in order
 * @param {string[]} order the catalog's order
 * @returns {number[]} a slot of the palette for each: its index in the catalog, or the next free one
 */
export function slots(names, order) {
  /** @type {number[]} */
  const taken = [];
  for (const name of names) {
    const wished = order.indexOf(name);
    let slot = wished % SLOTS;
    for (let k = 0; k < SLOTS; k++) {
      if (!taken.includes((wished + k) % SLOTS)) {
        slot = (wished + k) % SLOTS;
        break;
      }
    }
    taken.push(slot);
  }
  return taken;
}

/**
 * Titles as the page shows them: a second RMSprop is "RMSprop 2".
 * @param {string[]} names
 * @param {Map<string, string>} titles
 * @returns {string[]}
 */
export function uniqueTitles(names, titles) {
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return (titles.get(name) ?? name) + (before ? ` ${before + 1}` : "");
  });
}
