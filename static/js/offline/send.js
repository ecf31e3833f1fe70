/** Answers instead of the server, in a lesson file: with what the file holds, and with runs that it computes. Nothing leaves the file. */

import { held, keyOf } from "./answers.js";

const MISSING = { detail: "This needs the server, which an offline file does not have." };
const STATUS = 501; // the page does not ask again for what it gets this answer to
const RUNS = /^.*?api\/v1\/trajectories\?/;
const VERDICT = /api\/v1\/verdict\?/;
const REGION = /(api\/v1\/surface\?[^&]*(?:&cells=\d+)?)&region=[^&]*/;

/** The answer about a scenario that is not the author's: nothing is known of it here. */
const UNKNOWN = {
  verdict_parts: [{ text: "The verdict on a changed scenario needs the server, which an offline file does not have.", kind: "text" }],
  continuations: [], theory: [], rates: [], horizon: [], notes: [],
};

/** @type {(query: string) => string|null} computes the stream of a query */
let compute = () => null;

/** @param {(query: string) => string|null} stream returns the lines of a query's runs, null where it cannot */
export function computeWith(stream) {
  compute = stream;
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function send(address, { signal } = {}) {
  signal?.throwIfAborted();
  // The contours of a region are those of the whole surface, which the plot enlarges.
  const text = held(address) ?? held(address.replace(REGION, "$1")) ?? (RUNS.test(address) ? compute(address.replace(RUNS, "")) : null);
  if (text !== null) return new Response(text);
  return VERDICT.test(address) ? Response.json(UNKNOWN) : Response.json(MISSING, { status: STATUS });
}

/** @type {{address: string, picture: Element}|null} */
let picture = null;

/** @param {string} address @param {Element} one the picture that it is answered with */
export function show(address, one) {
  picture = { address: keyOf(address), picture: one };
}

/**
 * @param {string} address
 * @returns {Element|null}
 */
export const sendNow = (address) => (picture?.address === keyOf(address) ? picture.picture : null);
