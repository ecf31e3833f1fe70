/** A typed text as people read it, and where an error is in it. Pure. */

const WIDEST = 26; // characters that are shown of a line with an error: as many as fit beside a slider

/** @param {string} canonical statements without spaces @returns {string} a statement a line, with spaces around signs outside brackets */
export function readable(canonical) {
  let depth = 0;
  return canonical.replace(/[eE][+-]|\*\*|[-+*/]?=|[-+();]/g, (sign, at) => {
    depth += Number(sign === "(") - Number(sign === ")");
    if (sign === ";") return "\n";
    if (sign.endsWith("=")) return ` ${sign} `;
    const binary = "+-".includes(sign) && depth === 0 && /[\w).]/.test(canonical[at - 1] ?? "");
    return binary ? ` ${sign} ` : sign;
  });
}

/**
 * @param {string} text
 * @param {number} column from 1; 0 if it is not known
 * @returns {string} the line of the error and below it a mark under the character; empty without a column
 */
export function marked(text, column) {
  if (column < 1) return "";
  const before = text.slice(0, column - 1);
  const begin = before.lastIndexOf("\n") + 1;
  const line = text.slice(begin).split("\n")[0];
  const at = before.length - begin;
  const from = Math.max(0, at - WIDEST / 2);
  return `${line.slice(from, from + WIDEST)}\n${" ".repeat(at - from)}^`;
}
