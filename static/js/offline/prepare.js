/** Prepares a lesson file for the page's main module: what it holds, what it computes, and which scenario it shows. */

import { keep } from "./answers.js";
import { Engine } from "./compute.js";
import { explainBy } from "./engine.js";
import { readIsland } from "./island.js";
import { mended } from "./mend.js";
import { mendedLook } from "./mend-look.js";
import { printed, traced } from "./picture.js";
import { computeWith, show } from "./send.js";
import { unpacked } from "../service/catalog.js";
import { readAddress } from "../state/address.js";
import { learnAll } from "../state/families.js";
import { isSolver } from "../state/fitting.js";

const REST = "Another surface, other optimizers and anything else need the server.";
const REST_OF_ALL = "Another surface, optimizers that choose their own step lengths and anything else need the server.";

/**
 * @param {import("../base/types.js").Translated} translated
 * @param {import("../engine/normals.js").Tails|null} tails of the author's seed
 * @returns {import("../base/types.js").Translated} with which the author's noise is drawn whole
 */
export const withTails = (translated, tails) => ({ ...translated, NORMALS: { ...translated.NORMALS, tails } });

/**
 * @param {{answers: Object<string, string>, island: string, catalog: string, stream: string, surface: string, drawn: string, poster: string,
 *   sum: number, found: (number|null)[], fixed: string[]}} pack
 *   catalog, stream, surface, poster: the addresses of these answers; drawn: the address of the contours that the plots show;
 *   sum: the checksum of all points; found: the rates that tuning found; fixed: what cannot be changed although runs can be computed
 * @param {import("../base/types.js").Translated} translated
 * @param {import("../service/engine.js").Explain|null} explain what explains steps; null in a file that shows no explanation
 */
export function prepare({ answers, island, catalog: address, stream, surface, drawn, poster, sum, found, fixed }, translated, explain) {
  keep(answers);
  const shownSurface = JSON.parse(answers[drawn]);
  keep({ [drawn]: JSON.stringify({ ...shownSurface, contours: traced(document, shownSurface.contours) }) });
  show(poster, printed(document));
  const own = JSON.parse(island);
  const packed = JSON.parse(answers[address]);
  const catalog = unpacked(packed);
  learnAll(catalog, own.members);
  const engine = new Engine({ catalog, query: own.query, stream: answers[stream], sum, found, surface: JSON.parse(answers[surface]), translated, explain });
  const { lines } = engine;
  if (lines === null) throw new Error("The file's engine does not compute its author's runs.");
  keep({ [stream]: lines });
  const isFree = engine.works && engine.author.conditions.fair !== "tuned";
  const mend = (/** @type {string} */ query) => {
    const found = mended(query, engine.author, catalog, fixed);
    return found.query === own.query || engine.stream(found.query) !== null ? found : null;
  };
  const solid = Boolean(/** @type {HTMLElement|null} */ (document.querySelector(".workbench"))?.dataset.plotlyFull);
  const shown = readIsland(document.getElementById("state")?.textContent ?? "", own, isFree ? mend : null, (edited, query) => {
    const { steps } = /** @type {import("./compute.js").Read & object} */ (readAddress(query, catalog));
    return mendedLook(edited, own, { steps, domain: engine.own.domain, has3d: solid, computes: isFree });
  });
  if (engine.works) explainBy((state, which) => engine.explain(state, which));
  if (isFree) {
    computeWith(engine);
    const { lock } = shown.embed;
    keep({ [address]: JSON.stringify({ ...packed, groups: { ...packed.groups, optimizers: runnable(catalog) } }) });
    if (!lock.includes("all")) {
      shown.embed = { ...shown.embed, locked: [...new Set([...lock, ...fixed])] };
      document.querySelector(".offline-remark")?.replaceChildren(remark(own.embed.hidden, shown.embed.locked, engine));
    }
  }
  if (shown.view.theme !== own.view.theme) dress(shown.view.theme ?? "auto");
  state().textContent = JSON.stringify(shown);
}

/** @param {string} theme that is not the one of the page as it was written; the first picture is drawn with its colors */
function dress(theme) {
  const { dataset } = document.documentElement;
  if (theme === "auto") delete dataset.theme;
  else dataset.theme = theme;
}

/**
 * @param {import("../base/types.js").Catalog} catalog
 * @returns {import("../base/types.js").Group[]} the groups of optimizers, with those that the file can run
 */
function runnable(catalog) {
  const names = new Set(catalog.optimizers.filter(({ name, family }) => !family && !isSolver(name, catalog)).map(({ name }) => name));
  return catalog.groups.optimizers.map((group) => ({ ...group, names: group.names.filter((name) => names.has(name)) })).filter((group) => group.names.length);
}

/**
 * @param {string[]} hidden the parts of the page that are not shown
 * @param {string[]} locked
 * @param {Engine} engine
 * @returns {string} what readers can change
 */
function remark(hidden, locked, { author: { surface: { values } }, isNoisy }) {
  const isFree = (/** @type {string} */ name) => !locked.includes(name);
  const parts = [
    !hidden.includes("surface") && isFree("surface") && Object.keys(values).some(isFree) && "the numbers of the surface",
    !hidden.includes("optimizers") && isFree("optimizers") && "which optimizers run",
    !hidden.includes("optimizers") && "the rates and other numbers of the optimizers",
    isFree("starts") && "the starts",
    !hidden.includes("surface") && isFree("steps") && "the number of steps",
    !hidden.includes("surface") && isNoisy && isFree("seed") && "the seed",
  ].filter((part) => part !== false);
  return parts.length ? `Offline: you can change ${new Intl.ListFormat("en").format(parts)}. ${isFree("optimizers") ? REST_OF_ALL : REST}` : "";
}

/** @returns {HTMLElement} the element that holds the state, although somebody may have removed it */
function state() {
  const made = Object.assign(document.createElement("script"), { id: "state", type: "application/json" });
  return document.getElementById("state") ?? document.body.appendChild(made);
}
