/** The text of a lesson: a prediction is made, the runs are played, and then the explanation opens. */

import { mountButton, setText } from "../base/dom.js";
import { done, keep } from "./progress.js";

export class Lesson {
  /**
   * @param {HTMLElement} host
   * @param {import("../player/playhead.js").Playhead} playhead
   */
  constructor(host, playhead) {
    this.playhead = playhead;
    this.name = host.dataset.slug ?? "";
    this.body = /** @type {HTMLDetailsElement} */ (host.querySelector(".lesson-body"));
    this.result = /** @type {HTMLElement} */ (host.querySelector(".prediction-result"));
    this.choices = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(".prediction-choice")]);
    this.choices.forEach((choice, index) => mountButton(choice, () => this.#predict(index)));
    const known = done();
    if (Object.hasOwn(known, this.name)) this.#recall(known[this.name]);
    this.body.addEventListener("toggle", () => {
      if (this.body.open) this.#read();
    });
  }

  get #guessing() {
    return document.body.classList.contains("is-guessing");
  }

  /** @param {number|null} choice that was taken before; then there is nothing left to hide */
  #recall(choice) {
    if (choice !== null) this.#mark(choice);
    if (!this.#guessing) return;
    this.#reveal();
    this.playhead.show(this.playhead.store.state.steps);
  }

  /** @param {number} index */
  #predict(index) {
    keep({ ...done(), [this.name]: index });
    this.#mark(index);
    this.#reveal();
    this.playhead.show(0);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.playhead.play();
    else this.playhead.show(this.playhead.store.state.steps);
  }

  /** The explanation was opened, with or without a prediction. */
  #read() {
    const known = done();
    if (!Object.hasOwn(known, this.name)) keep({ ...known, [this.name]: null });
    this.#reveal();
  }

  /** @param {number} index */
  #mark(index) {
    this.choices.forEach((choice, at) => {
      choice.setAttribute("aria-pressed", String(at === index));
      choice.classList.toggle("is-right", this.#isRight(choice));
    });
    const right = this.choices.find((choice) => this.#isRight(choice));
    const chosen = this.choices[index];
    setText(this.result, chosen && this.#isRight(chosen) ? "Your prediction is right." : `The answer is: ${right?.textContent}.`);
  }

  /** @param {HTMLElement} choice */
  #isRight(choice) {
    return "right" in choice.dataset;
  }

  #reveal() {
    document.body.classList.remove("is-guessing");
    this.body.open = true;
  }
}
