/**
 * What Trusted Types let through. The page's policy forbids that a text becomes markup or the address of a script; this is the
 * exception for plotly.js: its own file is loaded by address, and when it makes a picture, it decodes characters such as &nbsp; with
 * innerHTML, for which no element is needed.
 */

/** @param {string} text @returns {string|null} the text if it holds no element */
export const plainHtml = (text) => (text.includes("<") ? null : text);

/** @param {string} address @param {string} here @returns {string|null} the address if it is one of the same origin */
export function ownScript(address, here) {
  try {
    const [script, page] = [new URL(address, here), new URL(here)];
    return /^https?:$/.test(script.protocol) && script.origin === page.origin ? script.href : null;
  } catch {
    return null;
  }
}

/** @typedef {{createPolicy: (name: "default", rules: Object<string, (text: string) => string|null>) => unknown}} Factory */

const { trustedTypes } = /** @type {{trustedTypes?: Factory}} */ (globalThis); // not every browser has them
trustedTypes?.createPolicy("default", { createHTML: plainHtml, createScriptURL: (address) => ownScript(address, location.href) });
