/**
 * Holds the state, which only actions change. Views subscribe and redraw completely.
 *
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Action} Action
 */

import { isLocked } from "./locks.js";
import { reduce } from "./state.js";

export class Store {
  /** @type {((state: State, before: State, time: number|null) => void)[]} */
  #views = [];

  /**
   * @param {State} state
   * @param {import("../base/types.js").Catalog} catalog
   * @param {string[]} [locked] names of what cannot be changed
   */
  constructor(state, catalog, locked = []) {
    this.state = state;
    this.catalog = catalog;
    this.locked = locked;
    this.locks = { names: locked, surface: state.surface };
  }

  /** @param {(state: State, before: State, time: number|null) => void} view called after every change */
  subscribe(view) {
    this.#views.push(view);
  }

  /**
   * @param {Action} action
   * @param {Event} [cause] the input event that caused it; slider-to-paint is measured from its time
   */
  dispatch(action, cause) {
    if (isLocked(action, this.locked)) return;
    const before = this.state;
    this.state = reduce(before, action, this.catalog, this.locks);
    if (this.state === before) return;
    for (const view of this.#views) view(this.state, before, cause?.timeStamp ?? null);
  }
}
