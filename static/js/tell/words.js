/** Says what the library says: from the templates and numbers of optimizers/tell/words.py, which the engine's module holds. Pure. */

const CHOSEN = /\[([^|\]]*)\|([^\]]*)\]/g;
const VALUE = /\{(\w+)\}/g;

export class Words {
  /** @param {import("../base/types.js").VerdictTerms} terms */
  constructor({ words, numbers }) {
    this.words = words;
    this.numbers = numbers;
  }

  /**
   * @param {string} name of a template
   * @param {Object<string, string|number>} [values]
   * @param {number} [howMany] for which it is said
   * @returns {string}
   */
  say(name, values = {}, howMany = 1) {
    const template = this.words[name].replace(CHOSEN, (_, one, many) => (howMany === 1 ? one : many));
    return template.replace(VALUE, (_, value) => String(values[value]));
  }

  /** @param {string} name of a template @param {number} count @returns {string} with that count */
  count(name, count) {
    return this.say(name, { count }, count);
  }

  /**
   * @param {string[]} words at least one
   * @param {number} [shown] of a longer list so many are shown, and the rest is counted
   * @param {string} [joined] the template for the last one
   * @returns {string} a list in English
   */
  listed(words, shown = this.numbers.named, joined = "list") {
    let most = words.slice(0, -1);
    let last = words[words.length - 1];
    if (most.length > shown) {
      most = words.toSorted(byCharacters).slice(0, shown);
      last = this.say("more", { count: words.length - shown });
    }
    return most.length ? this.say(joined, { words: most.join(", "), last }) : last;
  }
}

/** @param {string} a @param {string} b @returns {number} their order as Python has it */
export function byCharacters(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return /** @type {number} */ (left[i].codePointAt(0)) - /** @type {number} */ (right[i].codePointAt(0));
  }
  return left.length - right.length;
}
