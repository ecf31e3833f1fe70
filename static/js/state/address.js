/**
 * The address: scenario and view as one query string that a person can read and edit. The server's parser decides what is
 * legal. This one reads only what the server or this page has written, and is lenient.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Values} Values
 */

import { parseNumber } from "../base/numbers.js";
import { COLORMAPS } from "./colormaps.js";
import { encodeText, entry, find } from "./families.js";
import { QUANTITY_NAMES } from "./quantity-names.js";
import { readRegion } from "./region.js";

/** @type {State["layout"][]} */
export const LAYOUTS = ["side-by-side", "overlay", "3-d"];

/**
 * @param {{surface: {name: string, values: Values}, optimizers: {name: string, on: boolean, values: Values, length: string}[],
 *   starts: import("../base/types.js").Start[], steps: number, conditions: Values}} state
 * @param {Catalog} catalog
 * @returns {string} the canonical scenario, as Scenario.query of the library writes it; characters that an address cannot
 *   hold are percent-encoded, as a browser does
 */
export function writeScenario(state, catalog) {
  const surface = entry(catalog.surfaces, state.surface.name, state.surface.values);
  return [
    item("surface", state.surface.name, surface.parameters, state.surface.values),
    ...state.optimizers
      .filter((optimizer) => optimizer.on)
      .map(({ name, values, length }) =>
        item("optimizer", name, entry(catalog.optimizers, name, values).parameters, values) + (length ? `,length=${length}` : "")),
    ...state.starts.map(({ label, x, y }) => `start=${encodeURIComponent(label)},${x},${y}`),
    `steps=${state.steps}`,
    ...catalog.conditions
      .filter((condition) => state.conditions[condition.name] !== usual(condition, state.conditions))
      .map(({ name }) => `${name}=${state.conditions[name]}`),
  ].join("&");
}

/** @typedef {import("../base/types.js").EmbedOptions} EmbedOptions */

export const VERSION = "2"; // of the meaning of an address, as the library has it

/** The target of version 1, which had no other, and the schedules whose meaning after a warm-up has changed since. */
const OLD = { version: "1", target: "loss", schedules: { "inverse-sqrt": "inverse-sqrt-restarted" } };

/** @type {EmbedOptions} */
export const USUAL = { ui: "", show: [], hide: [], lock: [], autoplay: "0", links: "1", title: "" };

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string} version, scenario and view, as Query.address of the server writes it
 */
export function writeAddress(state, catalog) {
  const scenario = writeScenario(state, catalog).replaceAll("+", "%2B"); // the plus of 1e+21 is a space to some who pass links on
  return [`v=${VERSION}`, scenario, ...writeView(state), ...writeEmbedOptions(state.embed)].join("&");
}

/**
 * @param {Pick<State, "layout"|"theme"|"colormap"|"region"|"quantity"|"step">} state
 * @returns {string[]} an item for each part of the view that is not the usual one
 */
export function writeView({ layout, theme, colormap, region, quantity, step }) {
  const view = [];
  if (layout !== LAYOUTS[0]) view.push(`layout=${layout}`);
  if (theme !== "auto") view.push(`theme=${theme}`);
  if (colormap !== COLORMAPS[0]) view.push(`colormap=${colormap}`);
  if (region) view.push(`region=${region}`);
  if (quantity !== QUANTITY_NAMES[0]) view.push(`quantity=${quantity}`);
  if (step !== null) view.push(`step=${step}`);
  return view;
}

/**
 * @param {EmbedOptions} embed
 * @returns {string[]} an item for each value that is not the usual one
 */
export function writeEmbedOptions(embed) {
  const items = Object.entries(USUAL).map(([key, usualValue]) => {
    const value = embed[/** @type {keyof EmbedOptions} */ (key)];
    const text = Array.isArray(value) ? value.join(",") : encodeURIComponent(value);
    return text === String(usualValue) ? "" : `${key}=${text}`;
  });
  return items.filter(Boolean);
}

/**
 * @param {string} query with or without "?"
 * @param {Catalog} catalog
 * @returns {Pick<State, "surface"|"optimizers"|"starts"|"steps"|"conditions"|"layout"|"theme"|"colormap"|"region"|"quantity"|"step"|"embed">|null} null if the
 *   scenario is not complete. One of version 1 is translated to this version; a later version is an error.
 */
export function readAddress(query, catalog) {
  /** @type {Map<string, string[]>} */
  const items = new Map();
  for (const piece of query.replace(/^\?/, "").split("&")) {
    const [key, value] = readItem(piece);
    const values = items.get(key);
    if (values) values.push(value);
    else items.set(key, [value]);
  }
  const version = items.get("v")?.[0] ?? VERSION;
  const old = version === OLD.version;
  if (!old && version !== VERSION) throw new Error(`v=${version} is not a version that this page reads: ${OLD.version} or ${VERSION}`);
  if (old) items.set("target", [OLD.target]);
  const surface = readChoice(items.get("surface")?.[0] ?? "", catalog.surfaces);
  const read = (items.get("optimizer") ?? []).map((text) => readChoice(text, catalog.optimizers));
  const optimizers = old ? read.map(translated) : read;
  const starts = (items.get("start") ?? []).map(readStart);
  const steps = parseNumber(items.get("steps")?.[0] ?? "");
  const complete = surface && steps && optimizers.length && starts.length;
  const conditions = readValues(new Map([...items].map(([key, texts]) => [key, texts[0]])), catalog.conditions);
  if (!complete || !conditions || !optimizers.every((one) => one !== null) || !starts.every((one) => one !== null)) return null;
  const step = items.get("step")?.[0];
  return {
    surface: { name: surface.name, values: surface.values },
    optimizers: optimizers.map((choice, id) => ({ id, on: true, ...choice })),
    starts,
    steps,
    conditions,
    layout: LAYOUTS.find((name) => name === items.get("layout")?.[0]) ?? LAYOUTS[0],
    theme: /** @type {State["theme"]} */ (items.get("theme")?.[0] ?? "auto"),
    colormap: COLORMAPS.find((name) => name === items.get("colormap")?.[0]) ?? COLORMAPS[0],
    region: readRegion(items.get("region")?.[0]),
    quantity: QUANTITY_NAMES.find((name) => name === items.get("quantity")?.[0]) ?? QUANTITY_NAMES[0],
    step: step === undefined ? null : Math.min(Number(step), steps),
    embed: readEmbedOptions(items),
  };
}

