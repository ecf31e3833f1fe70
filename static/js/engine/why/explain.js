/**
 * Explains one step of one run: the numbers from which it was computed, with the bits of optimizers/tell/explanation.py, whose twin
 * this is, for rules that take one step after another. Pure.
 *
 * @typedef {import("../../base/types.js").Explanation} Explanation
 * @typedef {import("../../base/types.js").Ground} Ground
 * @typedef {import("../../base/types.js").PlannedOptimizer} PlannedOptimizer
 * @typedef {import("../../base/types.js").Translated} Translated
 * @typedef {import("./nodes.js").RuleForm} RuleForm
 * @typedef {import("./equations.js").Equation} Equation
 * @typedef {{optimizer: number, start: number, step: number}} Which the run, and the number of the step in it, from 1
 */

import { entry } from "../../state/families.js";
import { running } from "../../state/fitting.js";
import { NO_ROW, draw } from "../draws.js";
import { descend, startOf } from "../kernel.js";
import { look, nothingSeen } from "../look.js";
import { Nearest, norm } from "../nearest.js";
import { ANY, PLACED } from "../needs.js";
import { scenarioOf } from "../simulate.js";
import { derive } from "./derive.js";
import { decimal } from "./digits.js";
import { Coordinate } from "./equations.js";
import { lineSlice } from "./line-slice.js";
import { mathml } from "./mathml.js";
import { lineText, Numbers } from "./printed.js";

const ALWAYS = "stays, because its gradient has always been zero";
const NOW = "stays, because its gradient is zero";
const STAYS = "stays in this step";
const ROWS = 20; // of a minibatch; of a larger one the rest is counted
const DEGREES = 180 / Math.PI;
const BOTH = /** @type {const} */ ([0, 1]);

/**
 * @param {Translated} translated the module of rules and surfaces that the server has written
 * @param {Object<string, RuleForm>} forms the module of forms, by the names of rules
 * @returns {import("../../service/engine.js").Explain} what takes longer, lines and along, is computed when it is read
 */
export const explainWith = (translated, forms) => (state, catalog, { bound, found = null }, { optimizer, start, step }) => {
  const scenario = bound && scenarioOf(state, catalog, bound, translated, { found });
  const chosen = running(state)[optimizer];
  const rule = chosen && entry(catalog.optimizers, chosen.name, chosen.values);
  const form = rule && (rule.played?.form ?? forms[rule.name]);
  if (!scenario || !form) return null;
  const one = scenario.optimizers[optimizer];
  const giving = one.lengthFrom === null ? null : scenario.optimizers[one.lengthFrom];
  const givingForm = () => {
    const other = running(state)[/** @type {number} */ (one.lengthFrom)];
    const its = entry(catalog.optimizers, other.name, other.values);
    return its.played?.form ?? forms[its.name];
  };
  const run = new ShownRun(one, giving, scenario, state.starts[start], step);
  return run.length > step ? run.explanation(form, giving && givingForm(), bound.criteria.minima, translated.ELEMENTARY) : null;
};

/** One run up to the step that is explained. */
class ShownRun {
  /**
   * @param {PlannedOptimizer} one
   * @param {PlannedOptimizer|null} giving the optimizer whose step length it takes
   * @param {{ground: Ground, drawn: import("../../base/types.js").StepDraws}} scenario
   * @param {{x: number, y: number}} start
   * @param {number} step
   */
  constructor(one, giving, { ground, drawn }, start, step) {
    this.one = one;
    this.giving = giving;
    this.ground = ground;
    this.drawn = drawn;
    this.step = step;
    const [x, y, loss, gx, gy] = Array.from({ length: 5 }, () => new Float64Array(step + 1));
    this.record = { x, y, loss, gx, gy, state: new Float64Array(2 * (step + 1) * one.begin.length) };
    this.length = descend(one, giving, ground, start, drawn, this.record);
    this.start = start;
  }

  /** @param {number} row @returns {[number, number]} */
  position(row) {
    return [this.record.x[row], this.record.y[row]];
  }

  /** @param {number} row @returns {[number, number]} of the whole surface */
  gradient(row) {
    return [this.record.gx[row], this.record.gy[row]];
  }

  /** @param {number} row @returns {Float64Array[]} */
  state(row) {
    const count = this.one.begin.length;
    return this.one.begin.map((_, k) => this.record.state.slice(2 * (row * count + k), 2 * (row * count + k) + 2));
  }

  /** @param {number} t from 1 @returns {Float64Array} the constants of the surface that the rules see in a step */
  constants(t) {
    const { batches, batch } = this.drawn;
    if (!batches) return this.ground.q;
    const drawn = new Float64Array(1 + 2 * batch);
    return drawn.subarray(0, draw(this.ground.q, batches, batch, t, drawn));
  }

