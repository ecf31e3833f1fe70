/**
 * What the engine in lesson files computes: each argument after the first, the module of rules and surfaces, is the file of what the
 * script of such a file is given. Prints for each whether the engine has the author's bits, whether there are runs to show, and the
 * number of points in them.
 */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { Engine } from "../static/js/offline/compute.js";
import { withTails } from "../static/js/offline/prepare.js";
import { unpacked } from "../static/js/service/catalog.js";
import { learnAll } from "../static/js/state/families.js";

const [module, ...files] = process.argv.slice(2);
const translated = await import(pathToFileURL(module));

const found = files.map((file) => {
  const { answers, island, catalog: address, stream, surface, sum, found, tails } = JSON.parse(readFileSync(file, "utf8"));
  const catalog = unpacked(JSON.parse(answers[address]));
  const { query, members } = JSON.parse(island);
  learnAll(catalog, members);
  const engine = new Engine({ catalog, query, stream: answers[stream], sum, found, surface: JSON.parse(answers[surface]), translated: withTails(translated, tails) });
  const events = (engine.lines ?? "").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return { works: engine.works, kinds: [...new Set(events.map(({ event }) => event))], carried: answers[stream].length };
});
console.log(JSON.stringify(found));
