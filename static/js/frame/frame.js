/**
 * The page as an embed in another page: it waits until it is visible, reports its height, and accepts calls from the page
 * that embeds it.
 *
 * @typedef {import("../base/types.js").FrameMessage} FrameMessage
 * @typedef {import("../base/types.js").FrameState} FrameState
 * @typedef {{condition: () => FrameState, set: (query: string) => Promise<void>, play: () => void, pause: () => void,
 *   seek: (step: number) => void, reset: () => void}} Controls
 */

import { USUAL, writeAddress } from "../state/address.js";
import { NAME, heightMessages, readCall } from "./messages.js";

const STRANGER = "Only the page that contains this frame can call it.";

const MOST_EARLY = 100;
/** @type {MessageEvent[]} calls that come while the page still loads its catalog: the surrounding page sends them at the load event */
const early = [];
const hold = (/** @type {MessageEvent} */ event) => { if (early.length < MOST_EARLY) early.push(event); };
globalThis.addEventListener?.("message", hold);

export class Frame {
  #sentHeight = "";
  /** @type {FrameState|null} */
  #before = null;

  /** @param {Controls} controls the functions that calls of the surrounding page use */
  constructor(controls) {
    this.controls = controls;
    removeEventListener("message", hold);
    addEventListener("message", (event) => this.#take(event));
    setTimeout(() => early.splice(0).forEach((event) => this.#take(event))); // once the page is put together
    const body = document.body;
    new ResizeObserver(() => this.#sendHeight(Math.ceil(body.getBoundingClientRect().height))).observe(body);
  }

  /** Send what has changed since the last message. */
  report() {
    const now = this.controls.condition();
    const before = this.#before;
    this.#before = now;
    if (!before) this.#send({ event: "ready", query: now.query });
    else if (before.query !== now.query) this.#send({ event: "change", query: now.query });
    if (before && before.step === now.step && before.steps === now.steps && before.playing === now.playing) return;
    this.#send({ event: "step", step: now.step, steps: now.steps, playing: now.playing });
  }

  /** @param {number} height */
  #sendHeight(height) {
    if (this.#sentHeight === String(height) || height === 0) return;
    this.#sentHeight = String(height);
    for (const message of heightMessages(height, location.href)) parent.postMessage(message, "*");
  }

  /** @param {FrameMessage} message which holds nothing but the scenario, so any page may read it */
  #send(message) {
    parent.postMessage({ from: NAME, ...message }, "*");
  }

  /** @param {MessageEvent} message */
  async #take({ data, source }) {
    const read = readCall(data);
    if (!read) return;
    const { call, problem } = read;
    const identity = call.id === undefined ? {} : { id: call.id };
    /** @param {FrameMessage} answer */
    const reply = (answer) => /** @type {Window|null} */ (source)?.postMessage({ from: NAME, ...identity, ...answer }, { targetOrigin: "*" });
    const wrong = source === parent ? problem : STRANGER;
    if (wrong) {
      reply({ event: "error", detail: wrong });
      return;
    }
    try {
      await this.#do(call);
      reply({ event: "state", ...this.controls.condition() });
    } catch (error) {
      reply({ event: "error", detail: /** @type {Error} */ (error).message });
    }
  }

  /** @param {import("../base/types.js").Call} call */
  async #do({ call, query, step }) {
    const { controls } = this;
    if (call === "set") await controls.set(/** @type {string} */ (query));
    else if (call === "play") controls.play();
    else if (call === "pause") controls.pause();
    else if (call === "seek") controls.seek(Math.min(/** @type {number} */ (step), controls.condition().steps));
    else if (call === "reset") controls.reset();
  }
}

/**
 * @param {Element} target
 * @returns {Promise<void>} resolved once a part of it is in sight, in this window and in the surrounding ones
 */
export function seen(target) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(target);
  });
}

/**
 * Keep the links that lead out of the frame pointing to what it shows.
 * @param {import("../state/store.js").Store} store
 * @param {string} root address of the app's root
 */
export function keepLinks(store, root) {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-open]"));
  store.subscribe((state) => {
    const address = `${root}?${writeAddress({ ...state, embed: USUAL }, store.catalog)}`;
    for (const link of links) link.href = address;
  });
}

/** @param {Element} target @returns {Promise<void>} resolved once the reader uses it with a pointer, a finger or the keyboard */
export function turnedTo(target) {
  return new Promise((resolve) => {
    // A pointer that lay there before the page did may not enter any more, but moves.
    for (const name of ["pointerenter", "pointermove", "pointerdown", "focusin"]) {
      target.addEventListener(name, () => resolve(), { once: true, passive: true });
    }
  });
}
