/**
 * Which scenario a lesson file shows, although a person may have edited it by hand. Pure.
 *
 * @typedef {import("../base/types.js").Island} Island
 */

const AUTHOR = "You see the scenario that the author saved.";
const UNREADABLE = `The changed scenario cannot be read. ${AUTHOR}`;
const OTHER = `This file cannot show the changed scenario without the server. ${AUTHOR}`;

/**
 * @param {string} text of the file, JSON unless somebody broke it
 * @param {Island} own the author's
 * @param {((query: string) => {query: string, problems: string[]}|null)|null} mend what the file can show of another query, and what is wrong
 *   with it; null where it can show only the author's
 * @returns {Island} the author's, with a notice, where the text is about a scenario that cannot be shown, or about none
 */
export function readIsland(text, own, mend) {
  const query = queryOf(text);
  if (query === own.query) return own;
  if (!query?.trim()) return { ...own, notices: [...own.notices, UNREADABLE] };
  const mended = mend?.(query);
  if (!mended) return { ...own, notices: [...own.notices, OTHER] };
  const { step } = own.view;
  const view = mended.query === own.query ? own.view : { ...own.view, step: step === 0 ? 0 : null };
  return { ...own, query: mended.query, view, notices: [...own.notices, ...mended.problems] };
}

/** @param {string} text @returns {string|null} null if there is none */
function queryOf(text) {
  try {
    const { query } = JSON.parse(text);
    return typeof query === "string" ? query : null;
  } catch {
    return null;
  }
}
