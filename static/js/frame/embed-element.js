/**
 * <optimizer-trajectories>: an embed as a web component for pages of other sites, served as /embed.js.
 *
 *   <script type="module" src="…/embed.js" data-external="1"></script>     … is the address of the app
 *   <optimizer-trajectories query="v=2&amp;surface=ellipse,kappa=25&amp;optimizer=sgd,lr=0.07&amp;start=A,-8,1.2&amp;steps=120">
 *     This content is shown until the frame has loaded.
 *   </optimizer-trajectories>
 *
 * Attributes: query (or scenario), with the version that it is written for; ui, show, hide, lock, theme, autoplay, step, links,
 * title, as in the address of a frame; src-base, the app's address with http or https, if this file comes from elsewhere. Methods: play(), pause(), seek(step), reset(), get(),
 * set(query); each returns a promise of the state {query, step, steps, playing}. Events: ready and change with
 * detail.query, step with detail.step, detail.steps and detail.playing.
 *
 * It imports nothing, because pages of other origins load it.
 */

export {}; // so that Node.js takes this file for the module that it is before it reads on

const NAME = "optimizer-trajectories";
const VIEW = ["ui", "show", "hide", "lock", "theme", "autoplay", "step", "links", "title"];
const LAST = "step"; // the one that a frame accepts without loading again
const HEIGHT = 480; // px until the frame sends its own
const LEAST = 120; // px, the least height whatever the frame sends
const MOST = 8000;
const PATIENCE = 15000; // ms for an answer
const SCHEMES = ["http:", "https:"]; // of a frame; a javascript: address would run in the surrounding page

const STYLE = `
  :host { display: block; position: relative; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; border: 0; }
  slot { position: absolute; inset: 0; display: block; overflow: hidden; }
  slot.is-alone { position: static; } /* no frame gives the element a height */
  .is-behind { opacity: 0; } /* not visibility, because a hidden frame does not draw and is never ready */
`;

/**
 * Copies of types of base/types.js, because this file imports nothing.
 * @typedef {{query: string, step: number, steps: number, playing: boolean}} FrameState
 * @typedef {{call: string, id?: number, query?: string, step?: number}} Call
 */

class OptimizerTrajectories extends HTMLElement {
  static observedAttributes = ["query", "scenario", "src-base", ...VIEW];