/**
 * @param {Parameter} parameter
 * @param {Values} values of the parameters beside it
 * @returns {number|string|null} its default when the others have these values
 */
export function usual({ by, defaults, default: plain }, values) {
  const beside = by && defaults?.find(([value]) => value === values[by]);
  return beside ? beside[1] : plain;
}

/**
 * @template {{values: Values}|null} T
 * @param {T} optimizer of version 1
 * @returns {T} the same optimizer in this version
 */
function translated(optimizer) {
  const schedule = OLD.schedules[/** @type {keyof typeof OLD.schedules} */ (optimizer?.values.schedule)];
  return optimizer?.values.warmup && schedule ? { ...optimizer, values: { ...optimizer.values, schedule } } : optimizer;
}

/**
 * @param {Map<string, string[]>} items
 * @returns {EmbedOptions}
 */
function readEmbedOptions(items) {
  const read = Object.entries(USUAL).map(([key, usualValue]) => {
    const text = items.get(key)?.[0] ?? String(usualValue);
    return [key, Array.isArray(usualValue) ? parts(text).filter(Boolean) : text];
  });
  return Object.fromEntries(read);
}

/**
 * @param {string} key
 * @param {string} name
 * @param {Parameter[]} parameters
 * @param {Values} values
 */
function item(key, name, parameters, values) {
  const shown = parameters.filter((p) => !(p.advanced && values[p.name] === p.default));
  return [`${key}=${name}`, ...shown.map((p) => `${p.name}=${p.scale === "text" ? encodeText(String(values[p.name])) : values[p.name]}`)].join(",");
}

/**
 * @param {string} text
 * @param {{name: string, parameters: Parameter[], family?: string}[]} entries
 * @returns {{name: string, values: Values, length: string}|null} null also for a text of a family that is not known yet
 */
function readChoice(text, entries) {
  const [name, ...pairs] = parts(text);
  const given = new Map(pairs.map(halves));
  const found = find(entries, name, Object.fromEntries(given));
  if (!found) return null;
  const values = readValues(given, found.parameters);
  return values && { name, values, length: given.get("length") ?? "" };
}

/**
 * @param {Map<string, string>} given
 * @param {Parameter[]} parameters
 * @returns {Values|null} a value for every parameter, null if one has neither a value nor a default
 */
function readValues(given, parameters) {
  /** @type {Values} */
  const values = {};
  for (const parameter of parameters) {
    const written = given.get(parameter.name);
    const value = written === undefined || ["choice", "text"].includes(parameter.scale) ? written : parseNumber(written);
    const chosen = value ?? usual(parameter, values);
    if (chosen === null) return null;
    values[parameter.name] = chosen;
  }
  return values;
}

/**
 * @param {string} text
 * @returns {import("../base/types.js").Start|null}
 */
function readStart(text) {
  const [label, x, y] = parts(text);
  const numbers = [parseNumber(x ?? ""), parseNumber(y ?? "")];
  return numbers[0] === null || numbers[1] === null ? null : { label, x: numbers[0], y: numbers[1] };
}

const FORM_SPACE = /\+(?![0-9.])/g; // a plus before a digit belongs to a number: lr=+0.1, 1e+100
const PROSE = ["title"]; // the keys in whose value every plus is a space

/**
 * @param {string} piece an item as written in a query
 * @returns {[string, string]} key and value, decoded as split_query of the library does; the caller ignores names
 *   that it does not know, such as those of trackers
 */
export function readItem(piece) {
  const [key, value] = halves(decode(piece.replace(FORM_SPACE, " ")));
  return [key, PROSE.includes(key) ? halves(decode(piece.replaceAll("+", " ")))[1] : value];
}

/** @param {string} text @returns {[string, string]} the text before the first "=" and the text after it, without surrounding spaces */
export function halves(text) {
  const [key, ...rest] = text.split("=");
  return [key.trim(), rest.join("=").trim()];
}

/** @param {string} text @returns {string[]} the parts between commas that are not in round brackets, without surrounding spaces */
export function parts(text) {
  /** @type {string[]} */
  const found = [""];
  let depth = 0;
  for (const piece of text.split(/([(),])/)) {
    if (piece === "," && depth === 0) found.push("");
    else found.push(found.pop() + piece);
    depth = Math.max(0, depth + Number(piece === "(") - Number(piece === ")"));
  }
  return found.map((part) => part.trim());
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
