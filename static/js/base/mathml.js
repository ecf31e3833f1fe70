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
 * @returns {(Formula|string)[]} the formulas that the text writes, and the text between them; anything else is an error
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

const BREAKS = new Set(["=", "+", "−", "·"]); // a line may end before these
const SIGNS = new Set(["+", "−"]);
const OPENING = "(";
const CLOSING = ")";

/**
 * Cut a formula into pieces between which a line may break, because no browser breaks a formula: before an equals sign, and
 * before an operator between two terms that is not in brackets.
 * @param {Formula} math
 * @returns {Formula[]}
 */
export function pieces(math) {
  const [row] = math.children;
  if (math.children.length !== 1 || typeof row === "string" || row.tag !== "mrow") return [math];
  /** @type {(Formula|string)[][]} */
  const found = [[]];
  let depth = 0;
  let term = false; // whether a term precedes, so that the next sign is not that of a number
  for (const [index, child] of row.children.entries()) {
    const sign = operator(child);
    if (term && depth === 0 && BREAKS.has(sign) && !(sign === "·" && isPowerOfTen(row.children[index + 1]))) {
      found.push([formed(child, "infix")]);
      term = false;
      continue;
    }
    found[found.length - 1].push(!term && SIGNS.has(sign) ? formed(child, "prefix") : child);
    if (sign === OPENING) depth++;
    else if (sign === CLOSING) depth--;
    term = sign === "" || sign === CLOSING;
  }
  if (found.length === 1) return [math];
  const attributes = /** @type {[string, string][]} */ ([...math.attributes.filter(([name]) => name !== "display" && name !== "alttext"), ["displaystyle", "true"]]);
  return found.map((children) => ({ tag: "math", attributes, children: [{ tag: "mrow", attributes: [], children }] }));
}

/** @param {Formula|string} child @returns {string} the operator that it is, or that has an exponent in it; otherwise empty */
function operator(child) {
  if (typeof child === "string") return "";
  if (child.tag === "msup") return operator(child.children[0]);
  const [text] = child.children;
  return child.tag === "mo" && typeof text === "string" ? text : "";
}

/** @param {Formula|string|undefined} child @returns {boolean} whether it is a power of ten, which belongs to the number before it */
function isPowerOfTen(child) {
  if (typeof child !== "object" || child.tag !== "msup") return false;
  const [base] = child.children;
  return typeof base === "object" && base.tag === "mn" && base.children[0] === "10";
}

/**
 * @param {Formula|string} sign
 * @param {"infix"|"prefix"} form
 * @returns {Formula|string} with the spaces of a sign between two terms, also where it begins a piece, or with none, as the
 *   sign of a number
 */
const formed = (sign, form) => (typeof sign === "string" ? sign : { ...sign, attributes: [...sign.attributes, ["form", form]] });

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
