/**
 * What chance decides, as the server has drawn it: the noise of each step, and the rows of its minibatch. Twin of
 * optimizers/run/draws.py, but for the generator itself, which only the server has.
 *
 * @typedef {import("../base/types.js").Draws} Draws
 */

/** Fills the rest of a smaller batch. */
export const NO_ROW = 255;

/**
 * @param {Draws|null} draws
 * @param {import("../base/types.js").Values} conditions
 * @param {number} batch the rows of a minibatch, 0 without
 * @param {number} rows of the data
 * @param {number} steps
 * @returns {import("../base/types.js").StepDraws|null} of a run of so many steps; null where they are not known
 */
export function drawsOf(draws, { noise, seed }, batch, rows, steps) {
  if (noise === 0 && batch === 0) return { noise: null, batches: null, batch };
  if (!draws || draws.seed !== seed) return null;
  const normals = noise === 0 ? null : draws.normals;
  const batches = batch === 0 ? null : draws.batches;
  if (noise !== 0 && !(normals && normals.length >= 2 * steps)) return null;
  if (batch !== 0 && !(batches && draws.batch === batch && draws.rows === rows && batches.length >= batch * steps)) return null;
  return { noise: normals && normals.map((normal) => Number(noise) * normal), batches, batch };
}

/**
 * Writes the constants of the surface of the rows that a step sees, packed as all of them are in q.
 *
 * @param {Float64Array} q
 * @param {Uint8Array} batches
 * @param {number} batch
 * @param {number} t the number of the step, from 1
 * @param {Float64Array} drawn with room for a whole batch
 * @returns {number} how many constants there are
 */
export function draw(q, batches, batch, t, drawn) {
  let at = 1;
  for (let k = (t - 1) * batch; k < t * batch; k += 1) {
    if (batches[k] === NO_ROW) continue;
    drawn[at] = q[1 + 2 * batches[k]];
    drawn[at + 1] = q[2 + 2 * batches[k]];
    at += 2;
  }
  drawn[0] = at;
  return at;
}
