/**
 * What a menu of optimizers or surfaces finds for the text in its search field. Pure.
 *
 * @typedef {{name: string, title: string, also: string[], summary: string, caution?: string}} Entry
 *   caution: of a surface that is not suited to gradient methods, why
 * @typedef {{title: string, entries: {entry: Entry, note: string}[]}} Found
 *   note: the other name by which the entry was found; empty if its title tells why it is there
 */

/**
 * @param {import("../base/types.js").Group[]} groups in the order of the menu
 * @param {Entry[]} entries
 * @param {string} text
 * @returns {Found[]} the groups with what each has: every word of the text begins a word of the title, of another name, of
 *   the summary, or of the group's title. Spaces and dashes do not matter: "three hump" and "threehump" both find "Three-hump camel".
 */
export function search(groups, entries, text) {
  const known = new Map(entries.map((entry) => [entry.name, entry]));
  const wanted = words(text);
  return groups.map(({ title, names }) => {
    const found = names.flatMap((name) => {
      const entry = known.get(name);
      return entry && matches(entry, title, wanted) ? [{ entry, note: noteOf(entry, wanted) }] : [];
    });
    return { title, entries: found };
  }).filter((group) => group.entries.length);
}

/**
 * @param {Found[]} found
 * @param {string} text
 * @returns {number} the index, in the order of the menu, of what the reader most probably means
 */
export function best(found, text) {
  const wanted = plain(text);
  const entries = found.flatMap((group) => group.entries.map(({ entry }) => entry));
  const ranks = entries.map(({ title, also }) => {
    const names = [title, ...also].map(plain);
    return names[0] === wanted ? 0 : names.includes(wanted) ? 1 : names.some((name) => name.startsWith(wanted)) ? 2 : 3;
  });
  return ranks.length ? ranks.indexOf(/** @type {0} */ (Math.min(...ranks))) : -1;
}

/** @param {Entry} entry @param {string} group @param {string[]} wanted @returns {boolean} */
function matches({ title, also, summary }, group, wanted) {
  const texts = [title, ...also, summary, group];
  return wanted.every((word) => texts.some((text) => begins(text, word)));
}

/** @param {Entry} entry @param {string[]} wanted @returns {string} */
function noteOf({ title, also, summary }, wanted) {
  const rest = wanted.filter((word) => !begins(title, word));
  return also.find((name) => rest.some((word) => begins(name, word) && !begins(summary, word))) ?? "";
}

/** @param {string} text @param {string} word @returns {boolean} whether a word of the text, or all of it without spaces, begins so */
const begins = (text, word) => [...words(text), plain(text)].some((one) => one.startsWith(word));

/** @param {string} text @returns {string} lower-case, without accents, spaces and signs */
const plain = (text) => words(text).join("");

/** @param {string} text @returns {string[]} lower-case, without accents and signs */
const words = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'’]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
