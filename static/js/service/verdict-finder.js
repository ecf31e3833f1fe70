/**
 * Finds verdicts while the server is not asked: in a worker, because continuing runs and nudged copies of them takes many times as long as
 * the runs. While one is found only the newest scenario waits.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../tell/tell.js").Findings} Findings
 * @typedef {{bound: import("../base/types.js").Bound, landmarks: import("../base/types.js").Landmarks}} Ground what the server has said of the surface
 * @typedef {{query: string, state: import("../engine/simulate.js").Scenario}} Asked
 * @typedef {Asked & {catalog: Catalog|null, ground: Ground|null}} Task catalog, ground: if they have changed since the last task
 * @typedef {Pick<Worker, "postMessage"|"terminate"|"onmessage"|"onerror"|"onmessageerror">} Beside
 */

const LONGEST = 150_000; // points of all runs, whose verdict takes about a second; on more, only the server says one

const LONGEST_HERE = 30_000; // where no worker may be: a quarter of a second
const REST = 150; // ms without a change before a verdict is found in the page itself

const loadVerdict = async () => (await import("../tell/load.js")).loadVerdict();
const spawnWorker = () => new Worker(new URL("../tell/worker.js", import.meta.url), { type: "module" });

export class VerdictFinder {
  /** @type {Beside|null} */
  #worker = null;
  #mayWork = true; // whether a worker has not failed yet
  #members = -1; // of families, in the catalog that the worker has
  /** @type {import("../base/types.js").Bound|null} the surface that the worker has */
  #bound = null;
  #isWorking = false;
  /** @type {{asked: Asked, ground: Ground}|null} what the worker has been given */
  #working = null;
  /** @type {{asked: Asked, ground: Ground}|null} */
  #waiting = null;
  #timer = 0;

  /**
   * @param {Catalog} catalog
   * @param {(query: string, findings: Findings|null) => void} done called with what was found on the runs of a query, null if only the server
   *   knows
   * @param {() => Beside} [spawn]
   * @param {() => Promise<import("../tell/tell.js").Tell>} [load]
   */
  constructor(catalog, done, spawn = spawnWorker, load = loadVerdict) {
    this.catalog = catalog;
    this.done = done;
    this.spawn = spawn;
    this.load = load;
  }

  /**
   * @param {Asked} asked
   * @param {Ground} ground of its surface
   */
  find(asked, ground) {
    const { optimizers, starts, steps } = asked.state;
    const points = optimizers.length * starts.length * (steps + 1);
    this.#waiting = null;
    clearTimeout(this.#timer);
    if (points <= LONGEST) this.#start();
    if (points > (this.#mayWork ? LONGEST : LONGEST_HERE)) this.done(asked.query, null);
    else if (!this.#worker) this.#timer = setTimeout(() => this.#here(asked, ground), REST);
    else {
      this.#waiting = { asked, ground };
      if (!this.#isWorking) this.#next();
    }
  }

  /** @param {Asked} asked @param {Ground} ground */
  async #here(asked, ground) {
    try {
      const tell = await this.load();
      this.done(asked.query, tell(asked.state, this.catalog, ground));
    } catch (error) {
      console.error("The page cannot find the verdict, so the server is asked for it.", error);
      this.done(asked.query, null);
    }
  }

  /** Start a worker, unless there is one or none may be. */
  #start() {
    if (this.#worker || !this.#mayWork) return;
    try {
      const worker = this.#worker = this.spawn();
      this.#isWorking = true; // it loads
      worker.onmessage = ({ data }) => this.#take(data);
      worker.onerror = worker.onmessageerror = () => this.#fail();
    } catch { // workers are forbidden, as in a sandboxed frame
      this.#fail();
    }
  }

  #next() {
    const task = this.#working = this.#waiting;
    this.#waiting = null;
    this.#isWorking = task !== null;
    if (!task) return;
    const { asked, ground: { bound, landmarks } } = task;
    const { optimizers, surfaces } = this.catalog;
    const members = [...optimizers, ...surfaces].reduce((sum, one) => sum + (one.members?.length ?? 0), 0);
    const ground = bound === this.#bound ? null : { bound, landmarks };
    this.#worker?.postMessage({ ...asked, catalog: members === this.#members ? null : this.catalog, ground });
    this.#members = members;
    this.#bound = bound;
  }

  /** @param {{query: string, findings: Findings|null}|null} answer null if it is ready for tasks */
  #take(answer) {
    this.#next();
    if (answer) this.done(answer.query, answer.findings);
  }

  /** Find verdicts in the page from now on. */
  #fail() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#mayWork = this.#isWorking = false;
    const task = this.#waiting ?? this.#working;
    this.#waiting = this.#working = null;
    if (task) this.find(task.asked, task.ground);
  }
}
