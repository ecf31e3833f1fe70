/**
 * The state and the actions that change it. Pure: no DOM, no clock, no network.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Values} Values
 * @typedef {import("../base/types.js").Action} Action
 * @typedef {import("../base/types.js").Actions} Actions
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Locks} Locks
 */

import { readAddress, usual } from "./address.js";
import { carriedOver, entry } from "./families.js";
import { cuts, fit, mostSteps, running, whole } from "./fitting.js";
import { following, suggestedRate, suggestedStarts } from "./suggested.js";

/** @type {Locks} */
const NOTHING = { names: [], surface: null };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * @param {string} query a complete address, such as the server's canonical one
 * @param {Catalog} catalog
 * @param {State} [before] whose optimizers that were off are kept
 * @returns {State}
 */
export function fromAddress(query, catalog, before) {
  const read = readAddress(query, catalog);
  if (!read) throw new Error(`not a complete scenario: ${query}`);
  const rates = entry(catalog.surfaces, read.surface.name, read.surface.values).suggestion.rates;
  const named = new Set(read.optimizers.map((optimizer) => optimizer.name));
  const switchedOff = before
    ? before.optimizers.filter((optimizer) => !named.has(optimizer.name))
    : catalog.first_view
      .filter((name) => !named.has(name))
      .map((name) => ({ id: 0, name, on: false, values: defaults(catalog, name, rates), length: "" }));
  const optimizers = [...read.optimizers, ...switchedOff.map((optimizer) => ({ ...optimizer, on: false }))];
  return { ...read, optimizers: optimizers.map((optimizer, id) => ({ ...optimizer, id })), wanted: null, notices: before?.notices.filter(isOwn) ?? [] };
}

/**
 * @param {Catalog} catalog
 * @param {string} name
 * @param {{gradient: number, length: number}} rates
 * @returns {Values} the default of every parameter; the surface gives the default of a learning rate
 */
function defaults(catalog, name, rates) {
  const parameters = entry(catalog.optimizers, name).parameters;
  return Object.fromEntries(
    parameters.map((p) => [p.name, p.unit ? suggestedRate(p, rates) : /** @type {number|string} */ (p.default)]),
  );
}

/**
 * @param {State} state
 * @param {Action} action
 * @param {Catalog} catalog
 * @param {Locks} [locks]
 * @returns {State} the next state; an action that is not possible adds a notice
 */
export function reduce(state, action, catalog, locks = NOTHING) {
  const handler = /** @type {(state: State, action: Action, catalog: Catalog, seen: State, locks: Locks) => State} */ (HANDLERS[action.type]);
  if (!handler) throw new Error(`no action ${action.type}`);
  const asked = whole(state);
  const next = handler(asked, action, catalog, state, locks);
  if (next === asked || next === state) return state;
  const fitted = fit(next, catalog);
  const [before, now] = [cuts(state, catalog), cuts(fitted, catalog)];
  const passing = !LASTING.includes(action.type);
  const kept = fitted.notices.filter((one) =>
    one.about === "cut" ? now.includes(one.text) : !(passing && PASSING.includes(one.about) && state.notices.includes(one)));
  const cut = now.filter((text) => !before.includes(text)).map((text) => ({ about: "cut", text }));
  return { ...fitted, notices: [...kept, ...cut] };
}

/** Actions that do not change the scenario: after them a refusal is still of interest. */
const LASTING = ["setLayout", "setTheme", "setColormap", "setRegion", "setQuantity", "showStep", "notify", "clear", "dismiss"];
/** Notices whose reason has gone once the reader changes the scenario. */
const PASSING = ["refused", "address"];
/** Notices about the page itself, which stay when the scenario changes. */
const OWN = ["server", "surface", "verdict", "plotly"];

/**
 * The state that a handler gets has no cuts; `seen` is the state that the page shows.
 * @type {{[T in keyof Actions]: (state: State, action: Actions[T], catalog: Catalog, seen: State, locks: Locks) => State}}
 */
