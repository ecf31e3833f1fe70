/** Typed arrays as the server sends them, in Plotly's form: {dtype: "f4"|"f8", bdata: base64}. */

/**
 * @param {import("../base/types.js").Encoded} encoded
 * @returns {Float32Array|Float64Array}
 */
export function decodeArray({ dtype, bdata }) {
  const bytes = fromBase64(bdata);
  return dtype === "f4" ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text); // only the newest browsers have it
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
