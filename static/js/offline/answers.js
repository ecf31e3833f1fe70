/** What a lesson file holds instead of a server: texts by the addresses that the page asks for. */

const WHERE = /^.*?(?=api\/v1\/|poster\.svg|catalog\.json)/; // the root of the server, which a file need not have

/** @type {Map<string, string>} */
const answers = new Map();

/** @param {string} address @returns {string} the same for all ways to write it */
export function keyOf(address) {
  const path = address.replace(WHERE, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** @param {Object<string, string>} texts by address */
export function keep(texts) {
  for (const [address, text] of Object.entries(texts)) answers.set(keyOf(address), text);
}

/** @param {string} address @returns {string|null} */
export const held = (address) => answers.get(keyOf(address)) ?? null;
