/**
 * Reads the scenario of a lesson file after a person has edited it: what cannot be as it is written becomes the nearest legal value that the
 * file can show, and a sentence says so. The counterpart of optimizers/query/reading.py. Pure.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Start} Start
 * @typedef {import("../base/types.js").Values} Values
 * @typedef {NonNullable<ReturnType<typeof import("../state/address.js").readAddress>>} Author the scenario that the author saved
 */

import { parseNumber } from "../base/numbers.js";
import { halves, parts, readItem, usual, writeScenario } from "../state/address.js";
import { entry, find } from "../state/families.js";
import { cuts, fit, isSolver, mostSteps } from "../state/fitting.js";
import { suggestedRate } from "../state/suggested.js";
import { problem } from "./problems.js";

const MOST = 20; // problems that are listed
const REACH = 1e6; // how far from the origin a start may lie
const LABEL = /^[\p{L}\p{N}]+$/u;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const VERSIONS = ["1", "2"];
/** @param {number|string} own the author's value */
const only = (own) => `${own === "" ? "none" : own}; anything else needs the server`;

/**
 * @param {string} text of the scenario
 * @param {Author} author
 * @param {Catalog} catalog
 * @param {string[]} fixed names of what the file cannot change
 * @returns {{query: string, problems: string[]}} the author's if it names another surface, to which the other parts belong
 */
export function mended(text, author, catalog, fixed) {
  return new Mender(author, catalog, fixed).read(text);
}

class Mender {
  /** @type {string[]} */
  #problems = [];

  /** @param {Author} author @param {Catalog} catalog @param {string[]} fixed */
  constructor(author, catalog, fixed) {
    this.author = author;
    this.catalog = catalog;
    this.fixed = fixed;
  }

