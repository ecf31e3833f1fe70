/**
 * Which scenario a lesson file shows, although a person may have edited it by hand. Pure.
 *
 * @typedef {import("../base/types.js").Island} Island
 */

const UNREADABLE = "The changed scenario cannot be read. You see the scenario that the author saved.";
const OTHER = "This file holds only the scenario that the author saved. Any other one needs the server. You see the author's.";

/**
 * @param {string} text of the file, JSON unless somebody broke it
 * @param {Island} own the author's
 * @returns {Island} the author's where the text is about another scenario or about none, with a notice
 */
export function readIsland(text, own) {
  try {
    const { query } = JSON.parse(text);
    return query === own.query ? own : warned(own, OTHER);
  } catch {
    return warned(own, UNREADABLE);
  }
}

/** @param {Island} island @param {string} notice @returns {Island} */
const warned = (island, notice) => ({ ...island, notices: [...island.notices, notice] });
