/** The form of words. Pure. */

const SYMBOL = /^(?!a )\p{L}(?!\p{L})/u; // one letter that is no word: f(x, y)

/** @param {string} text @returns {string} with a capital letter first, unless it begins with a symbol such as f(x, y) */
export const capital = (text) => (SYMBOL.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
