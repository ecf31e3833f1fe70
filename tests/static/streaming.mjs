/** What the server's stream is made of, for the tests. */

/** @returns {{dtype: string, bdata: string}} values as the server sends them */
export function encode(values, dtype = "f4") {
  const array = dtype === "f4" ? Float32Array.from(values) : Float64Array.from(values);
  return { dtype, bdata: Buffer.from(array.buffer).toString("base64") };
}

/** @returns {any} a points event whose loss is given, all else zero */
export function points(optimizer, start, first, loss, dtype = "f4") {
  const zeros = encode(loss.map(() => 0), dtype);
  return { event: "points", optimizer, start, first, x: zeros, y: zeros, gx: zeros, gy: zeros, loss: encode(loss, dtype) };
}

/** @returns {any} the end event of as many optimizers and starts */
export function end(optimizers, starts) {
  const metrics = { reached: null, stays: null, final_loss: 1, path_length: 2, flips: [3, 4] };
  const runs = Array.from({ length: optimizers * starts }, (_, k) =>
    ({ optimizer: Math.floor(k / starts), start: k % starts, status: "running", steps: 1, diverged_at: null, metrics }));
  return { event: "end", runs };
}
