/**
 * Loads what the state asks for, the runs and what is known of the surface, and keeps what has arrived. Runs that the engine in
 * the page can compute are shown at once; when nothing has changed for a while, the server is asked for them, and every bit is compared.
 *
 * A little over 300 lines: what arrives of the runs and of the surface is shown together.
 *
 * @typedef {import("../base/types.js").Checked} Checked
 * @typedef {import("../base/types.js").RunSet} RunSet
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {{query: string, state: State, sequence: number, planned: import("../base/types.js").Plan, before: Map<string, Run[]>}} Context
 *   what was asked for, and what was loaded at that time
 * @typedef {{runSet: (first: boolean) => void, grid: (grid: SurfaceGrid) => void, progress: (event: import("../base/types.js").Progress) => void,
 *   checked: (checked: Checked) => void}} Listeners
 *   called when it has arrived; first: whether these are the first runs of the page
 */

import { Client } from "./client.js";
import { difference, shown } from "./exact.js";
import { Surfaces, itemOf } from "./surfaces.js";
import { begin } from "./timing.js";
import { slots } from "../plot/series.js";
import { writeScenario } from "../state/address.js";
import { queryAhead } from "../state/ahead.js";
import { entry } from "../state/families.js";
import { running } from "../state/fitting.js";
import { isPlain, merge, plan } from "../state/reuse.js";

const REST = 150; // ms without a change before runs are compared with the server's, and before contours are loaded
const LATER = "Waiting for the server to say what is held equal.";
const CELLS = 128; // of the grid that the 3-D view shows, in each direction: with 160, software takes a second more to draw it

export class SceneData {
  /** @type {RunSet|null} */
  runSet = null;
  /** @type {SurfaceGrid|null} */
  grid = null;
  /** @type {SurfaceGrid|null} the newest that the server has sent */
  #near = null;
  reached = 0; // the newest event whose effect the runs show
  asked = ""; // the query of the newest state
  /** @type {Checked} */
  checked = "none";
  #answered = ""; // the query that the runs belong to
  #retried = ""; // the query that is asked for again, because the server did not answer
  #gridTimer = 0;
  #gridAsked = { item: "", cells: 0 }; // the surface and the region of the newest state, and how many values
  #checkTimer = 0;
  #disputed = ""; // the query on which the page and the server have said different things
  #reported = false; // whether a difference was written to the console
  /** @type {string|null} of the server that answered first, whose engine the page has */
  #version = null;
  /** @type {Map<string, Run[]>} the runs shown */
  #known = new Map();
  /** @type {Map<string, Run[]>} runs that the page has computed and the server has not confirmed, in float64 */
  #unsure = new Map();

