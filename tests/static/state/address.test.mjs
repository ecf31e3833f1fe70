import assert from "node:assert/strict";
import { test } from "node:test";

import { USUAL as UNTOLD, readAddress, writeAddress, writeScenario } from "../../../static/js/state/address.js";
import { entry } from "../../../static/js/state/families.js";
import { FIRST, STEADY, USUAL, catalog } from "../fixture-catalog.mjs";

const again = (query) => writeScenario(readAddress(query, catalog), catalog);
const one = (optimizer) => `surface=saddle,wall=0.05&optimizer=${optimizer}&start=A,1,2&steps=10`;

test("a canonical scenario is written as it was read", () => {
  for (const query of [
    FIRST,
    one("sgd,lr=1e-7"),
    one("sgd,lr=1e+21"),
    one("sgd,lr=0.30000000000000004"),
    one("momentum,lr=0.1,beta=0,form=heavy-ball,nesterov=1"),
    one("rmsprop,lr=0.1,beta=0.99999,eps=0,centered=1"),
    one("sgd,lr=0.1&optimizer=sgd,lr=0.2&optimizer=sgd,lr=0.1"),
  ]) {
    assert.equal(again(query), query);
    assert.equal(again(`?${query}`), query);
  }
});

test("an address has no plus, which some who pass it on take for a space", () => {
  const state = readAddress(one("sgd,lr=1e+21"), catalog);
  assert.equal(writeAddress(state, catalog), `v=2&${one("sgd,lr=1e%2B21")}`);
  assert.equal(readAddress(writeAddress(state, catalog), catalog).optimizers[0].values.lr, 1e21);
});

test("percent-encoding is undone, as a browser's address bar writes it", () => {
  for (const encode of [encodeURI, (text) => text.split("&").map(encodeURIComponent).join("&")]) {
    assert.equal(again(encode(FIRST)), FIRST);
    assert.deepEqual(readAddress(encode(FIRST.replace("start=A", "start=Größe")), catalog).starts[0].label, "Größe");
  }
});

test("a piece that is not UTF-8 is taken as it stands", () => {
  assert.equal(readAddress(`${FIRST}&note=%ff`, catalog).steps, 120);
  assert.equal(readAddress(FIRST.replace("start=B", "start=%ff"), catalog).starts[1].label, "%ff");
});

test("a plus is a space as forms write it, but for that of a number", () => {
  const { embed, optimizers, starts } = readAddress(
    `${FIRST.replace("sgd,lr=0.07", "sgd,+lr=+7e+2").replace("A,-8", "+A,+-8")}&title=The+1+%2B+1&hide=verdict,+lr`, catalog);
  assert.deepEqual([embed.title, embed.hide], ["The 1 + 1", ["verdict", "lr"]]);
  assert.deepEqual([optimizers[0].values.lr, starts[0]], [700, { label: "A", x: -8, y: 1.2 }]);
});

test("what trackers append is ignored, and not written", () => {
  const appended = "utm_source=a+b&fbclid=x=y&GCLID&utm_campaign=%E9&utm_steps=3";
  assert.equal(again(`${appended}&${FIRST}&${appended}`), FIRST);
  assert.equal(writeAddress(readAddress(`${FIRST}&${appended}`, catalog), catalog), writeAddress(readAddress(FIRST, catalog), catalog));
});

test("a label travels through writing and reading", () => {
  for (const label of ["A", "Größe", "甲", "٣", "constructor"]) {
    const state = { ...readAddress(FIRST, catalog), starts: [{ label, x: 1, y: -2 }] };
    assert.deepEqual(readAddress(writeScenario(state, catalog), catalog).starts, state.starts);
  }
});

