import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldNumber, parseNumber, readNumber, roundTo, shortNumber } from "../../../static/js/base/numbers.js";

test("numbers are read in plain and scientific notation", () => {
  const texts = ["0", "-0", "007", "5.", ".5", "+1.5", "-2e3", "1E-8", "1e+21", "1e999", "-1e999", "1e-999"];
  const numbers = [0, -0, 7, 5, 0.5, 1.5, -2000, 1e-8, 1e21, Infinity, -Infinity, 0];
  assert.deepEqual(texts.map(parseNumber), numbers);
});

test("a person's number may have a decimal comma, a true minus sign and spaces around it", () => {
  for (const [text, value] of [["0,07", 0.07], [" 1e-3 ", 0.001], ["1e−3", 0.001], ["−3", -3], ["−2,5e1", -25], ["\u00a07\t", 7], [",5", 0.5]]) {
    assert.equal(readNumber(text), value, text);
  }
  for (const text of ["1,000.5", "1,2,3", "1 000", ",", "", "− 3", "0,1x"]) assert.equal(readNumber(text), null, text);
});

test("what is no number is not guessed at", () => {
  const texts = ["", " ", ".", "-", "e5", "1e", "1.2.3", "1,5", "1_0", " 1", "1 ", "1\n", "0x10", "--1", "nan", "NaN",
    "inf", "Infinity", "١", "１", "½", "−1"];
  assert.deepEqual(texts.map(parseNumber), texts.map(() => null));
});

test("a number has a longest length, and what is longer is refused at once", () => {
  assert.equal(parseNumber(`${"0".repeat(99)}7`), 7);
  assert.equal(parseNumber(`${"0".repeat(100)}7`), null);
});

test("a short number keeps two digits, and every digit before the point", () => {
  assert.equal(shortNumber(0), "0");
  assert.equal(shortNumber(-0), "0");
  assert.equal(shortNumber(1 / 3), "0.33");
  assert.equal(shortNumber(2.5), "2.5");
  assert.equal(shortNumber(12.34), "12");
  assert.equal(shortNumber(99.96), "100");
  assert.equal(shortNumber(101), "101");
  assert.equal(shortNumber(1234.5), "1235");
  assert.equal(shortNumber(1234.56, 6), "1234.56");
});

test("very large and very small numbers are written in scientific notation", () => {
  assert.equal(shortNumber(12_345), "1.2e4");
  assert.equal(shortNumber(1.5e300), "1.5e300");
  assert.equal(shortNumber(3.4028234663852886e38), "3.4e38");
  assert.equal(shortNumber(0.000123), "1.2e−4");
  assert.equal(shortNumber(5e-324), "4.9e−324");
  assert.equal(shortNumber(0.00012345, 3), "1.23e−4");
});

test("the notation changes with what is shown: a number reads like the one it is rounded to", () => {
  assert.equal(shortNumber(9999.4), "9999");
  assert.equal(shortNumber(9999.6), shortNumber(10_000));
  assert.equal(shortNumber(0.00099996), shortNumber(0.001));
  assert.equal(shortNumber(0.00099), "9.9e−4");
  assert.equal(shortNumber(999.96), "1000");
  assert.equal(shortNumber(12_499.9), "1.2e4"); // rounded once, not twice
});

test("a negative number has a true minus sign, its exponent too", () => {
  for (const value of [1.5, 12_345, 9999.6, 0.5]) assert.equal(shortNumber(-value), `−${shortNumber(value)}`);
  assert.equal(shortNumber(-0.000123), "−1.2e−4");
});

test("what is not finite has no digits", () => {
  for (const value of [NaN, Infinity, -Infinity, undefined]) assert.equal(shortNumber(value), "–");
});

test("a place is rounded to the power of ten at or below the unit", () => {
  assert.equal(roundTo(1.23456, 0.01), 1.23);
  assert.equal(roundTo(1.23456, 0.0099), 1.235);
  assert.equal(roundTo(1.23456, 0.05), 1.23);
  assert.equal(roundTo(-7.51, 1), -8);
  assert.equal(roundTo(1e6 + 0.123, 0.1), 1000000.1);
  assert.equal(roundTo(1.2345, 1e-200), 1.2345);
});

test("rounding to a unit above one keeps whole numbers", () => {
  assert.equal(roundTo(1234.6, 10), 1235);
});

test("rounding leaves no negative zero", () => {
  assert.ok(Object.is(roundTo(-0.001, 0.1), 0));
});

test("rounding moves a number by half a unit at the most", () => {
  for (let k = 0; k < 500; k++) {
    const value = 20 * Math.sin(k);
    const unit = 10 ** (3 * Math.cos(7 * k) - 2);
    const rounded = roundTo(value, unit);
    assert.ok(Math.abs(rounded - value) <= unit * 0.5000001, `${value} by ${unit} is ${rounded}`);
  }
});

test("a number field shows every short number whole", () => {
  const shown = { 0.00005: "0.00005", 0.000123: "1.23e-4", 0.0000123: "1.23e-5", 1e-7: "1e-7", 20000000: "2e7", 25: "25", 0.07: "0.07" };
  for (const [value, text] of Object.entries(shown)) assert.equal(fieldNumber(Number(value)), text);
  for (const value of [0, 1 / 3, -123456.789, 0.00001234567891, 5e-324, 1.7976931348623157e308]) assert.equal(Number(fieldNumber(value)), value);
});
