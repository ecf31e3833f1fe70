/** The buttons Pin and Reset. In a frame where the author has fixed everything they can only be pressed where that does something. */

import { mountButton } from "../base/dom.js";

const IDLE = "The author has fixed everything: there is nothing to do";

export class Tools {
  #pinned = false;

  /**
   * @param {HTMLButtonElement} pin
   * @param {HTMLButtonElement} reset
   * @param {(pinned: boolean) => void} onPin
   * @param {() => void} onReset
   */
  constructor(pin, reset, onPin, onReset) {
    this.pin = pin;
    this.reset = reset;
    this.titles = new Map([pin, reset].map((button) => [button, button.title]));
    mountButton(pin, () => {
      this.#pinned = !this.#pinned;
      pin.textContent = this.#pinned ? "Unpin" : "Pin";
      pin.setAttribute("aria-pressed", String(this.#pinned));
      onPin(this.#pinned);
    });
    mountButton(reset, onReset);
  }

  /**
   * @param {boolean} still whether the scenario is the author's, and stays so
   * @param {boolean} same whether the look is the author's too
   */
  update(still, same) {
    this.#idle(this.pin, still && !this.#pinned);
    this.#idle(this.reset, still && same);
  }

  /** @param {HTMLButtonElement} button @param {boolean} idle */
  #idle(button, idle) {
    if (button.disabled === idle) return;
    button.disabled = idle;
    button.title = idle ? IDLE : this.titles.get(button) ?? "";
  }
}
