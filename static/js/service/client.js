/**
 * Asks the server for runs. Requests are sent at once, at most two at a time, and only the newest answer counts. While the
 * server is late, there is one at a time, and a rest after each.
 *
 * @typedef {import("../base/types.js").Run} Run
 */

import { Unreachable, ask, reach } from "./ask.js";
import { isSame } from "../state/ahead.js";
import { restAfter } from "./pace.js";
import { Assembly } from "./runs.js";

/**
 * @template C
 * @typedef {{query: string, optimizers: number, starts: number, context: C, exact?: boolean}} Order context: returned with the runs.
 *   exact: to compare runs with those that are shown, so in float64 and without a word on progress
 */

const AT_ONCE = 2;
const PATIENCE = 300; // ms after which a request that is no longer the newest is cancelled

/** @template C what is returned with the runs */
export class Client {
  /** @type {{sequence: number, begun: number, abort: AbortController}[]} */
  #underWay = [];
  /** @type {(Order<C> & {sequence: number})|null} */
  #waiting = null;
  #sequence = 0;
  #shown = 0;
  /** @type {{abort: AbortController, response: Promise<Response>}|null} */
  #ahead = null;
  #rest = 0; // ms after the last answer
  #restUntil = 0;
  #timer = 0; // that ends the rest, or the patience with the oldest request

  /**
   * @param {string} root address of the app's root
   * @param {(runs: Run[], context: C, from: import("./runs.js").From) => void} onRuns
   * @param {(error: Error) => void} onError
   * @param {(event: import("../base/types.js").Progress) => void} [onProgress] of long work before the first point
   */
  constructor(root, onRuns, onError, onProgress = () => {}) {
    this.onProgress = onProgress;
    this.root = root;
    this.onRuns = onRuns;
    this.onError = onError;
  }

  /** @param {Order<C>} order */
  request(order) {
    this.#waiting = { ...order, sequence: ++this.#sequence };
    this.#next();
  }

  /**
   * Ask for runs that the next order may be for. They are used if the server understands them as that order's.
   * @param {string} query
   */
  ahead(query) {
    this.#ahead?.abort.abort();
    if (this.#rest) return; // the server is late
    const abort = new AbortController();
    const response = ask(this.#address(query), { signal: abort.signal, cache: "no-store" });
    response.catch(() => {}); // a text that is not legal; its own answer says so
    this.#ahead = { abort, response };
  }

  /** The page has newer runs without a request: what waits is not asked for, and what is under way is outdated. */
  overtake() {
    this.#waiting = null;
    this.#shown = ++this.#sequence;
  }

  /** Whether as many requests are under way as may be. */
  get #full() {
    return this.#underWay.length >= (this.#rest ? 1 : AT_ONCE);
  }

  /** Send what waits, or see to it later. */
  #next() {
    clearTimeout(this.#timer);
    if (!this.#waiting) return;
    const now = performance.now();
    const [oldest] = this.#underWay;
    // While the server is late, a request has as much more time as the rest after it takes.
    const until = this.#full ? oldest.begun + PATIENCE + this.#rest : this.#restUntil;
    if (this.#full && now > until) {
      oldest.abort.abort(); // and what waits is sent when it has ended
      return;
    }
    if (this.#full || now < until) {
      this.#timer = setTimeout(() => this.#next(), Math.max(1, until - now));
      return;
    }
    const order = this.#waiting;
    this.#waiting = null;
    const entry = { sequence: order.sequence, begun: performance.now(), abort: new AbortController() };
    this.#underWay.push(entry);
    this.#fetch(order, entry.abort.signal)
      .catch((error) => {
        if (error.name !== "AbortError" && order.sequence === this.#sequence) this.onError(error);
      })
      .finally(() => {
        this.#underWay.splice(this.#underWay.indexOf(entry), 1);
        this.#next();
      });
  }

  /**
   * @param {Order<C> & {sequence: number}} order
   * @param {AbortSignal} signal
   */
  async #fetch(order, signal) {
    const ahead = this.#ahead;
    this.#ahead = null;
    signal.addEventListener("abort", () => ahead?.abort.abort(), { once: true });
    if (ahead && !order.exact && await this.#read(await ahead.response.catch(() => null), order, true)) return;
    ahead?.abort.abort();
    await this.#read(await ask(this.#address(order.query, order.exact), { signal, cache: "no-store" }), order, false);
  }

  /** @param {string} query @param {boolean} [exact] */
  #address(query, exact) {
    return `${this.root}api/v1/trajectories?${query}&precision=${exact ? "f8" : "f4"}`;
  }

  /**
   * @param {Response|null} response
   * @param {Order<C> & {sequence: number}} order
   * @param {boolean} guessed whether it was asked for before the order was known
   * @returns {Promise<boolean>} whether it is the answer to the order
   */
  async #read(response, order, guessed) {
    if (!response) return false;
    this.#rest = restAfter(response.headers.get("server-timing"));
    this.#restUntil = performance.now() + this.#rest;
    const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
    const assembly = new Assembly(order.optimizers, order.starts);
    for await (const line of lines(body)) {
      const event = /** @type {import("../base/types.js").StreamEvent} */ (JSON.parse(line));
      if (guessed && event.event === "scenario" && !isSame(event.query, order.query)) return false;
      if (event.event !== "progress") assembly.take(event);
      else if (order.sequence === this.#sequence && !order.exact) this.onProgress(event);
    }
    if (assembly.error) throw new Error(assembly.error);
    if (!assembly.done) throw new Unreachable("The server's answer was cut off.");
    if (order.sequence < this.#shown) return true;
    this.#shown = order.sequence;
    this.onRuns(assembly.runs, order.context, assembly.from);
    return true;
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string>} the complete lines, without one that was cut off
 */
async function* lines(body) {
  const reader = body.getReader(); // a TextDecoderStream would cost a turn of the event loop for each piece
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reach(reader.read());
    const pieces = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = pieces.pop() ?? "";
    yield* pieces;
    if (done) return;
  }
}
