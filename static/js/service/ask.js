/**
 * Requests to the server. While it is too busy for one kind of request, no other request of this kind is sent until the time
 * that the server has named is over, and a little longer by chance, so that the pages of a class do not come back all at once.
 */

import { send } from "./send.js";

/** The server, or a proxy before it, does not answer now, but may answer later. */
export class Unreachable extends Error {
  /**
   * @param {string} message
   * @param {number} [wait] ms until the server may be asked again; 0 if it has not said
   * @param {boolean} [sent] whether a request was sent; otherwise an earlier answer is repeated, which the reader knows already
   */
  constructor(message, wait = 0, sent = true) {
    super(message);
    this.wait = wait;
    this.sent = sent;
  }
}

/** A question that the server understands and does not allow, with its problems as data. */
export class Refused extends Error {
  /** @param {string} message @param {{parameter: string, value: string, allowed: string, column?: number}[]} problems */
  constructor(message, problems) {
    super(message);
    this.problems = problems;
  }
}

/** The statuses of a server that is too busy, and those of a proxy whose server is down. */
const BUSY = [429, 503];
const DOWN = [502, 504];

export const BUSY_TEXT = "The server is busy. This page will ask again; until then you see the last runs that arrived.";
export const SILENT_TEXT = "The server does not answer. You see the last runs that arrived.";

const USUAL = 2; // s, where a busy server does not say how long to wait
const [LEAST, LONGEST] = [1, 120]; // s that a page waits, whatever the server says
const SPREAD = 2000; // ms over which the first return is spread; doubled with each refusal
const MOST_SPREAD = 30_000;

/** @type {Map<string, {until: number, spread: number}>} the kinds of requests that the server is too busy for, and until when */
const held = new Map();

/** @param {string} address @returns {string} the resource, without the numbers of a run or step */
const kindOf = (address) => address.split("?")[0].replace(/\/\d+/g, "");

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} the answer, if it is good; anything else throws an error that a reader understands
 */
export async function ask(address, options) {
  const kind = kindOf(address);
  const left = (held.get(kind)?.until ?? 0) - performance.now();
  if (left > 0) throw new Unreachable(BUSY_TEXT, left, false);
  const response = await reach(send(address, options));
  if (response.ok) {
    held.delete(kind);
    return response;
  }
  if (BUSY.includes(response.status)) throw new Unreachable(BUSY_TEXT, hold(kind, response.headers.get("retry-after")));
  const problem = await response.json().catch(() => null); // a proxy in between answers in HTML
  if (problem?.problems) throw new Refused(problem.detail, problem.problems);
  const Kind = DOWN.includes(response.status) ? Unreachable : Error;
  throw new Kind(problem?.detail ?? `The server answered ${response.status}.`);
}

/**
 * Like `ask`, but while the server is busy, waits and asks again.
 * @param {string} address
 * @param {{signal?: AbortSignal, onBusy?: (wait: number) => void}} [more] onBusy: called before each wait, with its ms
 * @returns {Promise<Response>}
 */
export async function insist(address, { signal, onBusy } = {}) {
  for (;;) {
    try {
      return await ask(address, { signal });
    } catch (error) {
      if (!(error instanceof Unreachable) || error.wait === 0) throw error;
      onBusy?.(error.wait);
      await pause(error.wait, signal);
    }
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal] ends the pause with its reason
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>} the same promise, with a readable error if the server does not answer
 */
export async function reach(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof TypeError) throw new Unreachable(SILENT_TEXT);
    throw error;
  }
}

/**
 * @param {string} kind of request that the server is too busy for
 * @param {string|null} retryAfter the header
 * @returns {number} ms until the kind may be asked again
 */
function hold(kind, retryAfter) {
  const spread = Math.min(2 * (held.get(kind)?.spread ?? SPREAD / 2), MOST_SPREAD);
  const wait = 1000 * secondsOf(retryAfter) + Math.random() * spread;
  held.set(kind, { until: performance.now() + wait, spread });
  return wait;
}

/** @param {string|null} retryAfter seconds or a date @returns {number} seconds */
function secondsOf(retryAfter) {
  const text = retryAfter?.trim() ?? "";
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : /^[A-Z]/i.test(text) ? (Date.parse(text) - Date.now()) / 1000 : NaN;
  return Number.isNaN(seconds) ? USUAL : Math.min(Math.max(seconds, LEAST), LONGEST);
}
