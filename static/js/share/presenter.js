/**
 * The presenter's view: verdict, plots and player alone, in large type, with a QR code of the link, on the full screen where
 * the browser allows it. Nothing of the state changes.
 */

import { element, isCovered } from "../base/dom.js";
import { FullScreen } from "./full-screen.js";
import { pictureQuery } from "./share-text.js";

export class Presenter {
  /** @type {Element|null} what had the focus before */
  #before = null;
  #fullScreen = new FullScreen(() => this.leave());

  /**
   * @param {import("../state/store.js").Store} store
   * @param {string} root
   * @param {HTMLElement} stage
   */
  constructor(store, root, stage) {
    this.store = store;
    this.root = root;
    this.code = element("img", { className: "presenter-code", alt: "QR code of the link to this picture" });
    this.code.addEventListener("error", () => this.frame.classList.add("has-no-code")); // the link may be too long for one
    const leave = element("button", { type: "button", className: "button presenter-leave", title: "Leave (Escape)" }, "Leave");
    leave.addEventListener("click", () => this.leave());
    this.frame = element("aside", { className: "presenter", "aria-label": "Presenter's view", hidden: true }, this.code, leave);
    stage.prepend(this.frame);
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  get on() {
    return !this.frame.hidden;
  }

  enter() {
    if (this.on) return;
    this.#before = document.activeElement;
    this.frame.hidden = false;
    this.frame.classList.remove("has-no-code");
    this.code.src = `${this.root}qr.svg?v=2&${pictureQuery(this.store.state, this.store.catalog)}`;
    document.body.classList.add("is-presenting");
    void this.#fullScreen.set(true);
    /** @type {HTMLElement|null} */ (document.querySelector(".player-play"))?.focus({ preventScroll: true });
  }

  leave() {
    if (!this.on) return;
    this.frame.hidden = true;
    document.body.classList.remove("is-presenting");
    void this.#fullScreen.set(false);
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isCovered()) return;
    if (event.key === "Escape") this.leave();
    else if (event.altKey && event.code === "KeyP" && !event.ctrlKey && !event.metaKey) { // on a Mac, Alt and P write a π
      event.preventDefault();
      if (this.on) this.leave();
      else this.enter();
    }
  }
}