  /** @param {number} t from 1 @returns {{noisy: Float64Array, value: number, q: Float64Array}} the gradient with noise, and f, as the rules see them in a step */
  seenBefore(t) {
    const q = this.constants(t);
    const noisy = new Float64Array(2);
    const value = this.ground.surface.evaluate(Float64Array.from(this.position(t - 1)), noisy, q);
    const { noise } = this.drawn;
    for (const i of BOTH) noisy[i] += noise ? noise[2 * (t - 1) + i] : 0;
    return { noisy, value, q };
  }

  /**
   * @param {PlannedOptimizer} by
   * @param {RuleForm} form of its rule
   * @param {number} rate of this step
   * @param {number[]} begin from where a rule takes its step that reads its position
   * @param {Float64Array[]} state before it
   * @param {{noisy: Float64Array, value: number, q: Float64Array}} before what the rules see
   * @param {import("../../base/types.js").Elementary} elementary
   */
  working(by, form, rate, begin, state, { noisy, value, q }, elementary) {
    const { step, drawn: { noise } } = this;
    const x = this.position(step - 1);
    const decay = by.decoupled ? 0 : by.decay;
    const seen = noisy.map((slope, i) => slope + decay * x[i]);
    const p = by.p.slice();
    p[0] = rate;
    const e = nothingSeen(this.ground.floor);
    const copies = () => state.map((row) => row.slice());
    if (by.rule.flags & ANY) {
      const [across, up] = BOTH.map((i) => (noise ? noise[2 * (step - 1) + i] : 0));
      look(by.rule, this.ground.surface, q, Float64Array.from(x), value, seen, copies(), p, across, up, decay, step, e);
    }
    const needed = by.rule.needs.map((need) => /** @type {{[name: string]: number|Float64Array|Float64Array[]}} */ (/** @type {unknown} */ (e))[need]);
    const given = [[0, 0], seen, state, step, p, ...needed, ...(by.rule.flags & PLACED ? [begin] : [])];
    const derivation = derive(form.step, given, elementary);
    const [moves] = derivation.after(form.step.arguments[0]);
    const change = /** @type {[number, number]} */ (moves.map((cell) => derivation.cells[cell].value));
    return { form, seen, derivation, change, there: by.rule.point ? { at: [...e.there], slope: e.gradient_at } : null };
  }

  /**
   * @param {RuleForm} form
   * @param {RuleForm|null} givingForm
   * @param {[number, number, number][]} minima
   * @param {import("../../base/types.js").Elementary} elementary
   * @returns {Explanation}
   */
  explanation(form, givingForm, minima, elementary) {
    const { one, step } = this;
    const x = this.position(step - 1);
    const before = this.seenBefore(step);
    const rate = one.rates[step - 1];
    const shrink = x.map((at) => (one.decoupled ? -rate * one.decay * at : 0));
    const working = this.working(one, form, rate, x.map((at, i) => at + shrink[i]), this.state(step - 1), before, elementary);
    const own = working.change;
    const length = givingForm && this.#newLength(givingForm, x, before, elementary);
    const size = norm(...own);
    const taken = own.map((part) => (length === null || !size ? part : length * (part / size)));
    const change = /** @type {[number, number]} */ (taken.map((part, i) => part + shrink[i]));
    const numbers = new Numbers();
    const lines = () => BOTH.map((i) => {
      const equations = this.#equations(i, { working, numbers, before, x, rate, taken, shrink, length, size });
      return equations.map(({ symbol, expression, value }) => numbers.line(symbol, expression, value, () => this.#note(working.seen, i)))
        .map((line) => ({ ...line, mathml: mathml(lineText(line), "block") }));
    });
    const along = () => lineSlice(this.ground, x, change, this.record.loss[step - 1], this.record.loss[step]);
    const gradient = this.gradient(step - 1);
    return {
      position: x, change, length: norm(...change), gradient, seen: [working.seen[0], working.seen[1]],
      get lines() {
        return lines();
      },
      arrows: this.#arrows(form, change).map((arrow) => ({ ...arrow, mathml: mathml(arrow.symbol, "inline") })),
      grafted: length !== null,
      angle_to_gradient: angle(change, [-gradient[0], -gradient[1]]),
      angle_to_minimum: minima.length ? angle(change, wayTo(minima, x)) : null,
      get along() {
        return along();
      },
      remark: this.#minibatch(),
    };
  }

  /**
   * @param {RuleForm} form
   * @param {[number, number]} x
   * @param {{noisy: Float64Array, value: number, q: Float64Array}} before
   * @param {import("../../base/types.js").Elementary} elementary
   * @returns {number} the length of the step that the other optimizer would take
   */
  #newLength(form, x, before, elementary) {
    const { one, step, ground, drawn, start } = this;
    const giving = /** @type {PlannedOptimizer} */ (this.giving);
    const lengthState = startOf(giving);
    const [...columns] = Array.from({ length: 5 }, () => new Float64Array(step));
    const [rx, ry, loss, gx, gy] = columns;
    descend(one, giving, ground, start, drawn, { x: rx, y: ry, loss, gx, gy, state: null, lengthState });
    return norm(...this.working(giving, form, one.lengthRates[step - 1], x, lengthState, before, elementary).change);
  }

  /**
   * @param {0|1} i
   * @param {{working: ReturnType<ShownRun["working"]>, numbers: Numbers, before: {noisy: Float64Array}, x: [number, number], rate: number,
   *   taken: number[], shrink: number[], length: number|null, size: number}} parts of the step; length: how long the other optimizer's step is, size: how long its own is
   * @returns {Equation[]} of a coordinate: weight decay, the rule's, another optimizer's length, decoupled decay
   */
  #equations(i, { working, numbers, before, x, rate, taken, shrink, length, size }) {
    const { decay, decoupled } = this.one;
    const [here, pace, share] = [x[i], rate, decay].map((value) => numbers.name(value));
    const { form, derivation, there, seen, change } = working;
    /** @type {Equation[]} */
    const found = [];
    if (decay && !decoupled) found.push({ symbol: "g", expression: ["+", numbers.name(before.noisy[i]), ["*", share, here]], value: seen[i] });
    if (there) {
      const slope = there.slope[i];
      found.push({ symbol: `g(${there.at.map((at) => decimal(at)).join(", ")})`, expression: numbers.name(slope), value: slope });
    }
    found.push(...new Coordinate(form, derivation, numbers, i).equations());
    let last = "\\Delta";
    if (length !== null && change.some(Boolean)) {
      last = "\\Delta'";
      found.push({ symbol: last, expression: ["*", ["/", numbers.name(length), numbers.name(size)], numbers.name(change[i])], value: taken[i] });
    }
    if (decay && decoupled) {
      found.push({ symbol: "\\Delta_\\lambda", expression: ["negative", ["*", ["*", pace, share], here]], value: shrink[i] });
      found.push({ symbol: `${last} + \\Delta_\\lambda`, expression: ["+", numbers.name(taken[i]), numbers.name(shrink[i])], value: taken[i] + shrink[i] });
    }
    return found;
  }

