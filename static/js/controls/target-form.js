/** When a run has reached a minimum: whether the distance or the loss decides, and the tolerance. */

import { entry } from "../state/families.js";
import { element, setText } from "../base/dom.js";
import { ParameterField } from "./parameter-field.js";
import { Segments, segments } from "./segments.js";
import { targetText } from "./target-text.js";

export class TargetForm {
  /** @param {import("../state/store.js").Store} store */
  constructor(store) {
    this.store = store;
    const set = (/** @type {string} */ name) => (/** @type {string|number} */ value, /** @type {Event} */ cause) =>
      store.dispatch({ type: "setCondition", name, value }, cause);
    const target = entry(store.catalog.conditions, "target");
    const switcher = segments(target);
    this.choice = new Segments(switcher, ({ conditions }) => conditions.target, set("target"));
    this.tolerance = new ParameterField(entry(store.catalog.conditions, "tolerance"), set("tolerance"), "Scenario");
    this.hint = element("p", { className: "hint" });
    this.element = element("details", { className: "variant" },
      element("summary", {}, target.label),
      element("div", { className: "variant-body" }, switcher, this.tolerance.element, this.hint));
  }

  /** @param {import("../base/types.js").State} state */
  update(state) {
    this.choice.update(state);
    this.tolerance.update(state.conditions.tolerance);
    setText(this.hint, targetText(state.conditions, entry(this.store.catalog.surfaces, state.surface.name, state.surface.values).domain));
  }
}
