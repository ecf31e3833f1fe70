/**
 * Which scenario a lesson file shows and how, although a person may have edited it by hand. Pure.
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
 * @param {(edited: Partial<Island>, query: string) => import("./mend-look.js").Look & {problems: string[]}} mendLook the same of the look
 * @returns {Island} the author's, with a notice, where the text is about a scenario that cannot be shown, or about none
 */
export function readIsland(text, own, mend, mendLook) {
  const edited = parsed(text);
  const query = edited?.query;
  if (!edited || typeof query !== "string" || !query.trim()) return { ...own, notices: [...own.notices, UNREADABLE] };
  const mended = query === own.query ? { query, problems: [] } : mend?.(query);
  const shown = mended?.query ?? own.query;
  const { view, embed, problems } = mendLook(edited, shown);
  const isMoved = shown !== own.query && view.step === own.view.step; // the author's step is one of the author's runs
  return {
    ...own, embed, query: shown, view: isMoved ? { ...view, step: view.step === 0 ? 0 : null } : view,
    notices: [...own.notices, ...(mended ? mended.problems : [OTHER]), ...problems],
  };
}

/** @param {string} text @returns {Partial<Island>|null} null if it is none */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
