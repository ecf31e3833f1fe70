/** How fast the page asks: more slowly, the longer the server says that answers wait for their turn there. */

// The page rests between five and fifteen times as long as an answer has waited, so that a tenth of a class waits at a time;
// by chance, so that the pages that were answered together do not come back together.
const [LEAST, MOST] = [5, 15];
const LONGEST = 2000; // ms
const WAIT = /(?:^|,)\s*wait;dur=(\d{1,9}(?:\.\d{1,9})?)/;

/**
 * @param {string|null} timing the header Server-Timing of an answer
 * @param {number} [chance] from 0 to 1
 * @returns {number} ms for which the page does not ask again; 0 if the server is not late
 */
export function restAfter(timing, chance = Math.random()) {
  const waited = Number(WAIT.exec(timing ?? "")?.[1] ?? 0);
  return Math.min(waited * (LEAST + (MOST - LEAST) * chance), LONGEST);
}
