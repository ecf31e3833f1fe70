/** The value of a parameter as the number that functions of the form take. Pure. */

/**
 * @param {{parameters: import("../base/types.js").Parameter[]}} entry
 * @param {string} name
 * @param {number|string} value
 * @returns {number} a choice is its index; an address has no −0
 */
export const numberOf = ({ parameters }, name, value) =>
  (typeof value === "string" ? parameters.find((one) => one.name === name)?.choices.indexOf(value) ?? NaN : value + 0);
