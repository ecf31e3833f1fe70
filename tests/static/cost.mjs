/** CPU time for tests that compare the cost of a long text with that of a shorter one. */

import assert from "node:assert/strict";

const TRIES = 5;
const STEEPEST = 3; // times the cost for twice the length
const SLACK = 500; // µs, what a measurement may be wrong by

/** @param {() => void} act @returns {number} µs of CPU, the least of several tries */
function cost(act) {
  const tries = Array.from({ length: TRIES }, () => {
    const begun = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  });
  return Math.min(...tries);
}

/**
 * Assert that a text costs time in proportion to its length.
 * @param {(length: number) => void} read a text of so many characters
 * @param {number} length
 * @param {string} name of the text
 */
export function assertProportional(read, length, name) {
  let [whole, half] = [0, 0];
  for (let again = 0; again < 3; again++) { // what else the process does only adds to it
    [whole, half] = [cost(() => read(length)), cost(() => read(length / 2))];
    if (whole <= STEEPEST * half + SLACK) return;
  }
  assert.fail(`${name}: ${whole} µs, and ${half} for half of it`);
}
