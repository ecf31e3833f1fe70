/**
 * LaTeX as MathML, for what the lines of a step are written in: the twin of app/mathml.py, and of the library that it uses. Pure.
 *
 * @typedef {{text: string, at: number}} Reader
 */

const code = (/** @type {string} */ letter) => `&#x${/** @type {number} */ (letter.codePointAt(0)).toString(16).toUpperCase().padStart(5, "0")};`;
const GREEK = /** @type {Object<string, string>} */ ({
  Delta: "Δ", alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ϵ", eta: "η", theta: "θ", kappa: "κ", lambda: "λ", mu: "μ", nu: "ν",
  pi: "π", rho: "ρ", sigma: "σ",
});
const SIGNS = /** @type {Object<string, string>} */ ({ cdot: "·", cdots: "⋯", infty: "∞" });
const LARGE = new Set(["max", "min"]); // functions whose names are operators
const NAMED = new Set(["ln", "sin", "cos", "tan", "tanh", ...LARGE]);
const ACCENTS = /** @type {Object<string, [string, string, string]>} */ ({
  hat: [" accent=\"true\"", "", "^"], bar: ["", " stretchy=\"true\"", "¯"], tilde: ["", " stretchy=\"false\"", "~"], dot: ["", "", "˙"],
});
const FENCES = /** @type {Object<string, string>} */ ({ "\\lfloor": "⌊", "\\rfloor": "⌋" });
const PIECE = /\s*(\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|.)/uy;
const PLAIN = /[[\]]/; // written as they are

/**
 * @param {string} latex
 * @param {"block"|"inline"} display
 * @returns {string} with the LaTeX as its text for readers
 */
export function mathml(latex, display) {
  const text = latex.replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;");
  return `<math alttext="${text}" xmlns="http://www.w3.org/1998/Math/MathML" display="${display}">${row({ text: latex, at: 0 }, "")}</math>`;
}

/** @param {Reader} reader @returns {string} the next word, empty at the end */
function next(reader) {
  PIECE.lastIndex = reader.at;
  const [whole, word] = PIECE.exec(reader.text) ?? ["", ""];
  reader.at += whole.length;
  return word;
}

/** @param {Reader} reader @returns {string} */
const peek = (reader) => next({ ...reader });

/** @param {Reader} reader @param {string} end the word that ends it @returns {string} */
const row = (reader, end) => `<mrow>${items(reader, end)}</mrow>`;

/** @param {Reader} reader @param {string} end @returns {string} what comes before the word that ends it */
function items(reader, end) {
  let found = "";
  for (let word = next(reader); word !== end && word; word = next(reader)) found += scripts(reader, atom(reader, word));
  return found;
}

/** @param {Reader} reader @param {string} base @returns {string} with what stands above and below it */
function scripts(reader, base) {
  let [below, above] = ["", ""];
  for (let word = peek(reader); word === "_" || word === "^" || word === "'"; word = peek(reader)) {
    next(reader);
    if (word === "'") above = `<mi>${code("′")}</mi>`;
    else if (word === "_") below = script(reader);
    else above = script(reader);
  }
  if (below && above) return `<msubsup>${base}${below}${above}</msubsup>`;
  return below ? `<msub>${base}${below}</msub>` : above ? `<msup>${base}${above}</msup>` : base;
}

/** @param {Reader} reader @returns {string} a group, or one letter or digit */
function script(reader) {
  const word = next(reader);
  if (/^\d./.test(word)) reader.at -= word.length - 1;
  return word === "{" ? row(reader, "}") : atom(reader, /^\d/.test(word) ? word[0] : word);
}

/** @param {Reader} reader @returns {string} a group in braces as a row, or the next atom */
function group(reader) {
  const word = next(reader);
  return word === "{" ? row(reader, "}") : atom(reader, word);
}

/** @param {Reader} reader @returns {string} the text of a group */
function words(reader) {
  const begin = reader.text.indexOf("{", reader.at) + 1;
  const end = reader.text.indexOf("}", begin);
  reader.at = end + 1;
  return reader.text.slice(begin, end);
}

/** @param {Reader} reader @param {string} word @returns {string} what it begins */
function atom(reader, word) {
  const name = word.slice(1);
  if (/^\d/.test(word)) return `<mn>${word}</mn>`;
  if (/^\p{L}$/u.test(word)) return `<mi>${word}</mi>`;
  if (word === "{") return row(reader, "}");
  if (!word.startsWith("\\")) return sign(word);
  if (GREEK[name]) return `<mi>${code(GREEK[name])}</mi>`;
  if (SIGNS[name]) return `<mo>${code(SIGNS[name])}</mo>`;
  if (NAMED.has(name)) return LARGE.has(name) ? `<mo>${name}</mo>` : `<mi>${name}</mi>`;
  if (ACCENTS[name]) {
    const [over, stretched, mark] = ACCENTS[name];
    return `<mover${over}>${group(reader)}<mo${stretched}>${code(mark)}</mo></mover>`;
  }
  switch (name) {
    case "frac": return `<mfrac>${group(reader)}${group(reader)}</mfrac>`;
    case "sqrt": return `<msqrt>${group(reader)}</msqrt>`;
    case "text": return `<mtext>${words(reader)}</mtext>`;
    case "mathrm": return upright(words(reader));
    case "left": {
      const open = fence(next(reader), "prefix");
      return `<mrow>${open}${items(reader, "\\right")}${fence(next(reader), "postfix")}</mrow>`;
    }
    default: throw new Error(`${word} is not known in ${reader.text}`);
  }
}

/** @param {string} word @returns {string} */
function sign(word) {
  if (PLAIN.test(word)) return `<mo stretchy="false">${word}</mo>`;
  const written = code(word === "-" ? "−" : word);
  return word === "(" || word === ")" ? `<mo stretchy="false">${written}</mo>` : `<mo>${written}</mo>`;
}

/** @param {string} word @param {string} form @returns {string} */
const fence = (word, form) => `<mo stretchy="true" fence="true" form="${form}">${code(FENCES[word] ?? word)}</mo>`;

/** @param {string} text letters, and spaces after a backslash @returns {string} */
function upright(text) {
  const letters = [...text.replaceAll("\\ ", " ")];
  if (letters.length === 1) return `<mi>${code(letters[0])}</mi>`;
  return `<mrow>${letters.map((letter) => (letter === " " ? `<mtext>${code("\u00a0")}</mtext>` : `<mi mathvariant="normal">${letter}</mi>`)).join("")}</mrow>`;
}
