import assert from "node:assert/strict";
import { test } from "node:test";
import { mendedLook } from "../../../static/js/offline/mend-look.js";

const OWN = {
  view: { layout: "side-by-side", theme: "auto", colormap: "pale", quantity: "loss", step: null, region: null },
  embed: { ui: "", show: [], hide: [], lock: [], autoplay: "0", links: "0", title: "", embedded: true, hidden: ["chart"], locked: ["surface", "lr"] },
};
const SHOWN = { steps: 120, domain: [[-10, 10], [-5, 5]], has3d: false, computes: true };

const look = (view, embed = {}, shown = SHOWN) =>
  mendedLook({ view: { ...OWN.view, ...view }, embed: { ...OWN.embed, ...embed } }, OWN, shown);

test("what the author saved has no problem, and what is left out is the author's", () => {
  for (const edited of [OWN, {}, { view: null }, { view: {}, embed: {} }]) assert.deepEqual(mendedLook(edited, OWN, SHOWN), { ...OWN, problems: [] });
});

test("legal values are taken", () => {
  const view = { layout: "overlay", theme: "dark", colormap: "viridis", quantity: "rate-x", step: 0, region: [-1, 1, -1, 1] };
  const embed = { autoplay: "1", lock: ["all"] };
  assert.deepEqual(look(view, embed), { view, embed: { ...OWN.embed, ...embed }, problems: [] });
  assert.deepEqual(look({ layout: "3-d" }, {}, { ...SHOWN, has3d: true }).view.layout, "3-d");
});

for (const [name, value, nearest, allowed] of [
  ["layout", "3-d", "side-by-side", "one of side-by-side, overlay"],
  ["layout", 7, "side-by-side", "one of side-by-side, overlay"],
  ["theme", "pink", "auto", "one of auto, light, dark"],
  ["colormap", "jet", "pale", "one of pale, neutral, cividis, viridis"],
  ["quantity", "", "loss", "one of loss, gradient"],
  ["step", 121, 120, "a whole number from 0 to 120"],
  ["step", -3, 0, "a whole number from 0 to 120"],
  ["step", 2.6, 3, "a whole number from 0 to 120"],
  ["step", "4", null, "a whole number from 0 to 120"],
  ["region", [1, -1, -1, 1], [-1, 1, -1, 1], "left,right,bottom,top, in this order"],
  ["region", [1, 2], null, "left,right,bottom,top"],
  ["region", "x", null, "left,right,bottom,top"],
]) {
  test(`${name} = ${JSON.stringify(value)} becomes the nearest legal one, with a sentence`, () => {
    const { view, problems } = look({ [name]: value });
    assert.deepEqual(view, { ...OWN.view, [name]: nearest });
    assert.equal(problems.length, 1);
    assert.ok(problems[0].startsWith(`The parameter ${name} cannot be `), problems[0]);
    assert.ok(problems[0].includes(`Allowed: ${allowed}`), problems[0]);
  });
}

test("what the parts of the file depend on stays the author's", () => {
  const { embed, problems } = look({}, { ui: "full", hidden: [], title: "Mine", autoplay: "yes", lock: ["lr", "colour"] });
  assert.deepEqual(embed, { ...OWN.embed, lock: ["lr"] });
  assert.deepEqual(problems, [
    "The parameter ui cannot be full. Allowed: what the author saved; anything else needs the server.",
    "The parameter lock cannot be “lr,colour”. Allowed: names of controls, or all.",
    "The parameter autoplay cannot be yes. Allowed: one of 0, 1.",
    "The parameter title cannot be Mine. Allowed: what the author saved; anything else needs the server.",
    "The parameter hidden cannot be none. Allowed: what the author saved; anything else needs the server.",
  ]);
  assert.equal(look({ region: [-1, 1, -1, 1] }, {}, { ...SHOWN, computes: false }).view.region, null);
  assert.match(look({ zoom: 2 }).problems[0], /^Unknown parameter zoom\. Known: layout, theme/);
});
