import assert from "node:assert/strict";
import { test } from "node:test";

import { FullScreen } from "../../../static/js/share/full-screen.js";

const SOON = () => new Promise((resolve) => setImmediate(resolve));

/** A page whose browser changes the screen when `change` is called, and fires the event before or after the promise settles. */
class Page extends EventTarget {
  /** @type {string|null} */
  fullscreenElement = null;
  /** @type {Array<{element: string|null, resolve: () => void, reject: (error: Error) => void}>} */
  calls = [];

  /** @param {boolean} eventFirst */
  constructor(eventFirst) {
    super();
    this.eventFirst = eventFirst;
    this.documentElement = { requestFullscreen: () => this.#call("page") };
  }

  exitFullscreen() {
    return this.#call(null);
  }

  /** @param {string|null} element */
  #call(element) {
    return new Promise((resolve, reject) => this.calls.push({ element, resolve: () => resolve(undefined), reject }));
  }

  /** The browser does the oldest call. */
  async change() {
    const call = this.calls.shift();
    assert.ok(call);
    this.fullscreenElement = call.element;
    if (this.eventFirst) this.#fire();
    call.resolve();
    await SOON();
    if (!this.eventFirst) this.#fire();
  }

  async refuse() {
    this.calls.shift()?.reject(new TypeError("not allowed"));
    await SOON();
  }

  /** The reader leaves by the browser's own key. */
  escape() {
    this.fullscreenElement = null;
    this.#fire();
  }

  #fire() {
    this.dispatchEvent(new Event("fullscreenchange"));
  }
}

/** @param {boolean} eventFirst */
function open(eventFirst) {
  const page = new Page(eventFirst);
  const seen = { left: 0 };
  const screen = new FullScreen(() => { seen.left += 1; }, /** @type {any} */ (page));
  return { page, screen, seen };
}

/** Enters, leaves and enters at once; the browser has left the full screen, and the last call still waits. @param {boolean} eventFirst */
async function enterTwice(eventFirst) {
  const opened = open(eventFirst);
  const { page, screen } = opened;
  screen.set(true);
  await page.change();
  screen.set(false);
  screen.set(true);
  await page.change();
  return opened;
}

for (const eventFirst of [true, false]) {
  const order = eventFirst ? "the event comes first" : "the promise settles first";

  test(`it is entered, and left by the reader or by us (${order})`, async () => {
    const { page, screen, seen } = open(eventFirst);
    screen.set(true);
    await page.change();
    page.escape();
    assert.equal(seen.left, 1);
    screen.set(false);
    assert.equal(page.calls.length, 0);
    screen.set(true);
    await page.change();
    screen.set(false);
    await page.change();
    assert.deepEqual([page.fullscreenElement, seen.left, page.calls.length], [null, 1, 0]);
  });

  test(`when it is left and entered at once, it stays entered (${order})`, async () => {
    const { page, seen } = await enterTwice(eventFirst);
    await page.change();
    assert.deepEqual([page.fullscreenElement, seen.left, page.calls.length], ["page", 0, 0]);
    page.escape();
    assert.equal(seen.left, 1);
  });

  test(`left before it has been entered, it is not full in the end (${order})`, async () => {
    const { page, screen, seen } = open(eventFirst);
    screen.set(true);
    screen.set(false);
    await page.change();
    await page.change();
    assert.deepEqual([page.fullscreenElement, seen.left, page.calls.length], [null, 0, 0]);
  });

  test(`refused when it is entered again, the old event leaves nothing (${order})`, async () => {
    const { page, seen } = await enterTwice(eventFirst);
    await page.refuse();
    page.dispatchEvent(new Event("fullscreenchange"));
    assert.deepEqual([page.fullscreenElement, seen.left, page.calls.length], [null, 0, 0]);
  });
}

test("a browser without a full screen, or whose calls change nothing, is asked once", async () => {
  let calls = 0;
  const page = /** @type {any} */ (new EventTarget());
  page.documentElement = {};
  const screen = new FullScreen(() => assert.fail("nothing was entered"), page);
  await screen.set(true);
  page.documentElement.requestFullscreen = async () => { calls += 1; };
  await screen.set(true);
  assert.equal(calls, 1);
});
