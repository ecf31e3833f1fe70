/**
 * Stands for the page's engine in a lesson file, where send.js computes what the page asks the server for: so nothing is compared
 * with a server, and the page does not say so.
 */
export class Engine {
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
}