  /**
   * @param {import("../state/store.js").Store} store
   * @param {string} root address of the app's root
   * @param {import("./trouble.js").Trouble} trouble which reports failures
   * @param {import("./engine.js").Engine} engine
   * @param {Listeners} on
   */
  constructor(store, root, trouble, engine, on) {
    this.store = store;
    this.trouble = trouble;
    this.engine = engine;
    this.on = on;
    trouble.repeated = () => this.asked === this.#retried;
    trouble.computes = () => this.#unsure.size > 0 && this.asked === this.#answered;
    /** @type {Client<Context>} */
    this.client = new Client(root, (runs, context, from) => this.#receive(runs, context, from), trouble.of("server"), (event) => on.progress(event));
    this.surfaces = new Surfaces(root, (grid) => this.#receiveGrid(grid), trouble.of("surface"));
  }

  /**
   * @param {State} state
   * @param {number|null} time of the input event that caused it
   */
  want(state, time) {
    const { catalog } = this.store;
    const query = writeScenario(state, catalog);
    this.#wantGrid(state, query.split("&")[0]);
    const late = query === this.asked && query !== this.#answered; // the runs shown are older ones: there is nothing to measure
    const sequence = begin(late ? null : time);
    if (query === this.asked) {
      if (!late) this.reached = sequence;
      return;
    }
    this.asked = query;
    clearTimeout(this.#checkTimer);
    const planned = plan(state, catalog, this.#known);
    const context = { query, state, sequence, planned, before: this.#known };
    if (planned.missing.length) this.#compute(context);
    else {
      this.engine.drop();
      this.client.overtake();
      this.#show([], context);
      if (!this.#unsure.size) this.trouble.over("server");
    }
  }

  /**
   * Show the runs that are missing as the engine computes them, or ask the server for them where it cannot.
   * @param {Context} context
   */
  #compute(context) {
    const { query, state, planned } = context;
    const on = running(state);
    const bound = this.#boundOf(query);
    const ask = () => this.client.request({ query: planned.query, optimizers: planned.missing.length, starts: state.starts.length, context });
    if (!this.runSet || this.grid?.surface !== state.surface.name) {
      this.engine.drop();
      ask();
      return;
    }
    this.engine.compute({ ...state, optimizers: planned.missing.map((index) => on[index]) }, { bound, near: bound ? null : this.#near && nearOf(this.#near) }, (runs) => {
      if (!runs) {
        ask();
        return;
      }
      this.client.overtake();
      planned.missing.forEach((at, index) => this.#unsure.set(planned.keys[at], runs.filter(({ optimizer }) => optimizer === index)));
      this.#show(runs.map(shown), context);
    });
  }

  /** @param {string} query @returns {import("../base/types.js").Bound|null} of its surface, null if the server has not said that of these values */
  #boundOf(query) {
    return this.grid && itemOf(this.grid) === query.split("&")[0] ? this.grid.bound : null;
  }

  /**
   * @param {RunSet} runSet
   * @param {import("../engine/why/explain.js").Which} which step of which of its runs
   * @returns {import("../base/types.js").Explanation|null} as the page computes it; null where it cannot
   */
  explain({ state, query }, which) {
    return this.engine.explain(state, { bound: this.#boundOf(query) }, which);
  }

  /** Ask the server for the runs that the page has computed, and compare them, when nothing changes for a while. */
  #rest() {
    clearTimeout(this.#checkTimer);
    if (this.#unsure.size) this.#checkTimer = setTimeout(() => this.#check(), REST);
  }

  #check() {
    const { state, catalog } = this.store;
    const before = new Map([...this.#known].filter(([key]) => !this.#unsure.has(key)));
    const planned = plan(state, catalog, before);
    const context = { query: this.asked, state, sequence: this.reached, planned, before };
    this.client.request({ query: planned.query, optimizers: planned.missing.length, starts: state.starts.length, context, exact: true });
  }

  /** @param {State} state @param {string} surface its item of the query */
  #wantGrid({ surface: { name, values }, region, layout }, surface) {
    const item = region ? `${surface}&region=${region}` : surface;
    const cells = layout === "3-d" ? CELLS : 0; // only the 3-D view needs values
    const asked = this.#gridAsked;
    if (item === asked.item && cells <= asked.cells) return;
    if ((!this.grid || surface !== itemOf(this.grid)) && this.#near?.surface === name) {
      const grid = this.engine.gridOf(entry(this.store.catalog.surfaces, name, values), values, region, cells, this.#near, item);
      if (grid) this.#showGrid(grid);
    }
    this.#gridAsked = { item, cells };
    clearTimeout(this.#gridTimer);
    const wait = item !== asked.item && this.grid?.surface === name ? REST : 0;
    this.#gridTimer = setTimeout(() => this.surfaces.want(item, cells), wait);
  }

  /** Load the values that the 3-D view shows, for which the reader is about to ask. */
  expect3d() {
    const { state } = this.store;
    if (this.grid?.surface === state.surface.name) this.#wantGrid({ ...state, layout: "3-d" }, this.asked.split("&")[0]);
  }

  /** @returns {{asked: import("./verdict-finder.js").Asked, ground: import("./verdict-finder.js").Ground}|null} for a verdict on the runs shown, if the server has not sent all of them; null if the surface has not arrived */
  get toTell() {
    if (!(this.#unsure.size || this.engine.isAlone) || !this.runSet || !this.grid) return null;
    const { runSet: { query, state }, grid: { key, bound, landmarks, minima, saddles, maxima, kinks } } = this;
    if (key.split("&")[0] !== query.split("&")[0]) return null;
    return { asked: { query, state }, ground: { bound, landmarks: { landmarks, minima, saddles, maxima, kinks } } };
  }

  /** @param {string} query @returns {boolean} whether the newest state has the same optimizers, up to numbers */
  isAbout(query) {
    return withoutNumbers(query) === withoutNumbers(this.asked);
  }

  /** @param {string} found how the page's verdict on the runs shown differs from the server's */
  dispute(found) {
    this.#disputed = this.#answered;
    this.#report(found);
    this.#setChecked("different");
  }

  /** @param {import("../state/ahead.js").Typed} typed whose runs are asked for while the server reads it */
  ahead(typed) {
    const query = queryAhead(this.store.state, this.store.catalog, typed);
    if (query) this.client.ahead(query);
  }

  /**
   * Ask again for what the server did not answer.
   * @returns {boolean} whether the runs are asked for again
   */
  retry() {
    this.#retried = this.asked;
    if (this.asked === this.#answered) {
      this.surfaces.want(this.#gridAsked.item, this.#gridAsked.cells);
      if (this.#unsure.size) this.#check();
      return this.#unsure.size > 0;
    }
    this.asked = "";
    this.#gridAsked = { item: "", cells: 0 };
    this.want(this.store.state, null);
    return true;
  }

  /**
   * @param {Run[]} come from the server
   * @param {Context} context
   * @param {import("./runs.js").From} from
   */
  #receive(come, context, { version }) {
    this.#version ??= version;
    const { planned, query, state } = context;
    const mine = planned.missing.map((at) => this.#unsure.get(planned.keys[at]));
    const found = mine.map((runs, index) => (runs ? difference(runs, come.filter(({ optimizer }) => optimizer === index)) : "")).find(Boolean);
    for (const at of planned.missing) this.#unsure.delete(planned.keys[at]);
    if (found) this.#report(found);
    const isMeasured = mine.every((runs) => runs?.every(({ metrics }) => metrics));
    if (this.runSet && query === this.#answered && !found && isMeasured) { // what is shown is right, and all of it
      const { caption, isStale } = this.#caption(state, query, come);
      const isNew = isStale !== this.runSet.isStale || caption !== this.runSet.caption;
      if (isNew) {
        this.runSet = { ...this.runSet, caption, isStale };
        this.on.runSet(false);
      }
    } else this.#show(come.map(shown), context);
    if (mine.some(Boolean)) this.#setChecked(!found ? "equal" : version === this.#version ? "different" : "outdated");
    this.trouble.over("server");
  }

  /** @param {string} found the first difference */
  #report(found) {
    if (!this.#reported) console.warn(`The page and the server computed different results: ${found}. The server's are shown.`);
    this.#reported = true;
  }

  /**
   * @param {Run[]} come
   * @param {Context} context
   */
  #show(come, { query, state, sequence, planned, before }) {
    const { catalog } = this.store;
    const runs = merge(planned, before, come);
    this.#known = new Map(planned.keys.map((key, i) => [key, runs[i]]));
    for (const key of this.#unsure.keys()) if (!this.#known.has(key)) this.#unsure.delete(key);
    const names = running(state).map(({ name }) => name);
    const all = runs.flat();
    this.runSet = { query, state, names, slots: slots(names, catalog), keys: planned.keys, ...this.#caption(state, query, all), runs: all };
    this.reached = sequence;
    const first = this.#answered === "";
    this.#answered = query;
    if (this.#unsure.size || this.checked !== "equal") this.#setChecked(this.#unsure.size ? "waiting" : "none");
    this.on.runSet(first);
    this.#rest();
  }

  /**
   * @param {State} state
   * @param {string} query
   * @param {Run[]} runs
   * @returns {Pick<RunSet, "caption"|"isStale">} the caption, which only the server can write where there is more to say than usual
   */
  #caption(state, query, runs) {
    if (isPlain(state, this.store.catalog)) return { caption: this.store.catalog.caption, isStale: false };
    if (runs[0].caption) return { caption: runs[0].caption, isStale: false };
    const isSimilar = this.runSet && withoutNumbers(this.runSet.query) === withoutNumbers(query);
    return { caption: isSimilar && this.runSet ? this.runSet.caption : LATER, isStale: true };
  }

  /** @param {Checked} computed whether the runs are equal */
  #setChecked(computed) {
    const checked = computed === "equal" && this.#disputed === this.#answered ? "different" : computed;
    this.checked = checked;
    this.on.checked(checked);
  }

  /** @param {SurfaceGrid} grid */
  #receiveGrid(grid) {
    this.#near = grid;
    this.trouble.over("surface");
    this.#showGrid(grid);
  }

  /** @param {SurfaceGrid} grid */
  #showGrid(grid) {
    this.grid = grid;
    this.on.grid(grid);
  }
}

/** @param {SurfaceGrid} grid @returns {import("../base/types.js").Near} what a worker needs of it */
const nearOf = ({ surface, parameters, data, bound }) => ({ surface, parameters, data, bound });

/** @param {string} query */
const withoutNumbers = (query) => query.replace(/-?\d[\d.e+-]*/g, "0");
