/**
 * Computes runs in the page: at once, or in a worker where there are many points. The engine is loaded when it may be wanted;
 * until then, and for what it cannot compute, there are no runs.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").State} State
 * @typedef {{bound: import("../base/types.js").Bound|null, near?: import("../base/types.js").Near|null, found?: (number|null)[]|null}} Known
 *   what is known of the surface with its values, null if nothing, what the server has said of it with others, and the rates that it has found by
 *   tuning. Without the first, nothing is measured on the runs.
 * @typedef {Pick<State, "surface"|"optimizers"|"starts"|"steps"|"conditions">} Scenario
 * @typedef {(state: Scenario, catalog: Catalog, known: Known) => Run[]|null} Compute
 * @typedef {(surface: import("../base/types.js").Surface, values: import("../base/types.js").Values, region: import("../base/types.js").Region|null,
 *   cells: number, near: SurfaceGrid, key: string) => SurfaceGrid|null} GridOf cells: how many values the 3-D view shows in each direction, 0 for
 *   none; near: what the server has said of the surface with other values; null where it must be asked
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {{compute: Compute, gridOf: GridOf}} Loaded
 * @typedef {(state: Scenario, catalog: Catalog, known: Known, which: import("../engine/why/explain.js").Which) => import("../base/types.js").Explanation|null} Explain
 * @typedef {{number: number, state: State, known: Known, catalog: Catalog|null}} Task catalog: if it has changed since the last task
 * @typedef {Pick<Worker, "postMessage"|"terminate"|"onmessage"|"onerror"|"onmessageerror">} Beside
 */

const LONG = 20_000; // points, about 5 ms

const loadEngine = async () => (await import("../engine/load.js")).loadEngine();
const loadExplain = async () => (await import("../engine/why/load.js")).loadExplain();
const spawnWorker = () => new Worker(new URL("../engine/worker.js", import.meta.url), { type: "module" });

export class Engine {
  isAlone = false; // the server checks what it computes; a lesson file has another engine
  /** @type {Loaded|null} */
  #loaded = null;
  #loading = false;
  /** @type {Explain|null} */
  #explain = null;
  #isLearning = false; // whether what explains steps is loaded, or under way
  /** @type {Beside|null} */
  #worker = null;
  #mayWork = true; // whether a worker has not failed yet
  #isReady = false; // whether the worker has loaded the engine; until then the page computes
  #members = -1; // of families, in the catalog that the worker has
  #number = 0;
  /** @type {{task: Task, done: (runs: Run[]|null) => void}|null} what the worker computes */
  #working = null;
  /** @type {{task: Task, done: (runs: Run[]|null) => void}|null} what it will compute next */
  #waiting = null;

  /**
   * @param {Catalog} catalog
   * @param {() => Promise<Loaded>} [load]
   * @param {() => Beside} [spawn]
   * @param {() => Promise<Explain>} [learn]
   */
  constructor(catalog, load = loadEngine, spawn = spawnWorker, learn = loadExplain) {
    this.catalog = catalog;
    this.load = load;
    this.spawn = spawn;
    this.learn = learn;
  }

  /** Load it, unless that is done or under way. A page whose engine does not load asks the server for everything. */
  async want() {
    if (this.#loading) return;
    this.#loading = true;
    try {
      this.#loaded = await this.load();
    } catch {
      this.#loading = false; // the next change tries again
    }
  }

  /**
   * @param {State} state whose optimizers all run
   * @param {Known} known
   * @param {(runs: Run[]|null) => void} done called with the runs at once, or later if a worker computes them; null if the engine
   *   cannot. A newer call overtakes an older one, which is then not answered.
   */
  compute(state, known, done) {
    this.drop();
    if (!this.#loaded) {
      this.want();
      done(null);
      return;
    }
    const order = { task: { number: this.#number, state, known, catalog: null }, done };
    const isLong = state.optimizers.length * state.starts.length * (state.steps + 1) > LONG;
    if (isLong) this.#hire();
    if (isLong && this.#worker && this.#isReady) this.#beside(order, this.#worker);
    else done(this.#here(order.task));
  }

  /** @type {GridOf} what is to be shown of a surface, null where only the server knows */
  gridOf(...given) {
    try {
      return this.#loaded && this.#loaded.gridOf(...given);
    } catch (error) {
      console.error("The engine in the page failed, so the server describes this surface.", error);
      return null;
    }
  }

  /**
   * @param {Scenario} state
   * @param {Known} known
   * @param {import("../engine/why/explain.js").Which} which step of which run
   * @returns {import("../base/types.js").Explanation|null} null where only the server can explain it, and until what explains steps is
   *   loaded, which it is where the engine is
   */
  explain(state, known, which) {
    if (!this.#explain) {
      if (this.#loaded) this.#learn();
      return null;
    }
    try {
      return this.#explain(state, this.catalog, known, which);
    } catch (error) {
      console.error("The page could not explain a step, so the server is asked for it.", error);
      return null;
    }
  }

  async #learn() {
    if (this.#isLearning) return;
    this.#isLearning = true;
    try {
      this.#explain = await this.learn();
    } catch {
      this.#isLearning = false; // the next step tries again
    }
  }

  /** Whatever is being computed is no longer of interest. */
  drop() {
    this.#number += 1;
    this.#waiting = null;
  }

  /** @param {Task} task @returns {Run[]|null} */
  #here({ state, known }) {
    try {
      return /** @type {Loaded} */ (this.#loaded).compute(state, this.catalog, known);
    } catch (error) {
      console.error("The engine in the page failed, so the server computes these runs.", error);
      return null;
    }
  }

  /** Start a worker, unless there is one or none may be. */
  #hire() {
    if (this.#worker || !this.#mayWork) return;
    try {
      const worker = this.#worker = this.spawn();
      worker.onmessage = ({ data }) => this.#take(data);
      worker.onerror = worker.onmessageerror = () => this.#fail();
    } catch { // workers are forbidden, as in a sandboxed frame
      this.#fail();
    }
  }

  /** @param {{task: Task, done: (runs: Run[]|null) => void}} order @param {Beside} worker */
  #beside(order, worker) {
    this.#waiting = order;
    if (!this.#working) this.#next(worker);
  }

  /** @param {Beside} worker */
  #next(worker) {
    this.#working = this.#waiting;
    this.#waiting = null;
    if (!this.#working) return;
    const { optimizers, surfaces } = this.catalog;
    const members = [...optimizers, ...surfaces].reduce((sum, one) => sum + (one.members?.length ?? 0), 0);
    worker.postMessage({ ...this.#working.task, catalog: members === this.#members ? null : this.catalog });
    this.#members = members;
  }

  /** @param {{number: number, runs: Run[]|null}|null} answer null if it is ready for tasks */
  #take(answer) {
    if (!answer) {
      this.#isReady = true;
      return;
    }
    const { number, runs } = answer;
    const order = this.#working;
    this.#working = null;
    if (this.#worker) this.#next(this.#worker);
    if (number === this.#number) order?.done(runs);
  }

  /** Compute in the page from now on. */
  #fail() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#mayWork = false;
    const newest = this.#waiting ?? this.#working;
    this.#waiting = this.#working = null;
    if (newest?.task.number === this.#number) newest.done(this.#here(newest.task));
  }
}