  /** @param {Float64Array} seen @param {0|1} i @returns {string} why a coordinate does not move */
  #note(seen, i) {
    if (seen[i]) return STAYS;
    const { batches, noise } = this.drawn;
    for (let t = 1; t <= this.step; t += 1) {
      const slope = batches ? this.seenBefore(t).noisy[i] : this.gradient(t - 1)[i] + (noise ? noise[2 * (t - 1) + i] : 0);
      if (slope) return NOW;
    }
    return ALWAYS;
  }

  /** @param {RuleForm} form @param {[number, number]} change @returns {{kind: string, symbol: string, x: number, y: number}[]} */
  #arrows(form, change) {
    const [gx, gy] = this.gradient(this.step - 1);
    const after = this.state(this.step);
    const arrow = (/** @type {string} */ kind, /** @type {string} */ symbol, /** @type {Iterable<number>} */ [x, y]) => ({ kind, symbol, x, y });
    const ofState = form.state.flatMap(([symbol, role], k) => {
      if (role === "direction") return [arrow(role, `-${symbol}`, after[k].map((value) => -value))];
      return role === "scale" ? [arrow(role, `\\sqrt{${symbol}}`, after[k].map(Math.sqrt))] : [];
    });
    return [arrow("gradient", "-g", [-gx, -gy]), ...ofState, arrow("step", "\\Delta", change)];
  }

  /** @returns {string} which rows of the data the rules see, counted from 1; empty where they see all */
  #minibatch() {
    const { batches, batch } = this.drawn;
    if (!batches) return "";
    const rows = (this.ground.q.length - 1) / 2;
    const inEpoch = Math.ceil(rows / batch);
    const seen = [...batches.subarray((this.step - 1) * batch, this.step * batch)].filter((row) => row !== NO_ROW).map((row) => row + 1).sort((a, b) => a - b);
    const numbers = [...seen.slice(0, ROWS).map(String), ...(seen.length > ROWS ? [`${seen.length - ROWS} more`] : [])];
    const most = numbers.slice(0, -1).join(", ");
    const list = `${most}${most && " and "}${numbers[numbers.length - 1]}`;
    const [epoch, index] = [Math.floor((this.step - 1) / inEpoch), (this.step - 1) % inEpoch];
    return `This step uses minibatch ${index + 1} of ${inEpoch} in epoch ${epoch + 1}: ${seen.length === 1 ? "row" : "rows"} ${list} of ${rows}.`;
  }
}

/** @param {[number, number]} a @param {[number, number]} b @returns {number|null} the angle between them in degrees, null if one of them is zero */
function angle(a, b) {
  if (a.every((part) => part === 0) || b.every((part) => part === 0)) return null;
  return Math.abs(Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])) * DEGREES;
}

/** @param {[number, number, number][]} minima @param {[number, number]} x @returns {[number, number]} the way to the nearest */
function wayTo(minima, x) {
  const nearest = new Nearest(minima);
  nearest.move(...x);
  return [nearest.wx, nearest.wy];
}
