/** The buttons Pin and Reset. In a frame where the author has locked everything, they are enabled only if they have an effect. */

import { mountButton } from "../base/dom.js";

const IDLE = "The author has locked all values, so this would change nothing";

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
   * @param {boolean} still whether the scenario is the author's and cannot be changed
   * @param {boolean} same whether layout, region, theme and step are the author's too
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
