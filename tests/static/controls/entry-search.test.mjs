import assert from "node:assert/strict";
import { test } from "node:test";

import { best, search } from "../../../static/js/controls/entry-search.js";

const entry = (name, title, also = [], summary = "") => ({ name, title, also, summary });
const entries = [
  entry("sgd", "SGD", ["gradient descent", "GD"], "A step against the gradient"),
  entry("momentum", "Momentum", ["Nesterov", "heavy ball", "NAG"], "A step along an average of the gradients"),
  entry("adamw", "AdamW", ["decoupled weight decay"], "Adam with weight decay applied to the position"),
  entry("adam", "Adam", [], "Momentum's average divided by RMSprop's root"),
  entry("three-hump-camel", "Three-hump camel", [], "A minimum between two local minima"),
  entry("levy-13", "Lévy N. 13"),
];
const groups = [
  { title: "Core", names: ["sgd", "momentum", "gone"] },
  { title: "Adaptive", names: ["adamw", "adam"] },
  { title: "Many minima", names: ["three-hump-camel", "levy-13"] },
];
const names = (text) => search(groups, entries, text).flatMap((group) => group.entries.map((found) => found.entry.name));
const chosen = (text) => names(text)[best(search(groups, entries, text), text)];

test("without a text the menu has every entry in its group, in order", () => {
  const found = search(groups, entries, " ");
  assert.deepEqual(found.map(({ title }) => title), ["Core", "Adaptive", "Many minima"]);
  assert.deepEqual(names(""), entries.map(({ name }) => name));
});

test("an entry is found by its title, other names, summary and group, however they are typed", () => {
  for (const [text, expected] of [
    ["adam", ["adamw", "adam"]], ["ADAMW", ["adamw"]], ["nag", ["momentum"]], ["heavy-ball", ["momentum"]], ["heavyball", ["momentum"]],
    ["ball heavy", ["momentum"]], ["3", []], ["three hump", ["three-hump-camel"]], ["threehump", ["three-hump-camel"]], ["levy", ["levy-13"]],
    ["lévy n13", []], ["levy 13", ["levy-13"]], ["many", ["three-hump-camel", "levy-13"]], ["weight decay", ["adamw"]], ["dam", []], ["a.*", ["sgd", "momentum", "adamw", "adam", "three-hump-camel"]],
  ]) assert.deepEqual(names(text), expected, text);
});

test("the exact name is offered first, then another exact name, then one that begins so", () => {
  for (const [text, expected] of [["adam", "adam"], ["gd", "sgd"], ["mom", "momentum"], ["nest", "momentum"], ["local", "three-hump-camel"], ["nothing", undefined]]) {
    assert.equal(chosen(text), expected, text);
  }
});

test("what was found by another name says that name", () => {
  const notes = (text) => search(groups, entries, text).flatMap((group) => group.entries.map(({ note }) => note));
  assert.deepEqual([notes("nag"), notes("nesterov"), notes("momentum"), notes("decoupled"), notes("")[0]],
    [["NAG"], ["Nesterov"], ["", ""], ["decoupled weight decay"], ""]);
});
