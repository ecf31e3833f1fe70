/**
 * Names of the optimizers that run; several of one kind are named by their differences. optimizers/query/titles.py is the twin.
 *
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

import { shortNumber } from "../base/numbers.js";
import { idle } from "./effects.js";
import { entry } from "./families.js";

const LONGEST = 40; // characters of a name with one difference
const BOTH = 32; // the same with two
const BRIEF = 7; // characters of a number that is written in full

/**
 * @param {Pick<Optimizer, "name"|"values"|"length">[]} optimizers those that run
 * @param {import("../base/types.js").Values} conditions
 * @param {import("../base/types.js").Catalog} catalog
 * @returns {string[]} a name for each, unlike all others
 */
export function titles(optimizers, { fair }, catalog) {
  const found = optimizers.map(({ name }) => entry(catalog.optimizers, name).title);
  for (const kind of new Set(optimizers.map(({ name }) => name))) {
    const indices = [...optimizers.keys()].filter((index) => optimizers[index].name === kind);
    if (indices.length < 2) continue;
    const title = found[indices[0]];
    const group = indices.map((index) => optimizers[index]);
    const names = numbered(title, apart(title, group.length, differences(group, String(fair), catalog)));
    indices.forEach((index, i) => {
      found[index] = names[i];
    });
  }
  return found;
}

/**
 * What is said of each optimizer of a kind, for everything in which those differ on which it has an effect; nothing of an
 * optimizer on which it has none.
 * @param {Pick<Optimizer, "name"|"values"|"length">[]} group
 * @param {string} fair
 * @param {import("../base/types.js").Catalog} catalog
 * @returns {string[][]}
 */
function differences(group, fair, catalog) {
  const found = [];
  if (fair !== "length" && new Set(group.map(({ length }) => length)).size > 1) {
    found.push(group.map(({ length }) => `with ${length ? `${entry(catalog.optimizers, length).title}'s` : "its own"} step length`));
  }
  const [{ name: kind, values: first }] = group;
  const without = group.map((one) => idle(one, fair, catalog));
  for (const parameter of entry(catalog.optimizers, kind, first).parameters) {
    const values = group.map(({ values: own }) => own[parameter.name]);
    if (values.includes(/** @type {any} */ (undefined))) continue;
    if (parameter.scale === "text" && new Set(values).size > 1) return [];
    const acting = without.map((names) => !names.includes(parameter.name));
    const counted = values.filter((_, i) => acting[i]);
    if (new Set(counted).size < 2) continue;
    const texts = said(parameter, counted).values();
    found.push(acting.map((acts) => (acts ? String(texts.next().value) : "")));
  }
  return found;
}

/**
 * @param {Parameter} parameter
 * @param {(number|string)[]} values
 * @returns {string[]}
 */
function said({ scale, named = [], choices, sign }, values) {
  if (scale === "switch" || scale === "choice") return values.map((value) => named[typeof value === "string" ? choices.indexOf(value) : value]);
  let texts = values.map((value) => (String(value).length <= BRIEF ? String(value) : shortNumber(Number(value), 4)));
  if (new Set(texts).size < new Set(values).size) texts = values.map(String);
  const template = named.at(-1) ?? `${sign} = {}`;
  return texts.map((text, i) => (named.length > 1 && values[i] === 0 ? named[0] : template.replace("{}", text.replaceAll("-", "−"))));
}

/**
 * @param {string} title
 * @param {number} count
 * @param {string[][]} columns what is said of each, for each difference
 * @returns {string[]} names with the differences that tell all apart, or else as many as possible
 */
function apart(title, count, columns) {
  const pairs = columns.flatMap((one, i) => columns.slice(i + 1).map((other) => [one, other]));
  const ways = [...(columns.length === 2 ? pairs : []), ...columns.map((one) => [one]), ...pairs];
  /** @type {string[]} */
  let best = Array(count).fill(title);
  for (const way of ways) {
    const names = best.map((_, i) => called(title, way.map((column) => column[i]).filter(Boolean)));
    const fits = names.every((name) => name.length <= (way.length === 1 ? LONGEST : BOTH));
    if (fits && new Set(names).size > new Set(best).size) best = names;
  }
  return best;
}

/** @param {string} title @param {string[]} words */
const called = (title, words) => (words.length > 1 ? `${title} (${words.join(", ")})` : [title, ...words].join(" "));

/**
 * @param {string} title
 * @param {string[]} names
 * @returns {string[]} with a number after those that are equal
 */
function numbered(title, names) {
  return names.map((name, i) => {
    if (names.filter((other) => other === name).length === 1) return name;
    const number = names.slice(0, i + 1).filter((other) => other === name).length;
    return name === title ? `${name} ${number}` : `${name} (${number})`;
  });
}