  /** @param {Parameters<typeof problem>} said */
  #reject(...said) {
    this.#problems.push(problem(...said));
  }

  /** @param {string} text */
  read(text) {
    const { author, catalog } = this;
    const own = { query: writeScenario(author, catalog), problems: this.#problems };
    if (text.length > catalog.limits.query) {
      this.#reject("", "query", text, `at most ${catalog.limits.query} characters`);
      return own;
    }
    const given = this.#items(text);
    const version = this.#only(given, "v");
    if (version !== undefined && !VERSIONS.includes(version)) this.#reject("", "v", version, `${VERSIONS.join(" or ")}, the versions that this program reads`);
    const surface = this.#surface(this.#only(given, "surface"));
    if (!surface) return own;
    const rates = entry(catalog.surfaces, author.surface.name, author.surface.values).suggestion.rates;
    const named = this.#atMost("optimizer", given.get("optimizer") ?? [], catalog.limits.optimizers);
    const read = named.flatMap((one) => this.#optimizer(one, rates) ?? []);
    const optimizers = (read.length ? read : author.optimizers).map((one, id) => ({ ...one, id, on: true }));
    /** @type {Start[]} */
    const starts = [];
    for (const one of this.#atMost("start", given.get("start") ?? [], catalog.limits.starts)) {
      const start = this.#start(one, starts.map(({ label }) => label));
      if (start) starts.push(start);
    }
    const conditions = Object.fromEntries(catalog.conditions.map((one) => [one.name, this.#condition(one, this.#only(given, one.name))]));
    const state = { ...author, surface, conditions, optimizers, starts: starts.length ? starts : author.starts, notices: [], wanted: null };
    const steps = this.#steps(this.#only(given, "steps"));
    const fitting = fit({ ...state, steps: steps ?? Math.min(author.steps, mostSteps(state, catalog)) }, catalog);
    const said = [...this.#problems, ...cuts(fitting, catalog)];
    const more = said.length - MOST;
    const problems = more > 0 ? [...said.slice(0, MOST), more === 1 ? "1 more problem is not listed." : `${more} more problems are not listed.`] : said;
    return { query: writeScenario(fitting, catalog), problems };
  }

  /** @param {string} text @returns {Map<string, string[]>} the values of each key that is known */
  #items(text) {
    const known = ["surface", "optimizer", "start", "steps", ...this.catalog.conditions.map(({ name }) => name), "v"];
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const piece of text.trim().replace(/^\?/, "").split("&").filter(Boolean)) {
      const [key, value] = readItem(piece);
      if (known.includes(key)) found.set(key, [...found.get(key) ?? [], value]);
      else this.#reject("", key, value, `one of ${known.join(", ")}`, "parameter");
    }
    return found;
  }

  /** @param {Map<string, string[]>} given @param {string} key @returns {string|undefined} its first value */
  #only(given, key) {
    const [first, ...more] = given.get(key) ?? [];
    for (const value of more) this.#reject("", key, value, "given once", "repeated");
    return first;
  }

  /** @param {string} name @param {string[]} values @param {number} most */
  #atMost(name, values, most) {
    if (values.length > most) this.#reject("", name, `${values.length} times`, `at most ${most}`, "count");
    return values.slice(0, most);
  }

  /** @param {string|undefined} text @returns {Author["surface"]|null} null if it is another one than the file has */
  #surface(text) {
    const { surface } = this.author;
    if (text === undefined) return surface;
    const [name, ...pairs] = parts(text);
    if (name !== surface.name) {
      const isKnown = this.catalog.surfaces.some((one) => one.name === name);
      this.#reject("", "surface", name, `${surface.name}, the surface of this file`, isKnown ? "value" : "entry");
      return null;
    }
    const found = entry(this.catalog.surfaces, name, surface.values);
    const values = this.#values(`surface ${name}`, found.parameters, pairs, (parameter, soFar) => usual(parameter, soFar));
    for (const { name: own } of found.parameters) {
      if (values[own] === surface.values[own] || !this.#isFixed("surface", own)) continue;
      this.#reject(`surface ${name}`, own, String(values[own]), only(surface.values[own]));
      values[own] = surface.values[own];
    }
    return { name, values };
  }

  /** @param {string[]} names @returns {boolean} whether the file cannot change one of these */
  #isFixed(...names) {
    return names.some((name) => this.fixed.includes(name));
  }

  /**
   * @param {string} text
   * @param {{gradient: number, length: number}} rates that the surface suggests
   * @returns {Omit<Optimizer, "id"|"on">|null} null for one that is not known, or that only the server can run
   */
  #optimizer(text, rates) {
    const { catalog, author } = this;
    const [name, ...pairs] = parts(text);
    const own = author.optimizers.filter((one) => one.name === name);
    const usable = catalog.optimizers.filter((one) => (!one.family && !isSolver(one.name, catalog)) || author.optimizers.some((other) => other.name === one.name));
    if (!usable.some((one) => one.name === name)) {
      this.#reject("", "optimizer", name, `one of ${usable.map((one) => one.name).join(", ")}`, find(catalog.optimizers, name) ? "value" : "entry");
      return null;
    }
    const found = entry(catalog.optimizers, name, own[0]?.values);
    const owner = `optimizer ${name}`;
    const lengths = pairs.map(halves).filter(([key]) => key === "length");
    const values = this.#values(owner, found.parameters, pairs.filter((pair) => halves(pair)[0] !== "length"),
      (parameter, soFar) => (parameter.unit ? suggestedRate(parameter, rates) : usual(parameter, soFar)));
    const near = own.find((one) => said(found.parameters).every(({ name: key }) => one.values[key] === values[key])) ?? own[0];
    for (const parameter of said(found.parameters)) { // the caption says its value, and the caption is the author's
      const allowed = near ? near.values[parameter.name] : usual(parameter, values);
      if (values[parameter.name] === allowed || allowed === null) continue;
      this.#reject(owner, parameter.name, String(values[parameter.name]), only(allowed));
      values[parameter.name] = allowed;
    }
    const length = lengths[0]?.[1] ?? "";
    const isSame = own.some((one) => one.length === length);
    if (length && !isSame) this.#reject(owner, "length", length, only(near?.length ?? ""));
    return { name, values, length: isSame ? length : "" };
  }

  /**
   * @param {string} owner
   * @param {Parameter[]} parameters
   * @param {string[]} pairs each "name=value"
   * @param {(parameter: Parameter, soFar: Values) => number|string|null} defaultOf
   * @returns {Values}
   */
  #values(owner, parameters, pairs, defaultOf) {
    /** @type {Map<string, string>} */
    const given = new Map();
    for (const pair of pairs) {
      const [name, value] = halves(pair);
      if (!name || !pair.includes("=")) this.#reject("", owner, pair, "name=value after each comma, and a point in decimal numbers", "item");
      else if (!parameters.some((one) => one.name === name)) this.#reject(owner, name, value, `one of ${parameters.map((one) => one.name).join(", ") || "no parameters"}`, "parameter");
      else if (given.has(name)) this.#reject(owner, name, value, "given once", "repeated");
      else given.set(name, value);
    }
    /** @type {Values} */
    const values = {};
    for (const parameter of parameters) {
      const text = given.get(parameter.name);
      const fallback = defaultOf(parameter, values);
      values[parameter.name] = /** @type {number|string} */ (text === undefined ? fallback : this.#value(owner, parameter, text, fallback));
    }
    return values;
  }

  /** @param {string} owner @param {Parameter} parameter @param {string} text @param {number|string|null} fallback */
  #value(owner, parameter, text, fallback) {
    const { name, scale, choices, low, high, whole, allowed } = parameter;
    if (scale === "text") return text; // fixed, so it is compared with the author's
    if (scale === "choice" && choices.includes(text)) return text;
    const number = scale === "choice" ? null : parseNumber(text);
    const isWhole = scale === "switch" || whole;
    if (number !== null && number >= low && number <= high && !(isWhole && !Number.isInteger(number))) return number;
    this.#reject(owner, name, text, allowed);
    if (number === null || scale === "switch") return fallback;
    const inside = Math.min(Math.max(number, low), high);
    return whole ? Math.round(inside) : inside;
  }

  /** @param {string} text @param {string[]} taken @returns {Start|null} null if it does not have two numbers */
  #start(text, taken) {
    const [label, ...texts] = text.split(",").map((part) => part.trim());
    if (texts.length !== 2) {
      this.#reject("", "start", text, "label,x,y");
      return null;
    }
    const longest = this.catalog.limits.label;
    const isLegal = LABEL.test(label) && [...label].length <= longest;
    if (!isLegal) this.#reject("", "start", label, `a label of 1 to ${longest} letters and digits`);
    else if (taken.includes(label)) this.#reject("", "start", label, "a label that no other start has");
    const free = [...LETTERS].find((letter) => !taken.includes(letter)) ?? String(taken.length);
    const named = isLegal && !taken.includes(label) ? label : free;
    const [x, y] = texts.map((one, axis) => this.#coordinate(named, "xy"[axis], one));
    return x === null || y === null ? null : { label: named, x, y };
  }

  /** @param {string} label @param {string} axis @param {string} text */
  #coordinate(label, axis, text) {
    const number = parseNumber(text);
    if (number !== null && Math.abs(number) <= REACH) return number;
    this.#reject(`start ${label}`, axis, text, `a number from ${-REACH} to ${REACH}`);
    return number === null ? null : Math.min(Math.max(number, -REACH), REACH);
  }

  /** @param {string|undefined} text @returns {number|null} null for the author's */
  #steps(text) {
    if (text === undefined) return null;
    const most = this.catalog.limits.steps;
    const number = parseNumber(text);
    if (number !== null && Number.isInteger(number) && number >= 1 && number <= most) return number;
    this.#reject("", "steps", text, `a whole number from 1 to ${most}`);
    return number === null ? null : Math.trunc(Math.min(Math.max(number, 1), most));
  }

  /** @param {Parameter} parameter @param {string|undefined} text @returns {number|string} */
  #condition(parameter, text) {
    const { name } = parameter;
    const own = this.author.conditions[name];
    if (text === undefined) return own;
    if (!this.#isFixed(name)) return /** @type {number|string} */ (this.#value("", parameter, text, own));
    if (text !== own && parseNumber(text) !== own) this.#reject("", name, text, only(own));
    return own;
  }
}

/** @param {Parameter[]} parameters @returns {Parameter[]} whose values the caption mentions, or which are texts, which only the server reads */
const said = (parameters) => parameters.filter(({ captioned, scale }) => captioned || scale === "text");