test("numbers become numbers, forms stay text, and what is left out takes its default", () => {
  const { surface, optimizers, starts, steps, conditions } = readAddress(one("momentum,lr=0.5,nesterov=1"), catalog);
  assert.deepEqual(surface, { name: "saddle", values: { wall: 0.05 } });
  assert.deepEqual(optimizers[0].values, { lr: 0.5, beta: 0.9, form: "ewa", nesterov: 1, ...STEADY });
  assert.equal(optimizers[0].length, "");
  assert.deepEqual(conditions, USUAL);
  assert.deepEqual(starts, [{ label: "A", x: 1, y: 2 }]);
  assert.equal(steps, 10);
});

test("a variant is written only where it is chosen", () => {
  assert.equal(again(one("momentum,lr=0.5,beta=0.9,form=ewa,nesterov=0")), one("momentum,lr=0.5,beta=0.9"));
  assert.equal(again(one("rmsprop,lr=0.5,beta=0.9,eps=1e-8")), one("rmsprop,lr=0.5,beta=0.9"));
});

const TOLD = [["fair", "length"], ["noise", 0.5], ["seed", 2 ** 31], ["target", "loss"], ["tolerance", 1e-8]];

test("what holds for the whole scenario stands at its end, each where it is not as usual", () => {
  const state = readAddress(FIRST, catalog);
  for (const [name, value] of TOLD) {
    const query = `${FIRST}&${name}=${value}`;
    const conditions = { ...USUAL, [name]: value, ...(name === "target" ? { tolerance: 1e-4 } : {}) };
    assert.equal(writeScenario({ ...state, conditions }, catalog), query);
    assert.deepEqual(readAddress(query, catalog).conditions, conditions);
  }
  const all = TOLD.map(([name, value]) => `${name}=${value}`);
  const query = [FIRST, ...all].join("&");
  assert.equal(again([...all.toReversed(), FIRST].join("&")), query, "in the catalog's order, wherever they stood");
  assert.equal(again(`${FIRST}&fair=own&noise=0&seed=0&target=distance&tolerance=5e-3`), FIRST);
  assert.equal(again(`${FIRST}&tolerance=1e-4&target=loss`), `${FIRST}&target=loss`);
  assert.equal(again(`${FIRST}&target=loss&tolerance=0.005`), `${FIRST}&target=loss&tolerance=0.005`);
  assert.equal(again(`${query}&theme=dark&fair=rate`), query, "the first counts");
});

test("a schedule is written with its optimizer, and last the optimizer that gives the step length", () => {
  for (const words of ["schedule=cosine", "warmup=5", "schedule=step,warmup=3,every=7", "length=sgd", "schedule=cosine,every=7,length=sgd"]) {
    const query = FIRST.replace("beta=0.9", `beta=0.9,${words}`);
    assert.equal(again(query), query);
  }
  const [sgd, rmsprop] = readAddress(FIRST.replace("lr=0.3", "length=sgd,lr=0.3,warmup=5"), catalog).optimizers;
  assert.deepEqual([sgd.length, rmsprop.length], ["", "sgd"]);
  assert.deepEqual(rmsprop.values, { lr: 0.3, beta: 0.9, eps: 1e-8, centered: 0, ...STEADY, warmup: 5 });
});

test("an address of version 1 is translated, one of a later version is an error that says so", () => {
  const old = (query) => writeScenario(readAddress(`v=1&${query}`, catalog), catalog);
  assert.equal(old(FIRST), `${FIRST}&target=loss`);
  assert.equal(old(`${FIRST}&tolerance=0.01`), `${FIRST}&target=loss&tolerance=0.01`);
  assert.equal(old(`${FIRST}&tolerance=0.005`), `${FIRST}&target=loss&tolerance=0.005`);
  const paced = (words) => FIRST.replace("beta=0.9", `beta=0.9,${words}`);
  assert.equal(old(paced("schedule=inverse-sqrt,warmup=5")), `${paced("schedule=inverse-sqrt-restarted,warmup=5")}&target=loss`);
  assert.equal(old(paced("schedule=inverse-sqrt")), `${paced("schedule=inverse-sqrt")}&target=loss`);
  assert.equal(again(`v=2&${paced("schedule=inverse-sqrt,warmup=5")}`), paced("schedule=inverse-sqrt,warmup=5"));
  for (const version of ["3", "10", "", "02", "x"]) {
    assert.throws(() => readAddress(`v=${version}&${FIRST}`, catalog), { message: `v=${version} is not a version that this page reads: 1 or 2` });
  }
});