  /** @type {HTMLIFrameElement|null} */
  #frame = null;
  /** Why there is no frame; empty if there is one or the element is not on a page. */
  #refusal = "";
  #open = false;
  #scheduled = false;
  #calls = 0;
  /** @type {Map<number, {call: Call, resolve: (state: FrameState) => void, reject: (error: Error) => void, timer: number}>} calls without an answer */
  #waiting = new Map();
  #hear = (/** @type {MessageEvent} */ event) => this.#receive(event);

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet(); // a page whose policy allows no style elements allows this
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    root.append(document.createElement("slot"));
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#unload("the element was removed");
  }

  /** @param {string} name @param {string|null} before @param {string|null} now */
  attributeChangedCallback(name, before, now) {
    if (!(this.#frame || this.#refusal) || before === now) return;
    if (name === LAST && this.#open && /^\d+$/.test(now ?? "")) {
      this.seek(Number(now)).catch(() => {}); // the frame reports a step beyond the end
      return;
    }
    if (this.#scheduled) return;
    this.#scheduled = true; // changing several attributes at once loads one frame
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected) this.#load();
    });
  }

  play() {
    return this.#call({ call: "play" });
  }

  pause() {
    return this.#call({ call: "pause" });
  }

  /** @param {number} step */
  seek(step) {
    return this.#call({ call: "seek", step });
  }

  /** Returns to the scenario of the attributes. */
  reset() {
    return this.#call({ call: "reset" });
  }

  /** @returns {Promise<FrameState>} */
  get() {
    return this.#call({ call: "get" });
  }

  /** @param {string} query a scenario @returns {Promise<FrameState>} rejected with the problem if it is not legal */
  set(query) {
    return this.#call({ call: "set", query });
  }

  /** @returns {string} the address of the app's frames, without a query; empty if it is not one with http or https and without a user */
  get #frameAddress() {
    const base = this.getAttribute("src-base");
    try {
      const url = new URL("embed", base === null ? import.meta.url : new URL(base.replace(/\/?$/, "/"), document.baseURI));
      return SCHEMES.includes(url.protocol) && !url.username && !url.password ? url.href : ""; // a user name can look like the host
    } catch {
      return "";
    }
  }

  /** @returns {string} scenario and view, as in the address of the frame */
  get #query() {
    const query = (this.getAttribute("query") ?? this.getAttribute("scenario") ?? "").replace(/^\?/, "");
    const view = VIEW.flatMap((name) => {
      const value = this.getAttribute(name);
      if (value === null) return [];
      const text = value === "" && name === "autoplay" ? "1" : value;
      return text === "" ? [] : [`${name}=${encodeURIComponent(text)}`];
    });
    return [query, ...view].filter(Boolean).join("&");
  }

  /** @returns {string} the accessible name of the frame */
  get #name() {
    const query = new URLSearchParams(this.#query);
    const first = (/** @type {string} */ text) => text.split(",")[0];
    const surface = first(query.get("surface") ?? "");
    const optimizers = query.getAll("optimizer").map(first).join(", ");
    const described = `Optimizer Trajectories${optimizers && `: ${optimizers}`}${surface && ` on ${surface}`}`;
    return this.getAttribute("title") || described;
  }

  #load() {
    this.#unload("the frame loads again");
    const address = this.#frameAddress;
    const slot = this.shadowRoot?.querySelector("slot");
    slot?.classList.toggle("is-alone", !address);
    if (!address) {
      const base = JSON.stringify(this.getAttribute("src-base"))?.slice(0, 80);
      this.#refusal = `src-base = ${base} is not allowed: the address of the app, with http or https`;
      console.error(`${NAME}: ${this.#refusal}`);
      return;
    }
    const frame = document.createElement("iframe");
    frame.title = this.#name;
    frame.loading = "lazy"; // before src, otherwise it loads at once
    frame.allow = "fullscreen; clipboard-write";
    frame.height = String(HEIGHT);
    frame.src = `${address}?${this.#query}`;
    frame.addEventListener("load", () => {
      this.#open = true; // it listens now, and will draw when it is in sight
      // Calls made before, also to the page of a busy server, which has loaded itself again since.
      for (const [id, { call }] of this.#waiting) this.#send({ ...call, id });
    });
    // An error page of the browser loads, too, so the content of the element stays until the frame sends a message.
    const filled = this.textContent?.trim() || this.querySelector("img, picture, svg");
    frame.classList.toggle("is-behind", Boolean(slot && filled));
    this.#frame = frame;
    this.shadowRoot?.append(frame);
  }

  /** @param {string} reason why pending calls get no answer */
  #unload(reason) {
    this.#frame?.remove();
    this.#frame = null;
    this.#refusal = "";
    this.#open = false;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.#waiting.clear();
  }

  /**
   * @param {Call} call
   * @returns {Promise<FrameState>}
   */
  #call(call) {
    if (!this.#frame) return Promise.reject(new Error(this.#refusal || `${NAME} is not on the page`));
    if (!this.#open) this.#frame.loading = "eager"; // a caller must not wait until the reader scrolls there
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`no answer to ${call.call} within ${PATIENCE / 1000} s`));
      }, PATIENCE);
      this.#waiting.set(id, { call, resolve, reject, timer });
      if (this.#open) this.#send({ ...call, id });
    });
  }

  /** @param {Call} message */
  #send(message) {
    this.#frame?.contentWindow?.postMessage({ to: NAME, ...message }, "*"); // a frame in a sandbox has no origin that could be named
  }

  /** @param {MessageEvent} event */
  #receive({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.from !== NAME) return;
    const { event, id, height, detail, query, step, steps, playing } = data;
    this.shadowRoot?.querySelector("slot")?.remove();
    this.#frame.classList.remove("is-behind");
    if (event === "height" && Number.isFinite(height)) this.#frame.height = String(Math.ceil(Math.min(Math.max(height, LEAST), MOST)));
    if (event === "state") this.#answer(id)?.resolve({ query, step, steps, playing });
    if (event === "error") this.#answer(id)?.reject(new Error(String(detail)));
    if (event === "ready" || event === "change") this.dispatchEvent(new CustomEvent(event, { detail: { query } }));
    if (event === "step") this.dispatchEvent(new CustomEvent(event, { detail: { step, steps, playing } }));
  }

  /** @param {number} id */
  #answer(id) {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, OptimizerTrajectories);
