/**
 * What the engine runs for an entry of the catalog: the code that the server has translated, or the tape of what a reader typed.
 *
 * @typedef {import("../base/types.js").Rule} Rule
 * @typedef {import("../base/types.js").RuleCode} RuleCode
 * @typedef {import("../base/types.js").Surface} Surface
 * @typedef {import("../base/types.js").Translated} Translated
 * @typedef {import("../base/types.js").Values} Values
 */

import { decodeArray } from "../service/decode.js";
import { constantsOf } from "./constants.js";
import { numberOf } from "./number-of.js";
import { playedStep, playedSurface } from "./tape.js";

/** @type {WeakMap<Rule, RuleCode>} a typed step is read once, because a slider runs it sixty times a second */
const played = new WeakMap();

/**
 * @param {Rule} rule
 * @param {Translated} translated
 * @returns {RuleCode|null} null for one that only the server can run
 */
export function ruleCode(rule, translated) {
  if (!rule.played) return translated.RULES[rule.name] ?? null;
  const known = played.get(rule);
  if (known) return known;
  const { tape, begin, flags, readsGradient } = rule.played;
  const numbers = rule.parameters.filter(({ scale }) => scale !== "text").map(({ name }) => name); // its own are the first of them
  const step = playedStep(decodeArray(tape), translated.ELEMENTARY);
  const code = { step, point: null, flags, needs: [], readsGradient, begin, numbers, constants: null, limit: null, limits: [], theory: null, marks: [] };
  played.set(rule, code);
  return code;
}

/**
 * @param {Rule} rule
 * @param {RuleCode} code
 * @param {Values} values
 * @returns {Float64Array} the hyper-parameters and after them the constants, as the step reads them
 */
export function pack(rule, code, values) {
  const numbers = code.numbers.map((name) => numberOf(rule, name, values[name]));
  return Float64Array.from(code.constants ? [...numbers, ...code.constants(numbers)] : numbers);
}

/**
 * @param {Surface} surface
 * @param {Values} values
 * @param {import("../base/types.js").Bound|null} bound what the server says of the surface with these values, null if it has not answered
 * @param {import("../base/types.js").Near|null} near what it says of the surface with other values
 * @param {Translated} translated
 * @returns {import("../base/types.js").Ground|null} null where the engine cannot run on it; without an answer of the server the floor is NaN
 */
export function groundOf(surface, values, bound, near, translated) {
  const q = bound?.q ?? constantsOf(surface, values, near, translated);
  const code = translated.SURFACES[surface.name] ?? (surface.family && q ? playedOn(q, translated) : null);
  return code && q && { surface: code, q, floor: bound?.floor ?? NaN };
}

/** @type {WeakMap<Float64Array, import("../base/types.js").SurfaceCode>} by the constants, which are its tapes */
const playedSurfaces = new WeakMap();

/** @param {Float64Array} q @param {Translated} translated */
function playedOn(q, { ELEMENTARY }) {
  const code = playedSurfaces.get(q) ?? playedSurface(q, ELEMENTARY);
  playedSurfaces.set(q, code);
  return code;
}
