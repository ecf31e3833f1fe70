/**
 * Reads the MathML of the server without innerHTML, which Trusted Types forbid: only elements and attributes of formulas are
 * made, whatever the text holds. Pure.
 *
 * @typedef {{tag: string, attributes: [string, string][], children: (Formula|string)[]}} Formula
 */

const ATTRIBUTES = new Set(["accent", "accentunder", "alttext", "columnalign", "display", "displaystyle", "fence", "form", "linethickness",
  "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width"]);
const PIECE = /<(\/?)(m[a-z]+)((?: [a-z]+="[^"<]*")*) ?(\/?)>|([^<]+)/gy;
const ATTRIBUTE = / ([a-z]+)="([^"]*)"/g;
const NAMED = /** @type {Object<string, string>} */ ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" });

/**
 * @param {string} text
 * @returns {(Formula|string)[]} the formulas that the text writes, and what stands between them; anything else is an error
 */
export function readFormulas(text) {
  /** @type {Formula} */
  const outer = { tag: "", attributes: [], children: [] };
  const open = [outer];
  let at = 0;
  for (const [piece, closing, tag, attributes, empty, words] of text.matchAll(PIECE)) {
    at += piece.length;
    const inside = open[open.length - 1];
    if (words !== undefined) inside.children.push(decoded(words));
    else if (closing) {
      if (open.pop()?.tag !== tag || open.length === 0) throw new Error(`</${tag}> closes nothing`);
    } else {
      const made = { tag, attributes: readAttributes(attributes), children: [] };
      inside.children.push(made);
      if (!empty) open.push(made);
    }
  }
  if (at < text.length || open.length > 1) throw new Error("this is not MathML");
  return outer.children;
}

/** @param {string} text @returns {[string, string][]} those that formulas have */
const readAttributes = (text) => [...text.matchAll(ATTRIBUTE)]
  .filter(([, name]) => ATTRIBUTES.has(name))
  .map(([, name, value]) => [name, decoded(value)]);

/** @param {string} text @returns {string} */
const decoded = (text) => text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
  if (name) return NAMED[name.toLowerCase()];
  const code = hex ? parseInt(hex, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
});
