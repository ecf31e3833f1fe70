/**
 * Runs modules that the form's JavaScript writer has made, for tests/test_form_bits.py: reads questions, one JSON object a line, and answers
 * each with a line. Numbers travel as the base64 of their float64, since JSON has no infinity and no NaN.
 */

import { createInterface } from "node:readline";

const decode = (text) => {
  const bytes = Buffer.from(text, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const encode = (numbers) => Buffer.from(new Float64Array(numbers).buffer).toString("base64");
const given = (value) => (typeof value === "number" ? value : Array.isArray(value) ? value.map(decode) : decode(value));

const ANSWERS = {
  /** The results of a function, one after the other, at each row of ``points``; ``rest`` are its other arguments. */
  values({ name, points, width, rest }, module) {
    const rows = decode(points);
    const more = rest.map(decode);
    const results = [];
    for (let at = 0; at < rows.length; at += width) {
      results.push(...[module[name](...rows.subarray(at, at + width), ...more)].flat());
    }
    return encode(results);
  },
  /** Position and state after each of the gradients; ``needs`` are what each step is given besides, one list a need. */
  feed({ gradients, state, p, needs }, module) {
    const all = decode(gradients);
    const values = decode(p);
    const memory = state.map(decode);
    const x = new Float64Array(2);
    const results = [];
    for (let t = 1; 2 * t <= all.length; t += 1) {
      module.step(x, all.subarray(2 * t - 2, 2 * t), memory, t, values, ...needs.map((each) => given(each[t - 1])));
      results.push(...x, ...memory.flatMap((row) => [...row]));
    }
    return encode(results);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(ANSWERS[question.ask](question, await import(question.module)));
}
