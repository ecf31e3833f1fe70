/** @typedef {import("../service/engine.js").Explain} Explain */

/** @type {(state: Parameters<Explain>[0], which: Parameters<Explain>[3]) => ReturnType<Explain>} */
let explain = () => null;

/** @param {typeof explain} explained explains a step, null where it cannot */
export function explainBy(explained) {
  explain = explained;
}

/**
 * Stands for the page's engine in a lesson file, where send.js computes what the page asks the server for: so nothing is compared
 * with a server, and the page does not say so.
 */
export class Engine {
  isAlone = true; // no server finds the verdict

  want() {}

  drop() {}

  gridOf() {
    return null;
  }

  /**
   * @param {unknown} _state
   * @param {unknown} _known
   * @param {(runs: null) => void} done
   */
  compute(_state, _known, done) {
    done(null);
  }

  /**
   * @param {Parameters<Explain>[0]} state
   * @param {unknown} _known
   * @param {Parameters<Explain>[3]} which
   */
  explain(state, _known, which) {
    return explain(state, which);
  }
}
