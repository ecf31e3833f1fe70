/** Prepares a lesson file for the page's main module: what it holds, and which scenario it shows. */

import { keep } from "./answers.js";
import { readIsland } from "./island.js";

/** @param {{answers: Object<string, string>, island: string}} pack */
export function prepare({ answers, island }) {
  keep(answers);
  const state = document.getElementById("state") ?? document.body.appendChild(Object.assign(document.createElement("script"), { id: "state", type: "application/json" }));
  const text = state.textContent ?? "";
  if (text !== island) state.textContent = JSON.stringify(readIsland(text, JSON.parse(island)));
}
