/** The menu of surfaces, the formula, the parameters, and the number of steps. */

import { entry } from "../state/families.js";
import { element, formula, heading, scroller, setText, shrinkToFit } from "../base/dom.js";
import { counts, lacking } from "../state/effects.js";
import { mostSteps } from "../state/fitting.js";
import { Entries } from "../service/entries.js";
import { fieldsOf, showFields } from "./entry-fields.js";
import { ColormapField } from "./colormap-field.js";
import { EntryMenu } from "./entry-menu.js";
import { ParameterField } from "./parameter-field.js";
import { referenceLink } from "./reference-link.js";
import { TargetForm } from "./target-form.js";

const NOISE = ["noise", "seed"];

export class SurfaceForm {
  /** @type {import("../base/types.js").Surface|null} */
  #shown = null;
  /** @type {import("./entry-fields.js").Field[]} */
  #fields = [];

  /**
   * @param {HTMLElement} host
   * @param {import("../state/store.js").Store} store
   * @param {string} root of the server
   * @param {(typed: import("../state/ahead.js").Typed) => void} [typed] called with each text that the server is asked for
   */
  constructor(host, store, root, typed) {
    this.store = store;
    this.root = root;
    this.entries = new Entries(root, "surface", store.catalog.surfaces, typed);
    /** @type {{values: import("../base/types.js").Values, steps: number, conditions: import("../base/types.js").Values}|null} */
    this.shown = null;
    const { catalog } = store;
    this.title = element("span", { id: "surface-title" });
    this.menu = new EntryMenu(this.title, heading(host), catalog.groups.surfaces, catalog.surfaces,
      (name, cause) => store.dispatch({ type: "chooseSurface", name }, cause));
    this.menu.button.classList.add("surface-menu");
    this.menu.button.setAttribute("aria-labelledby", "surface-label surface-title");
    this.formula = scroller(element("div", { className: "surface-formula" }), "Formula");
    this.legend = element("p", { className: "hint surface-legend", hidden: true });
    this.reference = element("span");
    this.caution = element("p", { className: "hint", hidden: true });
    this.remark = element("p", { className: "remark", hidden: true });
    this.fields = element("div", { className: "parameter-list", "data-control": "surface" });
    this.steps = this.#stepsField();
    this.target = new TargetForm(store);
    this.colormap = new ColormapField(store);
    host.append(
      element("div", { className: "section-head" }, element("h2", { className: "section-title", id: "surface-label" }, heading(host)), this.reference),
      element("div", { "data-control": "surface" }, element("div", { "data-control": "surface-menu" }, this.menu.element)),
      this.formula,
      this.legend,
      this.caution,
      this.fields,
      this.steps.element,
      element("div", { className: "fold-row" }, this.#noiseFold(), this.target.element),
      this.colormap.element,
      this.remark,
    );
  }

  #stepsField() {
    const { store } = this;
    const high = store.catalog.limits.steps;
    /** @type {import("../base/types.js").Parameter} */
    const parameter = {
      name: "steps",
      meaning: "steps",
      mathml: "",
      label: "steps",
      scale: "log",
      low: 1,
      high,
      default: null,
      choices: [],
      advanced: false,
      unit: null,
      factor: 1,
      slider: [10, high],
      allowed: `a whole number from 1 to ${high}`,
      whole: true,
    };
    return new ParameterField(parameter, (value, cause) => {
      const most = cause.target instanceof HTMLInputElement && cause.target.type === "range" ? mostSteps(store.state, store.catalog) : high;
      store.dispatch({ type: "setSteps", value: Math.min(Number(value), most) }, cause);
    }, "Number of");
  }

  #noiseFold() {
    this.conditions = NOISE.map((name) => entry(this.store.catalog.conditions, name)).map((parameter) =>
      new ParameterField(parameter, (value, cause) =>
        this.store.dispatch({ type: "setCondition", name: parameter.name, value }, cause), "Scenario"));
    return element("details", { className: "variant" },
      element("summary", {}, "Noise"),
      element("div", { className: "variant-body" }, ...this.conditions.map((field) => field.element)));
  }

  /** @param {import("../base/types.js").State} state */
  update(state) {
    this.colormap.update(state);
    const { surface, steps, conditions } = state;
    const { name, values } = surface;
    const found = entry(this.store.catalog.surfaces, name, values);
    if (found !== this.#shown) {
      const before = found.name === this.#shown?.name ? this.#fields : [];
      this.#shown = found;
      this.menu.update(name);
      setText(this.title, found.title);
      this.formula.replaceChildren(formula(found.mathml));
      shrinkToFit(this.formula);
      this.legend.hidden = !found.legend;
      setText(this.legend, found.legend ?? "");
      this.reference.replaceChildren(referenceLink(this.store, this.root, found));
      this.caution.hidden = !found.caution;
      setText(this.caution, found.caution ?? "");
      this.#fields = fieldsOf(found, (parameter, value, cause) =>
        this.store.dispatch({ type: "setSurface", name: parameter.name, value }, cause), this.entries, before);
      showFields(this.fields, this.#fields);
    }
    if (values === this.shown?.values && steps === this.shown.steps && conditions === this.shown.conditions) return;
    this.shown = { values, steps, conditions };
    this.target.update(state);
    const all = { ...values, ...conditions };
    for (const field of this.conditions ?? []) {
      field.update(conditions[field.parameter.name]);
      field.element.hidden = !counts(field.parameter, all);
    }
    for (const field of this.#fields) {
      field.update(values[field.parameter.name]);
      const idle = !counts(field.parameter, all);
      if (field.parameter.advanced) field.element.hidden = idle;
      else field.setIdle(idle ? lacking(field.parameter, all, found.parameters) : "");
    }
    this.steps.update(steps);
  }

  /** @param {string} text a remark about this surface, or an empty text */
  setRemark(text) {
    this.remark.hidden = !text;
    setText(this.remark, text);
  }
}