test("zero has no sign", () => {
  assert.equal(again(FIRST.replace("theta=0", "theta=-0").replace("A,-8", "A,-0")), FIRST.replace("A,-8", "A,0"));
});

test("optimizers are numbered and on; one that is off is not written", () => {
  const state = readAddress(FIRST, catalog);
  assert.deepEqual(state.optimizers.map(({ id, on }) => [id, on]), [[0, true], [1, true]]);
  state.optimizers[0].on = false;
  assert.equal(writeScenario(state, catalog), FIRST.replace("&optimizer=sgd,lr=0.07", ""));
});

test("what is no complete scenario is not read", () => {
  const without = (key) => FIRST.split("&").filter((piece) => !piece.startsWith(key)).join("&");
  for (const query of [
    "",
    "?",
    without("surface"),
    without("optimizer"),
    without("start"),
    without("steps"),
    FIRST.replace("ellipse", "bowl"),
    FIRST.replace("rmsprop", "no-such-optimizer"),
    FIRST.replace(",lr=0.07", ""),
    FIRST.replace("lr=0.07", "lr=fast"),
    FIRST.replace("B,-0.6,4", "B,-0.6"),
    FIRST.replace("B,-0.6,4", "B,x,4"),
    FIRST.replace("steps=120", "steps=0"),
  ]) {
    assert.equal(readAddress(query, catalog), null, query);
  }
});

test("the view is written only where it differs from the default, and read back", () => {
  const state = { ...readAddress(FIRST, catalog), notices: [] };
  assert.deepEqual([state.layout, state.theme, state.step], ["side-by-side", "auto", null]);
  assert.equal(writeAddress(state, catalog), `v=2&${FIRST}`);
  for (const view of [
    { layout: "overlay", theme: "dark", step: 46 },
    { layout: "side-by-side", theme: "light", step: 0 },
    { layout: "overlay", theme: "auto", step: null },
  ]) {
    const { layout, theme, step } = readAddress(writeAddress({ ...state, ...view }, catalog), catalog);
    assert.deepEqual({ layout, theme, step }, view);
  }
  assert.equal(writeAddress({ ...state, layout: "overlay", step: 0 }, catalog), `v=2&${FIRST}&layout=overlay&step=0`);
});

test("the options of an embed are the same after writing and reading", () => {
  const state = { ...readAddress(FIRST, catalog), notices: [] };
  assert.deepEqual(state.embed, UNTOLD);
  const embed = { ui: "minimal", show: ["why", "chart"], hide: ["lr"], lock: ["all"], autoplay: "1", links: "0", title: "A & B, 100% = π" };
  const address = writeAddress({ ...state, embed }, catalog);
  assert.ok(address.endsWith("&ui=minimal&show=why,chart&hide=lr&lock=all&autoplay=1&links=0&title=A%20%26%20B%2C%20100%25%20%3D%20%CF%80"));
  assert.deepEqual(readAddress(address, catalog).embed, embed);
});

test("a step beyond the end is the last", () => {
  assert.equal(readAddress(`${FIRST}&step=500`, catalog).step, 120);
});

test("an entry that is not in the catalog is an error that names it", () => {
  assert.equal(entry(catalog.surfaces, "saddle").title, "Saddle");
  assert.throws(() => entry(catalog.surfaces, "bowl"), /the catalog has no bowl/);
});

test("a condition with neither a value nor a default makes no scenario", () => {
  const asking = { ...catalog, conditions: catalog.conditions.map((one) => (one.name === "noise" ? { ...one, default: null } : one)) };
  assert.equal(readAddress(FIRST, asking), null);
  assert.equal(readAddress(`${FIRST}&noise=0.1`, asking).conditions.noise, 0.1);
});
