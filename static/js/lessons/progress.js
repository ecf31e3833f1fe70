/**
 * The lessons that have been done, kept in this browser alone.
 *
 * @typedef {Record<string, number|null>} Done by the lesson's name: which choice was taken, null if it was only read
 */

const KEY = "lessons";

/** @type {Done} what is kept where the browser allows no storage, until the page is left */
let kept = {};

/**
 * @param {string|null} text as it was stored; anybody may have changed it
 * @returns {Done}
 */
export function parse(text) {
  try {
    const known = JSON.parse(text ?? "{}");
    if (typeof known !== "object" || known === null || Array.isArray(known)) return {};
    return Object.fromEntries(Object.entries(known).filter(([, choice]) => choice === null || Number.isInteger(choice)));
  } catch {
    return {};
  }
}

/** @returns {Done} */
export function done() {
  try {
    return parse(localStorage.getItem(KEY));
  } catch {
    return kept; // storage is forbidden
  }
}

/** @param {Done} lessons */
export function keep(lessons) {
  kept = lessons;
  try {
    localStorage.setItem(KEY, JSON.stringify(lessons));
  } catch {
    // Storage is forbidden or full: the page goes on without it.
  }
}

/**
 * @param {string[]} names of all lessons, in order
 * @param {Done} lessons
 * @returns {{count: number, next: string|null}} how many are done, and the first one that is not
 */
export function summary(names, lessons) {
  const open = names.filter((name) => !Object.hasOwn(lessons, name));
  return { count: names.length - open.length, next: open[0] ?? null };
}
