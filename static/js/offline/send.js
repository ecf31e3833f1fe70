/** Answers instead of the server, in a lesson file: with what the file holds, and with runs that it computes. Nothing leaves the file. */

import { held, keyOf } from "./answers.js";

const MISSING = { detail: "This needs the server, which an offline file does not have." };
const STATUS = 501; // the page does not ask again for what it gets this answer to
const RUNS = /^.*?api\/v1\/trajectories\?/;
const VERDICT = /^.*?api\/v1\/verdict\?/;
const REGION = /(api\/v1\/surface\?[^&]*(?:&cells=\d+)?)&region=[^&]*/;

/** The answer about a scenario that is not the author's, where nothing can be found on it here. */
const UNKNOWN = {
  verdict_parts: [{ text: "The verdict on this scenario needs the server, which an offline file does not have.", kind: "text" }],
  continuations: [], horizon: [],
};
/** What only the server knows. */
const MORE = { theory: [], rates: [], notes: [] };

/**
 * @typedef {{stream: (query: string) => string|null, verdict: (query: string) => import("../tell/tell.js").Findings|null}} Computing
 *   the lines of a query's runs, and the verdict on them; null where it cannot
 */

/** @type {Computing|null} */
let computing = null;

/** @param {Computing} engine */
export function computeWith(engine) {
  computing = engine;
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function send(address, { signal } = {}) {
  signal?.throwIfAborted();
  // The contours of a region are those of the whole surface, which the plot enlarges.
  const text = held(address) ?? held(address.replace(REGION, "$1")) ?? (RUNS.test(address) && computing ? computing.stream(address.replace(RUNS, "")) : null);
  if (text !== null) return new Response(text);
  if (!VERDICT.test(address)) return Response.json(MISSING, { status: STATUS });
  return Response.json({ ...(computing?.verdict(address.replace(VERDICT, "")) ?? UNKNOWN), ...MORE });
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
