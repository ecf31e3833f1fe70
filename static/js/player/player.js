/**
 * Playback controls: to the start, one step back, play or pause, one step forward, to the end, scrub, speed. The slider is the
 * handle of the cursor in the chart above it; where there is no chart, it is by itself.
 */

import { element, icon, isCovered, setText } from "../base/dom.js";
import { SPEEDS } from "./playback.js";

const ICONS = {
  first: "M2 2h2v12H2zM14 2v12L5 8z",
  back: "M12 2v12L4 8z",
  play: "M3 2v12l11-6z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  on: "M4 2v12l8-6z",
  last: "M12 2h2v12h-2zM2 2v12l9-6z",
};

export class Player {
  #shown = "";

  /**
   * @param {HTMLElement} host
   * @param {import("./playhead.js").Playhead} playhead
   */
  constructor(host, playhead) {
    /** @param {string} face @param {string} label @param {(event: Event) => void} act */
    const button = (face, label, act) => {
      const made = element("button", { type: "button", className: "button player-button", "aria-label": label, title: label }, icon(face));
      made.addEventListener("click", act);
      return made;
    };
    this.step = 0;
    this.steps = 1;
    this.playButton = button(ICONS.play, "Play", () => playhead.toggle());
    this.playButton.classList.add("player-play");
    this.scrub = element("input", { type: "range", className: "slider player-scrub", min: "0", "aria-label": "Step" });
    this.scrub.addEventListener("input", (event) => playhead.show(Number(this.scrub.value), event));
    this.count = element("span");
    this.reading = element("output", { className: "player-reading" }, element("span", { className: "player-word" }, "step "), this.count);
    this.speed = element("select", { className: "player-speed", "aria-label": "Speed", "data-control": "speed" });
    for (const speed of SPEEDS) this.speed.append(element("option", { value: String(speed), selected: speed === 1 }, `${speed}×`));
    this.speed.addEventListener("change", () => playhead.setSpeed(Number(this.speed.value)));
    host.append(
      element("div", { className: "player-buttons" },
        button(ICONS.first, "To the start", (event) => playhead.show(0, event)),
        button(ICONS.back, "Step back", (event) => playhead.show(this.step - 1, event)),
        this.playButton,
        button(ICONS.on, "Step forward", (event) => playhead.show(this.step + 1, event)),
        button(ICONS.last, "To the end", (event) => playhead.show(this.steps, event))),
      this.reading, this.scrub, this.speed,
    );
    document.addEventListener("keydown", (event) => {
      // The space bar plays, as in every player, unless the focused element uses this key itself.
      const target = /** @type {Element} */ (event.target);
      if (event.key !== " " || isCovered() || target.closest("button, input, select, textarea, a, summary, [contenteditable]")) return;
      event.preventDefault();
      playhead.toggle();
    });
  }

  /**
   * @param {number} step
   * @param {number} steps
   * @param {boolean} playing
   */
  update(step, steps, playing) {
    const key = `${step} ${steps} ${playing}`;
    if (key === this.#shown) return; // as while a slider moves, when every write would cost a layout
    this.#shown = key;
    this.step = step;
    this.steps = steps;
    this.scrub.max = String(steps);
    this.scrub.value = String(step);
    this.scrub.setAttribute("aria-valuetext", `step ${step} of ${steps}`);
    setText(this.count, `${step} of ${steps}`);
    const label = playing ? "Pause" : "Play";
    if (this.playButton.title === label && this.playButton.childNodes.length > 1) return;
    this.reading.setAttribute("aria-live", playing ? "off" : "polite"); // a screen reader must not read sixty steps a second
    this.playButton.title = label;
    this.playButton.setAttribute("aria-label", label);
    this.playButton.replaceChildren(icon(playing ? ICONS.pause : ICONS.play), ` ${label}`);
  }
}
