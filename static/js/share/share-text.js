/**
 * Texts about a picture: its name, what its link fixes, and how to credit it. Pure.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").State} State
 */

import { VERSION, usual, writeScenario, writeView } from "../state/address.js";
import { COLORMAPS } from "../state/colormaps.js";
import { entry } from "../state/families.js";
import { QUANTITY_NAMES } from "../state/quantity-names.js";
import { running } from "../state/fitting.js";

const LAYOUTS = { overlay: "the overlay", "side-by-side": "the plots side by side", "3-d": "the 3-D view" };

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string} the scenario, and the view but for the theme, which is the reader's
 */
export const pictureQuery = (state, catalog) => [writeScenario(state, catalog), ...writeView({ ...state, theme: "auto" })].join("&");

/** @param {number} count @param {string} one */
const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** @param {string[]} names */
const listed = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

/** @param {Pick<State, "surface"|"optimizers"|"starts">} state @param {Catalog} catalog @returns {string} such as "SGD and Adam on Saddle from A and B" */
export function pictureName(state, catalog) {
  const names = new Set(running(/** @type {State} */ (state)).map(({ name }) => entry(catalog.optimizers, name).title));
  const from = listed(state.starts.map(({ label }) => label));
  return `${listed([...names])} on ${entry(catalog.surfaces, state.surface.name).title} from ${from}`;
}

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string} a sentence on everything that the link fixes, and one on what it leaves open
 */
export function pinned(state, catalog) {
  const surface = entry(catalog.surfaces, state.surface.name, state.surface.values);
  const values = surface.parameters.map(({ name }) => `${name} = ${state.surface.values[name]}`).join(", ");
  const { noise, seed, fair, target, tolerance } = state.conditions;
  const count = running(state).length;
  const [parameter, held] = ["tolerance", "fair"].map((one) => catalog.conditions.find(({ name }) => name === one));
  const words = held?.words?.[held.choices.indexOf(String(fair))] ?? String(fair); // those of the switch on the page
  return `The link contains ${[
    `the surface ${surface.title}${values && ` (${values})`}`,
    `${counted(count, "optimizer")} with all ${count === 1 ? "its" : "their"} settings`,
    counted(state.starts.length, "start"),
    counted(state.steps, "step"),
    Number(noise) === 0 ? "no noise" : `noise ${noise} with seed ${seed}`,
    words.toLowerCase(),
    target === "loss" && "the loss as the target",
    parameter && tolerance !== usual(parameter, state.conditions) && `tolerance ${tolerance}`,
    LAYOUTS[state.layout],
    state.colormap !== COLORMAPS[0] && `the color map ${state.colormap}`,
    state.region && "the region that is shown",
    state.quantity !== QUANTITY_NAMES[0] && "the quantity in the chart",
    state.step === null ? "the last step" : `step ${state.step} shown`,
    state.theme !== "auto" && `the ${state.theme} theme`,
  ].filter(Boolean).join(", ")}. ${state.theme === "auto" ? "The reader keeps their own theme. " : ""}Version v=${VERSION}.`;
}

/** @param {string} name of the picture @param {string} link @returns {string} */
export const attribution = (name, link) => `${name}. Made with Optimizer Trajectories, ${link}, MIT license`;
