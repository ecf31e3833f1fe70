/**
 * Loads what the state asks for, the runs and the grid of the surface, and keeps what has arrived.
 *
 * @typedef {import("../base/types.js").RunSet} RunSet
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {{query: string, state: State, sequence: number, planned: import("../base/types.js").Plan, before: Map<string, Run[]>}} Context
 *   what was asked for, and what was loaded at that time
 * @typedef {{runSet: (first: boolean) => void, grid: (grid: SurfaceGrid) => void, progress: (event: import("../base/types.js").Progress) => void}} Listeners
 *   called when it has arrived; first: whether these are the first runs of the page
 */

import { Client } from "./client.js";
import { Surfaces } from "./surfaces.js";
import { begin } from "./timing.js";
import { slots } from "../plot/series.js";
import { writeScenario } from "../state/address.js";
import { queryAhead } from "../state/ahead.js";
import { running } from "../state/fitting.js";
import { isPlain, merge, plan } from "../state/reuse.js";

const GRID_REST = 150; // ms that a slider of the surface has to rest before the contours are loaded

export class SceneData {
  /** @type {RunSet|null} */
  runSet = null;
  /** @type {SurfaceGrid|null} */
  grid = null;
  reached = 0; // the newest event whose effect the runs show
  asked = ""; // the query of the newest state
  #answered = ""; // the query that the runs belong to
  #retried = ""; // the query that is asked for again, because the server did not answer
  #gridTimer = 0;
  #gridAsked = ""; // the surface and the region of the newest state
  /** @type {Map<string, Run[]>} */
  #known = new Map();

  /**
   * @param {import("../state/store.js").Store} store
   * @param {string} root address of the app's root
   * @param {import("./trouble.js").Trouble} trouble which reports failures
   * @param {Listeners} on
   * @param {number} [cells] of the grid in each direction, if not the usual number
   */
  constructor(store, root, trouble, on, cells) {
    this.store = store;
    this.trouble = trouble;
    this.on = on;
    trouble.repeated = () => this.asked === this.#retried;
    /** @type {Client<Context>} */
    this.client = new Client(root, (runs, context) => this.#receive(runs, context), trouble.of("server"), (event) => on.progress(event));
    this.surfaces = new Surfaces(root, (grid) => this.#receiveGrid(grid), trouble.of("surface"), cells);
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
    const planned = plan(state, catalog, this.#known);
    const context = { query, state, sequence, planned, before: this.#known };
    const order = { query: planned.query, optimizers: planned.missing.length, starts: state.starts.length, context };
    if (order.optimizers) this.client.request(order);
    else this.client.answer(order);
  }

  /** @param {State} state @param {string} surface its item of the query */
  #wantGrid({ surface: { name }, region }, surface) {
    const asked = region ? `${surface}&region=${region}` : surface;
    if (asked === this.#gridAsked) return;
    this.#gridAsked = asked;
    clearTimeout(this.#gridTimer);
    const wait = this.grid?.surface === name ? GRID_REST : 0;
    this.#gridTimer = setTimeout(() => this.surfaces.want(asked), wait);
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
      this.surfaces.want(this.#gridAsked);
      return false;
    }
    this.asked = this.#gridAsked = "";
    this.want(this.store.state, null);
    return true;
  }

  /**
   * @param {Run[]} come
   * @param {Context} context
   */
  #receive(come, { query, state, sequence, planned, before }) {
    const { catalog } = this.store;
    const runs = merge(planned, before, come);
    this.#known = new Map(planned.keys.map((key, i) => [key, runs[i]]));
    const names = running(state).map(({ name }) => name);
    const all = runs.flat();
    this.runSet = {
      query,
      state,
      names,
      slots: slots(names, catalog),
      keys: planned.keys,
      caption: isPlain(state, catalog) ? catalog.caption : all[0].caption,
      runs: all,
    };
    this.reached = sequence;
    const first = this.#answered === "";
    this.#answered = query;
    this.on.runSet(first);
    this.trouble.over("server");
  }

  /** @param {SurfaceGrid} grid */
  #receiveGrid(grid) {
    this.grid = grid;
    this.on.grid(grid);
    this.trouble.over("surface");
  }
}
