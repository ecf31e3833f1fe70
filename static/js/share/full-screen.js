/**
 * The browser's full screen, entered and left as asked. The browser does either only after a while, and says so with an event
 * that does not tell which of several calls it belongs to. So one call is made at a time, and the last wish is the one that counts.
 */

export class FullScreen {
  #wanted = false;
  /** Whether it has been entered since it was asked for last. */
  #entered = false;
  #calling = false;

  /**
   * @param {() => void} onLeft called when the reader leaves the full screen by the browser's own means
   * @param {Document} page
   */
  constructor(onLeft, page = document) {
    this.page = page;
    page.addEventListener("fullscreenchange", () => {
      if (this.#entered && !this.#calling && !page.fullscreenElement) onLeft();
    });
  }

  /** @param {boolean} wanted */
  async set(wanted) {
    this.#wanted = wanted;
    this.#entered = false;
    if (this.#calling) return; // the loop below sees the wish when its call has ended
    this.#calling = true;
    try {
      let changed = true;
      while (changed && this.#wanted !== this.#isFull) {
        const before = this.#isFull;
        await (before ? this.page.exitFullscreen() : this.page.documentElement.requestFullscreen());
        changed = this.#isFull !== before;
      }
      this.#entered = this.#wanted && this.#isFull;
    } catch {
      // Some browsers and frames refuse it.
    } finally {
      this.#calling = false;
    }
  }

  get #isFull() {
    return Boolean(this.page.fullscreenElement); // undefined where there is no full screen
  }
}
