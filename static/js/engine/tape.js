/**
 * Plays tapes: what a reader typed as operations on single numbers, one after the other. Twin of optimizers/form/play.py;
 * the server sends tapes as optimizers/form/tape.py encodes them.
 *
 * @typedef {import("../base/types.js").Elementary} Elementary
 * @typedef {{first: number, operations: Uint8Array, a: Uint16Array, b: Uint16Array, c: Uint16Array, results: Uint16Array,
 *   registers: Float64Array}} Tape
 *   registers: the inputs, then the constants, then from `first` on the result of each operation, of the registers a, b and c.
 *   results: the registers of the results.
 */

const FIELD = 8192; // 2¹³: how many registers an operation can name
const HEAD = 4;

/**
 * @param {ArrayLike<number>} program
 * @param {number} at where the tape begins in it
 * @returns {Tape}
 */
export function readTape(program, at) {
  const [first, constants, count, results] = Array.from({ length: HEAD }, (_, k) => program[at + k]);
  const begin = at + HEAD + constants;
  const part = (/** @type {number} */ from, /** @type {number} */ length) => Array.from({ length }, (_, k) => program[from + k]);
  const code = part(begin, count);
  const field = (/** @type {number} */ digit) => Uint16Array.from(code, (word) => Math.floor(word / FIELD ** digit) % FIELD);
  const registers = new Float64Array(first + constants + count);
  registers.set(part(at + HEAD, constants), first);
  return {
    first: first + constants, operations: Uint8Array.from(code, (word) => Math.floor(word / FIELD ** 3)),
    a: field(2), b: field(1), c: field(0), results: Uint16Array.from(part(begin + count, results)), registers,
  };
}

/**
 * Computes the registers of a tape, of which the inputs are set.
 *
 * @param {Tape} tape
 * @param {Elementary} elementary
 */
export function play({ first, operations, a, b, c, registers: r }, { exp, log, sin, cos, tanh, power }) {
  for (let k = 0; k < operations.length; k += 1) {
    const left = r[a[k]];
    const right = r[b[k]];
    let result = 0;
    switch (operations[k]) { // in the order of OPERATIONS in optimizers/form/tape.py
      case 0: result = left + right; break;
      case 1: result = left - right; break;
      case 2: result = left * right; break;
      case 3: result = left / right; break;
      case 4: result = -left; break;
      case 5: result = Math.abs(left); break;
      case 6: result = Math.sqrt(left); break;
      case 7: result = Math.floor(left); break;
      case 8: result = right < left ? right : left; break;
      case 9: result = right > left ? right : left; break;
      case 10: result = exp(left); break;
      case 11: result = log(left); break;
      case 12: result = sin(left); break;
      case 13: result = cos(left); break;
      case 14: result = tanh(left); break;
      case 15: result = power(left, right); break;
      case 16: result = left < right ? 1 : 0; break;
      case 17: result = left <= right ? 1 : 0; break;
      case 18: result = left === right ? 1 : 0; break;
      case 19: result = left !== 0 ? right : r[c[k]]; break;
    }
    r[first + k] = result;
  }
}

/**
 * @param {ArrayLike<number>} q the constants of a surface that was typed: where its second tape begins, the tape of value and
 *   gradient, the tape of the Hessian
 * @param {Elementary} elementary
 * @returns {import("../base/types.js").SurfaceCode}
 */
export function playedSurface(q, elementary) {
  const slope = readTape(q, 1);
  const bends = readTape(q, q[0]);
  /** @param {Tape} tape @param {Float64Array} x */
  const at = (tape, x) => {
    tape.registers[0] = x[0];
    tape.registers[1] = x[1];
    play(tape, elementary);
    return tape;
  };
  return {
    evaluate(x, g) {
      const { registers, results } = at(slope, x);
      g[0] = registers[results[1]];
      g[1] = registers[results[2]];
      return registers[results[0]];
    },
    bend(x, h) {
      const { registers, results } = at(bends, x);
      h[0][0] = registers[results[0]];
      h[0][1] = h[1][0] = registers[results[1]];
      h[1][1] = registers[results[2]];
    },
  };
}

/**
 * @param {ArrayLike<number>} program how many state variables and hyper-parameters a typed step has, then its tape, whose inputs
 *   are x, g, state, t and p, and whose results are x and state
 * @param {Elementary} elementary
 * @returns {import("../base/types.js").Step}
 */
export function playedStep(program, elementary) {
  const [variables, numbers] = [program[0], program[1]];
  const tape = readTape(program, 2);
  const { registers, results } = tape;
  return (x, g, state, t, p) => {
    for (let i = 0; i < 2; i += 1) {
      registers[i] = x[i];
      registers[2 + i] = g[i];
    }
    for (let k = 0; k < variables; k += 1) {
      registers[4 + 2 * k] = state[k][0];
      registers[5 + 2 * k] = state[k][1];
    }
    registers[4 + 2 * variables] = t;
    for (let k = 0; k < numbers; k += 1) registers[5 + 2 * variables + k] = p[k];
    play(tape, elementary);
    x[0] = registers[results[0]];
    x[1] = registers[results[1]];
    for (let k = 0; k < variables; k += 1) {
      state[k][0] = registers[results[2 + 2 * k]];
      state[k][1] = registers[results[3 + 2 * k]];
    }
  };
}
