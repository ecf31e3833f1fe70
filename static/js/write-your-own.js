/** The page Write your own: what is typed is read, shown as a formula, checked against the rule and drawn beside it. */

import { element, formula } from "./base/dom.js";
import { showError } from "./controls/text-error.js";
import { checkOf, entryOf, pageOf, scenarioOf } from "./own/task.js";
import { insist } from "./service/ask.js";

const PAUSE = 250; // ms without a key, after which an update is checked

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {{task: string, tasks: import("./own/task.js").Task[]}} */
const { task: slug, tasks } = JSON.parse(find("#state").textContent ?? "");
const task = tasks.find((one) => one.slug === slug) ?? tasks[0];
const { root = "./" } = find(".own-page").dataset;
const area = /** @type {HTMLTextAreaElement} */ (find(".own-step"));
const [error, shown, result] = [find("#own-error"), find(".own-formula"), find(".own-result")];
const plot = /** @type {HTMLElement & {set: (query: string) => Promise<unknown>}} */ (find("optimizer-trajectories"));
const link = /** @type {HTMLAnchorElement} */ (find(".own-open"));

let asking = new AbortController();
let timer = 0;

/** Reads, shows and checks what is in the editor. */
async function run() {
  asking.abort();
  const { signal } = asking = new AbortController();
  const step = area.value;
  history.replaceState(null, "", `?${pageOf(task, step)}`);
  try {
    const entry = await (await insist(`${root}api/v1/entry?${entryOf(task, step)}`, { signal })).json();
    if (signal.aborted) return;
    area.setAttribute("aria-invalid", "false");
    error.hidden = true;
    shown.replaceChildren(formula(entry.mathml));
    const query = scenarioOf(task, step);
    link.href = `${root}?${query}`;
    draw(query);
    const checked = await (await insist(`${root}api/v1/check?${checkOf(task, step)}`, { signal })).json();
    if (!signal.aborted) tell(checked);
  } catch (problem) {
    if (signal.aborted) return;
    area.setAttribute("aria-invalid", "true");
    error.hidden = false;
    showError(error, step, /** @type {Error} */ (problem));
    result.classList.remove("is-equal");
    result.replaceChildren();
  }
}

/** @param {string} query the first one loads the frame, and later ones change what it shows */
function draw(query) {
  if (plot.hasAttribute("query")) plot.set(query).catch(() => {}); // the frame says itself what is wrong
  else plot.setAttribute("query", query);
}

/** @param {{equal: boolean, verdict: string, hint: string}} checked */
function tell({ equal, verdict, hint }) {
  result.classList.toggle("is-equal", equal);
  const next = tasks[tasks.indexOf(task) + 1];
  const further = equal && next ? [element("a", { href: `?task=${next.slug}` }, `Next task: ${next.title}`)] : [];
  result.replaceChildren(element("p", { className: "own-verdict" }, verdict), ...(hint ? [element("p", {}, hint)] : []), ...further);
}

area.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(run, PAUSE);
});
run();
