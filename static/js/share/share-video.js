/**
 * Records the current picture step by step, as a video for slides: the server's poster at each step, drawn on a canvas that the
 * browser records. Recording takes as long as the video, and can be stopped.
 */

import { VERSION } from "../state/address.js";
import { element, setText } from "../base/dom.js";
import { insist } from "../service/ask.js";
import { save } from "./download.js";
import { pictureQuery } from "./share-text.js";
import { busy } from "./saving.js";
import { RATE, videoFrames } from "./video-frames.js";

const KINDS = [["video/webm;codecs=vp9", "webm"], ["video/webm", "webm"], ["video/mp4", "mp4"]]; // Safari has no WebM
const WIDTH = 1280; // px, at least, of the video
const BITS = 8_000_000; // a second, so that thin lines stay sharp

/** @returns {string[]|undefined} type and ending of the videos that this browser records; undefined where it records none */
export function recorded() {
  if (typeof MediaRecorder !== "function" || !("captureStream" in HTMLCanvasElement.prototype)) return undefined;
  return KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));
}

export class ShareVideo {
  /** @type {AbortController|null} while a video is made */
  #work = null;
  /** @type {import("../base/types.js").Shared|null} */
  #picture = null;
  #theme = "light";

  constructor() {
    const kind = recorded();
    this.button = element("button", { type: "button", className: "button" });
    this.status = element("p", { className: "hint share-status", role: "status" });
    this.title = `Video, ${kind?.[1] === "mp4" ? "MP4" : "WebM"}`;
    this.button.addEventListener("click", () => (this.#work ? this.stop() : this.#make()));
    this.root = element("div", { className: "share-video", hidden: !kind }, this.button, this.status);
    this.#rest("");
  }

  /**
   * @param {import("../base/types.js").Shared} picture
   * @param {string} theme
   */
  update(picture, theme) {
    this.#picture = picture;
    this.#theme = theme;
    if (!this.#work) setText(this.status, "");
  }

  stop() {
    this.#work?.abort();
  }

  async #make() {
    const kind = recorded();
    if (!kind || !this.#picture) return;
    const work = new AbortController();
    this.#work = work;
    setText(this.button, "Stop recording");
    try {
      const [type, ending] = kind;
      const steps = videoFrames(this.#picture.state.steps);
      const pictures = await this.#pictures(steps, work.signal);
      const file = await this.#record(steps, pictures, type, work.signal);
      save(file, `trajectories.${ending}`);
      this.#rest("Saved");
    } catch (error) {
      this.#rest(work.signal.aborted ? "Stopped" : `${this.title}: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {string} said */
  #rest(said) {
    this.#work = null;
    setText(this.button, this.title);
    setText(this.status, said);
  }

  /**
   * @param {number[]} steps
   * @param {AbortSignal} signal
   * @returns {Promise<Map<number, Blob>>} the poster at each step
   */
  async #pictures(steps, signal) {
    const { root, state, catalog } = /** @type {import("../base/types.js").Shared} */ (this.#picture);
    const theme = this.#theme;
    const wanted = [...new Set(steps)];
    /** @type {Map<number, Blob>} */
    const found = new Map();
    for (const step of wanted) {
      setText(this.status, `Picture ${found.size + 1} of ${wanted.length}`);
      const address = `${root}poster.svg?v=${VERSION}&${pictureQuery({ ...state, step }, catalog)}&theme=${theme}`;
      const answer = await insist(address, { signal, onBusy: (ms) => setText(this.status, busy(ms)) });
      found.set(step, await answer.blob());
    }
    return found;
  }

  /**
   * @param {number[]} steps
   * @param {Map<number, Blob>} pictures
   * @param {string} type
   * @param {AbortSignal} signal
   * @returns {Promise<Blob>} the video
   */
  async #record(steps, pictures, type, signal) {
    const first = await drawable(/** @type {Blob} */ (pictures.get(0)));
    const scale = Math.max(1, WIDTH / first.width);
    const [width, height] = [first.width, first.height].map((length) => 2 * Math.round((length * scale) / 2)); // encoders want even ones
    const canvas = element("canvas", { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(first, 0, 0, width, height); // a stream of an empty canvas has no first frame in Firefox
    const stream = canvas.captureStream(RATE);
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS });
    /** @type {Blob[]} */
    const parts = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.start();
    try {
      const begun = performance.now();
      for (const [index, step] of steps.entries()) {
        const picture = await drawable(/** @type {Blob} */ (pictures.get(step)));
        await until(begun + (1000 * index) / RATE);
        signal.throwIfAborted();
        context.drawImage(picture, 0, 0, width, height);
        if (index % RATE === 0) setText(this.status, `Recording: second ${index / RATE + 1} of ${Math.ceil(steps.length / RATE)}`);
      }
      await until(begun + (1000 * steps.length) / RATE);
    } finally {
      recorder.stop();
      await ended;
      for (const track of stream.getTracks()) track.stop();
    }
    return new Blob(parts, { type: type.split(";")[0] });
  }
}

/** @param {number} time of performance.now() */
const until = (time) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));

/** @param {Blob} svg @returns {Promise<HTMLImageElement>} decoded, so that it can be drawn at once */
async function drawable(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return image;
}
