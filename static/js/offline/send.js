/** Answers instead of the server, in a lesson file: with what the file holds, and with runs that it computes. Nothing leaves the file. */

import { held, keyOf } from "./answers.js";

const MISSING = { detail: "This needs the server, which an offline file does not have." };
const STATUS = 501; // the page does not ask again for what it gets this answer to
const RUNS = /^.*?api\/v1\/trajectories\?/;
const VERDICT = /^.*?api\/v1\/verdict\?/;
const SURFACE = /^.*?api\/v1\/surface\?/;

/** The answer about a scenario that is not the author's, where nothing can be found on it here. */
const UNKNOWN = {
  verdict_parts: [{ text: "The verdict on this scenario needs the server, which an offline file does not have.", kind: "text" }],
  continuations: [], horizon: [],
};
/** What only the server knows. */
const MORE = { rates: [], notes: [] };

/**
 * @typedef {{stream: (query: string) => string|null, surface: (asked: string) => string|null,
 *   verdict: (query: string) => import("../tell/tell.js").Findings|null, marks: (query: string) => import("../base/types.js").Answer["theory"]}} Computing
 *   the lines of a query's runs, what is known of a surface, the verdict on runs, and the marks on sliders; null where it cannot
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
  const text = held(address) ?? computed(address);
  if (text !== null) return new Response(text);
  if (!VERDICT.test(address)) return Response.json(MISSING, { status: STATUS });
  const query = address.replace(VERDICT, "");
  return Response.json({ ...(computing?.verdict(query) ?? UNKNOWN), theory: computing?.marks(query) ?? [], ...MORE });
}

/** @param {string} query @returns {boolean} whether the file holds the verdict on it */
export const isHeld = (query) => held(`api/v1/verdict?${query}`) !== null;

/** @param {string} query @returns {import("../tell/tell.js").Findings|null} the verdict on it; null where it cannot be found */
export const tellNow = (query) => computing && computing.verdict(query);

/** @param {string} address @returns {string|null} what is answered, but for a verdict; null where it cannot be computed */
function computed(address) {
  if (RUNS.test(address)) return computing && computing.stream(address.replace(RUNS, ""));
  return SURFACE.test(address) ? computing && computing.surface(address.replace(SURFACE, "")) : null;
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