const HANDLERS = {
  load: (state, { query }, catalog) => fromAddress(query, catalog, state),
  restore: ({ notices }, { state }) => (state.notices.length || notices.length ? { ...state, notices: notices.filter(isOwn) } : state),

  // A script asks for another scenario. What it does not say about the look stays as it is.
  take(state, { query }, catalog) {
    const next = fromAddress(query, catalog, state);
    const layout = /(^|&)layout=/.test(query) ? next.layout : state.layout;
    const quantity = /(^|&)quantity=/.test(query) ? next.quantity : state.quantity;
    const region = /(^|&)region=/.test(query) || next.surface.name !== state.surface.name ? next.region : state.region;
    return { ...next, layout, region, quantity, theme: state.theme, colormap: state.colormap, embed: state.embed };
  },

  // Another surface brings its own starts, steps and rates, except for what the author has locked.
  chooseSurface(state, { name }, catalog, _, locks) {
    const { parameters, suggestion } = entry(catalog.surfaces, name);
    const isLocked = (/** @type {string} */ one) => locks.names.includes(one);
    const optimizers = state.optimizers.map((optimizer) => {
      const rates = entry(catalog.optimizers, optimizer.name, optimizer.values).parameters.filter((p) => p.unit && !isLocked(p.name));
      const values = Object.fromEntries(rates.map((p) => [p.name, suggestedRate(p, suggestion.rates)]));
      return { ...optimizer, values: { ...optimizer.values, ...values } };
    });
    const starts = isLocked("starts") ? state.starts : suggestedStarts(suggestion, catalog);
    const steps = isLocked("steps") ? state.steps : Math.min(suggestion.steps, mostSteps({ ...state, starts }, catalog)); // no reader has asked for more
    const fixed = locks.surface?.name === name ? locks.surface.values : {};
    const values = Object.fromEntries(parameters.map((p) => [p.name, isLocked(p.name) && p.name in fixed ? fixed[p.name] : /** @type {number} */ (p.default)]));
    return { ...state, surface: { name, values }, optimizers, starts, steps, region: null, step: null, notices: state.notices.filter(isOwn) };
  },

  setSurface(state, { name, value }, catalog, _, locks) {
    const { surface } = state;
    const next = { ...state, surface: { ...surface, values: changed(catalog.surfaces, surface, name, value, plainDefault) } };
    const [before, now] = [surface, next.surface].map((one) => entry(catalog.surfaces, one.name, one.values).suggestion);
    return before === now ? next : following(next, before, now, catalog, locks.names);
  },

  addOptimizer(state, { name }, catalog) {
    if (running(state).length >= catalog.limits.optimizers) {
      return notice(state, `There can be at most ${catalog.limits.optimizers} optimizers.`);
    }
    const rates = entry(catalog.surfaces, state.surface.name, state.surface.values).suggestion.rates;
    const id = Math.max(-1, ...state.optimizers.map((optimizer) => optimizer.id)) + 1;
    const added = { id, name, on: true, values: defaults(catalog, name, rates), length: "" };
    return { ...state, optimizers: [...state.optimizers, added] };
  },

  removeOptimizer(state, { id }) {
    const optimizers = state.optimizers.filter((optimizer) => optimizer.id !== id);
    return optimizers.some((optimizer) => optimizer.on) ? { ...state, optimizers } : keepOne(state, "optimizer");
  },

  switchOptimizer(state, { id, on }, catalog) {
    const optimizers = state.optimizers.map((optimizer) => (optimizer.id === id ? { ...optimizer, on } : optimizer));
    const count = optimizers.filter((optimizer) => optimizer.on).length;
    if (count === 0) return keepOne(state, "optimizer");
    if (count > catalog.limits.optimizers) return notice(state, `There can be at most ${catalog.limits.optimizers} optimizers.`);
    return { ...state, optimizers };
  },

  setOptimizer(state, { id, name, value }, catalog) {
    const { rates } = entry(catalog.surfaces, state.surface.name, state.surface.values).suggestion;
    const usualValue = (/** @type {Parameter} */ p) => (p.unit ? suggestedRate(p, rates) : plainDefault(p));
    const optimizers = state.optimizers.map((optimizer) => (optimizer.id === id
      ? { ...optimizer, values: changed(catalog.optimizers, optimizer, name, value, usualValue) } : optimizer));
    return { ...state, optimizers };
  },

  addStart(state, { x, y }, catalog) {
    const label = [...LETTERS].find((letter) => !state.starts.some((start) => start.label === letter));
    if (state.starts.length >= catalog.limits.starts || !label) {
      return notice(state, `There can be at most ${catalog.limits.starts} start points.`);
    }
    return { ...state, starts: [...state.starts, { label, x, y }] };
  },

  moveStart: (state, { label, x, y }) => ({
    ...state,
    starts: state.starts.map((start) =>
      start.label === label ? { ...start, x: x ?? start.x, y: y ?? start.y } : start,
    ),
  }),

  removeStart(state, { label }) {
    const starts = state.starts.filter((start) => start.label !== label);
    return starts.length ? { ...state, starts } : keepOne(state, "start point");
  },

  setLength: (state, { id, length }) => ({
    ...state,
    optimizers: state.optimizers.map((optimizer) => (optimizer.id === id ? { ...optimizer, length } : optimizer)),
  }),

  setCondition(state, { name, value }, catalog, _, locks) {
    /** @type {Values} */
    const conditions = { ...state.conditions, [name]: value };
    for (const one of catalog.conditions.filter((other) => other.by === name && !locks.names.includes(other.name))) { // a value at its default follows the default
      if (state.conditions[one.name] !== usual(one, state.conditions)) continue;
      conditions[one.name] = /** @type {number|string} */ (usual(one, conditions));
    }
    return { ...state, conditions };
  },
  setSteps: (state, { value }) => ({ ...state, steps: value }),
  setLayout: (state, { layout }) => ({ ...state, layout }),
  setTheme: (state, { theme }) => ({ ...state, theme }),
  setColormap: (state, { colormap }) => ({ ...state, colormap }),
  setRegion: (state, { region }) => (String(region) === String(state.region) ? state : { ...state, region }),
  setQuantity: (state, { quantity }) => ({ ...state, quantity }),
  showStep: (state, { step }, _, seen) => ({ ...state, step: step === null || step >= seen.steps ? null : Math.max(0, step) }),
  notify: (state, { about, text }) => notice(state, text, about),
  clear: (state, { about }) => (state.notices.some((one) => one.about === about) ? { ...state, notices: state.notices.filter((one) => one.about !== about) } : state),
  dismiss: (state, { text }) => ({ ...state, notices: state.notices.filter((other) => other.text !== text) }),
};

/** @param {Parameter} parameter @returns {number|string} */
const plainDefault = (parameter) => /** @type {number|string} */ (parameter.default);

/**
 * @param {{name: string, parameters: Parameter[], family?: string}[]} entries
 * @param {{name: string, values: Values}} chosen
 * @param {string} name
 * @param {number|string} value
 * @param {(parameter: Parameter) => number|string} usualValue
 * @returns {Values} with the value; another text of a family brings the parameters of another member
 */
function changed(entries, chosen, name, value, usualValue) {
  const values = { ...chosen.values, [name]: value };
  const found = entry(entries, chosen.name, values);
  return found.family === name ? carriedOver(found.parameters, values, usualValue) : values;
}

/** @param {import("../base/types.js").Notice} notice */
const isOwn = ({ about }) => OWN.includes(about);

/** @param {State} state @param {string} text @param {string} [about] @returns {State} */
function notice(state, text, about = "refused") {
  return { ...state, notices: [...state.notices.filter((other) => other.about !== about || other.text !== text), { about, text }] };
}

/** @param {State} state @param {string} what */
function keepOne(state, what) {
  return notice(state, `Keep at least one ${what}.`);
}
