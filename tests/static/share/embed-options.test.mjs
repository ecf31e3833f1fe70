import assert from "node:assert/strict";
import { test } from "node:test";

import { USUAL, fittingTitle, lockChoices, shownNames, withComponent, withLock, withSize } from "../../../static/js/share/embed-options.js";
import { fromAddress } from "../../../static/js/state/state.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const COMPONENTS = [
  { name: "player", title: "Playback", ui: ["full", "compact", "minimal"] },
  { name: "verdict", title: "Verdict", ui: ["full", "compact"] },
  { name: "chart", title: "Chart", ui: ["full"] },
];

test("a component is shown by the size of the interface, or by its own tick", () => {
  assert.deepEqual([...shownNames(COMPONENTS, USUAL)], ["player", "verdict"]);
  const more = withComponent(COMPONENTS, USUAL, "chart", true);
  assert.deepEqual([more.show, more.hide], [["chart"], []]);
  assert.deepEqual([...shownNames(COMPONENTS, more)], ["player", "verdict", "chart"]);
  const less = withComponent(COMPONENTS, more, "verdict", false);
  assert.deepEqual([less.show, less.hide], [["chart"], ["verdict"]]);
  const back = withComponent(COMPONENTS, withComponent(COMPONENTS, less, "verdict", true), "chart", false);
  assert.deepEqual(back, USUAL);
  assert.deepEqual(withSize(less, "minimal"), { ...USUAL, ui: "minimal" });
});

test("all locks everything, and one name less is none of it", () => {
  const two = withLock(withLock(USUAL, "lr", true), "steps", true);
  assert.deepEqual(two.lock, ["lr", "steps"]);
  assert.deepEqual(withLock(two, "lr", false).lock, ["steps"]);
  assert.deepEqual(withLock(two, "all", true).lock, ["all"]);
  assert.deepEqual(withLock(withLock(two, "all", true), "all", false).lock, []);
});

test("what can be locked is what this scenario has a control for", () => {
  const locks = ["all", "surface", "steps", "fair", "lr", "beta", "eps", "kappa", "theta", "wall"].map((name) => ({ name, title: name }));
  assert.deepEqual(lockChoices(fromAddress(FIRST, catalog), catalog, locks).map(({ name }) => name), ["surface", "steps", "fair", "lr", "beta", "kappa", "theta"]);
});

test("a title is one line of what can be seen", () => {
  assert.equal(fittingTitle(" a  b\u00a0c\n\u0007d "), "a b c d");
  assert.equal(fittingTitle("x\u200by 🎓 ü\ud800"), "x y 🎓 ü\ufffd");
});
