/** Puts the page together: address → state → views. */

import { writeScenario } from "./state/address.js";
import { Chart } from "./readout/chart.js";
import { Client, ask } from "./service/client.js";
import { Deck } from "./player/deck.js";
import { mountButton, setText } from "./base/dom.js";
import { running } from "./state/fitting.js";
import { Frame, keepLinks, seen, turnedTo } from "./frame/frame.js";
import { ringRadius } from "./plot/geometry.js";
import { AddressBar } from "./state/history.js";
import { guard, hideControls } from "./state/locks.js";
import { NoticeList } from "./controls/notice-list.js";
import { OptimizerList } from "./controls/optimizer-list.js";
import { readPalette, watchTheme } from "./plot/palette.js";
import { PanelList } from "./plot/panel-list.js";
import { Player } from "./player/player.js";
import { PlotlyLoader } from "./plot/plotly-loader.js";
import { isPlain, merge, plan } from "./state/reuse.js";
import { Scoreboard } from "./readout/scoreboard.js";
import { Segments } from "./controls/segments.js";
import { slots, uniqueTitles } from "./plot/series.js";
import { mountSkipLink } from "./base/skip-link.js";
import { StartList } from "./controls/start-list.js";
import { fromAddress } from "./state/state.js";
import { Store } from "./state/store.js";
import { SurfaceForm } from "./controls/surface-form.js";
import { Surfaces } from "./service/surfaces.js";
import { mountThemeButton } from "./controls/theme-button.js";
import { begin, painted } from "./service/timing.js";
import { Tools } from "./controls/tools.js";
import { Trouble } from "./service/trouble.js";
import { Verdict } from "./readout/verdict.js";
import { Why } from "./readout/why.js";

const REST = 250; // ms without motion before the plots go over to Plotly
const GRID_REST = 90; // ms a surface's slider rests before its contours are fetched
const FRAME_CELLS = 128; // the plots of a frame are small, and the grid is most of what it loads beside Plotly
const JUDGED = ["verdict", "optimizers", "scoreboard"]; // what shows parts of the verdict's answer

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

const island = JSON.parse(find("#state").textContent ?? "");
/** @type {import("./base/types.js").Catalog} */
const catalog = island.catalog;
const { embedded, hidden, locked, ...embedding } = island.embedding;
const isShown = (/** @type {string} */ name) => !hidden.includes(name);
const first = { ...fromAddress(island.query, catalog), ...island.view, embedding, notices: island.notices.map((/** @type {string} */ text) => ({ about: "address", text })) };
const store = new Store(first, catalog, locked);
const { root, plotly } = /** @type {{root: string, plotly: string}} */ (find(".workbench").dataset);

const deck = new Deck(store, askFrame);

const trouble = new Trouble(store, tryAgain);
trouble.repeated = () => asked === retried;
const client = new Client(root, receive, trouble.of("server"), ({ done, of }) => setText(caption, `tuning: ${done} of ${of} optimizers`));
const surfaces = new Surfaces(root, receiveGrid, trouble.of("surface"), embedded ? FRAME_CELLS : undefined);

const surfaceForm = new SurfaceForm(find(".surface-form"), store);
const optimizerList = new OptimizerList(find(".optimizer-list"), store);
const forms = [
  new NoticeList(find(".notice-list"), store),
  new Segments(find(".layout-switch"), "Layout", [["overlay", "Overlay"], ["side-by-side", "Side by side"]],
    (state) => state.layout, (layout, cause) => store.dispatch({ type: "setLayout", layout }, cause)),
  new Segments(find(".fair-switch"), "Held equal", [["own", "Own rates"], ["rate", "Same rate"], ["length", "Same step length"], ["tuned", "Each tuned"]],
    (state) => state.conditions.fair,
    (value, cause) => store.dispatch({ type: "setCondition", name: "fair", value }, cause)),
  surfaceForm,
  new StartList(find(".start-list"), store, () => grid),
  optimizerList,
];
const panels = new PanelList(find(".panel-list"), store, (point) => {
  hovered = point;
  const run = picture?.runs.find((one) => one.optimizer === point?.optimizer && one.start === point.start);
  table.highlight(run ?? null);
  askFrame();
});
const caption = find(".caption");
const verdict = new Verdict(find(".verdict"), root, (answer) => {
  judged = answer;
  if (doubtful()) askFrame();
  if (answer.query === asked) optimizerList.annotate(answer); // else the cards have changed since
  table.tell(answer);
});
const chart = new Chart(find(".chart"), () => askFrame(), (step, cause) => deck.show(step, cause));
const table = new Scoreboard(find(".scoreboard"));
const why = new Why(find(".why-panel"), root, (shown) => {
  if (shown === arrows) return; // else a picture at rest would be drawn again for ever
  arrows = shown;
  askFrame();
});
const player = new Player(find(".player"), deck);

/** @type {import("./base/types.js").Plotly|null} */
let Plotly = null;
let autoplay = embedding.autoplay === "1" && !matchMedia("(prefers-reduced-motion: reduce)").matches;
/** @type {Frame|null} */
let frame = null; // the page around this one, if there is one
let palette = readPalette();
/** @type {import("./base/types.js").SurfaceGrid|null} */
let grid = null;
/** @type {import("./base/types.js").Picture|null} */
let picture = null;
let reached = 0; // the newest event that the picture shows
let frameAsked = false;
let restTimer = 0;
let gridTimer = 0;
let asked = "";
let retried = ""; // the query that is asked for again, because the server did not answer
let answered = ""; // the query whose runs the picture shows
/** @type {import("./base/types.js").Answer|null} */
let judged = null;
/** @type {Map<string, import("./base/types.js").Run[]>} */
let known = new Map();
/** @type {import("./base/types.js").Point|null} */
let hovered = null;
/** @type {import("./base/types.js").Picture|null} */
let ghost = null; // a pinned picture, drawn below the present one
/** @type {import("./base/types.js").Explained|null} */
let arrows = null;

/**
 * @param {import("./base/types.js").Run[]} come
 * @param {{query: string, state: import("./base/types.js").State, sequence: number, planned: import("./base/types.js").Plan,
 *   before: Map<string, import("./base/types.js").Run[]>}} context what was asked for, and what was at hand
 */
function receive(come, { query, state, sequence, planned, before }) {
  const runs = merge(planned, before, come);
  known = new Map(planned.keys.map((key, place) => [key, runs[place]]));
  const names = running(state).map((optimizer) => optimizer.name);
  const places = slots(names, catalog.optimizers.map(({ name }) => name));
  const all = runs.flat();
  const words = isPlain(state, catalog) ? catalog.caption : all[0].caption;
  picture = { query, runs: all, keys: planned.keys, caption: words, state, names, slots: places };
  reached = sequence;
  answered = query;
  askFrame();
  if (autoplay) deck.play();
  autoplay = false;
  trouble.over("server");
}

/** What the server did not answer is asked for again. */
function tryAgain() {
  retried = asked;
  if (asked !== answered) {
    asked = "";
    follow(store.state, null);
  } else {
    surfaces.want(asked.split("&")[0]);
    rest();
  }
  if (loader.failed) loader.want();
}

/** @param {import("./base/types.js").SurfaceGrid} next */
function receiveGrid(next) {
  grid = next;
  surfaceForm.setRemark(next.remark);
  askFrame();
  trouble.over("surface");
}

/**
 * @param {import("./base/types.js").State} state
 * @param {number|null} time of the input event
 */
function follow(state, time) {
  for (const form of forms) form.update(state); // each knows what it shows already
  const query = writeScenario(state, catalog);
  const still = first.embedding.lock.includes("all") && query === writeScenario(first, catalog);
  tools.update(still, state.layout === first.layout && state.theme === first.theme && state.step === first.step);
  const late = query === asked && query !== answered; // the picture is an older one: there is nothing to measure
  const sequence = begin(late ? null : time);
  if (query !== asked) {
    asked = query;
    verdict.doubt(query);
    const planned = plan(state, catalog, known);
    const context = { query, state, sequence, planned, before: known };
    const order = { query: planned.query, optimizers: planned.missing.length, starts: state.starts.length, context };
    if (order.optimizers) client.request(order);
    else client.answer(order);
    const surface = query.split("&")[0];
    clearTimeout(gridTimer);
    const wait = grid && grid.surface === state.surface.name ? GRID_REST : 0;
    gridTimer = window.setTimeout(() => surfaces.want(surface), wait);
  } else if (!late) {
    reached = sequence;
  }
  askFrame();
}

function askFrame() {
  delete document.body.dataset.settled;
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(drawFrame);
}

/** @returns {import("./base/types.js").Scene|null} what there is to draw, null where something has not come yet */
function sceneNow() {
  if (!grid || !picture || grid.surface !== picture.state.surface.name) return null;
  const steps = picture.state.steps;
  const titles = uniqueTitles(picture.names, new Map(catalog.optimizers.map(({ name, title }) => [name, title])));
  const { layout, conditions } = store.state; // view and ring are always the newest, the scenario is that of the runs
  const ring = ringRadius(grid.domain, conditions);
  return { picture, hovered, ghost, grid, ring, palette, titles, arrows, layout, ahead, step: deck.shown(steps) };
}

/** @param {import("./base/types.js").Run} run of the picture @returns {import("./base/types.js").Continuation|null} how it goes on, where that is known */
function ahead(run) {
  return judged && picture && judged.query === picture.query ? judged.continuations[picture.runs.indexOf(run)] : null;
}

/** @returns {boolean} whether a plot shows a run as diverged, which one that is continued may turn out not to be */
function doubtful() {
  return picture !== null && picture.runs.some(({ status }) => status === "diverged");
}

/** @param {number} now */
function drawFrame(now) {
  frameAsked = false;
  deck.advance(now);
  const scene = sceneNow();
  if (!scene) return;
  panels.draw(scene);
  if (isShown("chart")) chart.draw(scene);
  if (isShown("scoreboard")) table.draw(scene);
  setText(caption, scene.picture.caption);
  player.update(scene.step, scene.picture.state.steps, deck.playing);
  painted(reached);
  frame?.tell();
  clearTimeout(restTimer);
  if (!deck.playing) restTimer = window.setTimeout(rest, REST);
}

/** Nothing has moved for a while. */
async function rest() {
  const scene = sceneNow();
  if (!scene) return;
  if (isShown("scoreboard")) table.draw(scene, true);
  if (JUDGED.some(isShown) || doubtful()) verdict.tell(scene.picture.query);
  if (isShown("why")) why.tell(scene, scene.picture.query);
  panels.write(scene); // while it moved, not every step was written
  if (!Plotly && !loader.asked) document.body.dataset.settled = "true";
  if (!Plotly) return;
  if (await panels.commit(scene, Plotly)) document.body.dataset.settled = "true"; // for tests: nothing is about to change
}

function repaint() {
  palette = readPalette();
  askFrame();
}

const loader = new PlotlyLoader(plotly, (loaded) => {
  Plotly = loaded;
  askFrame();
  trouble.over("plotly");
}, (again) => {
  if (!again) store.dispatch({ type: "notify", about: "plotly", text: "Plotly did not load: hovering shows nothing, all else works." });
  trouble.retry.later();
});

/** Back to the scenario of the address: in a frame the author's. */
function restore() {
  deck.stop();
  store.dispatch({ type: "restore", state: { ...first, notices: [] } });
}

/** @param {string} query a scenario that the page around asks for; the server's parser judges it */
async function take(query) {
  const answer = await (await ask(`${root}api/v1/scenario?${query.replace(/^\?/, "")}`)).json();
  deck.stop();
  store.dispatch({ type: "take", query: answer.address });
}

function condition() {
  const { steps } = store.state;
  return { query: writeScenario(store.state, catalog), step: deck.shown(), steps, playing: deck.playing };
}

const tools = new Tools(/** @type {HTMLButtonElement} */ (find(".pin-button")), /** @type {HTMLButtonElement} */ (find(".reset-button")), (pinned) => {
  ghost = pinned ? picture : null;
  askFrame();
}, restore);
mountThemeButton(/** @type {HTMLButtonElement} */ (find(".theme-button")), store);
mountSkipLink();
const shareButton = /** @type {HTMLElement|null} */ (document.querySelector(".share-button")); // a frame has none
if (shareButton) mountButton(shareButton, async () => (await import("./share/share.js")).openShare(store, root, island.choices));
why.changed = rest;
verdict.failed = why.failed = () => trouble.retry.later();
store.subscribe((state, before, time) => {
  if (state.theme !== before.theme) repaint();
  const poster = /** @type {const} */ (["surface", "optimizers", "layout"]).every((name) => state[name] === before[name]);
  if (!poster) loader.want(); // what the server has drawn no longer serves as the scene
  follow(state, time);
});
hideControls(hidden);
guard(find(".workbench"), locked);
watchTheme(repaint);
new ResizeObserver(askFrame).observe(find(".panel-list"));
if (embedded) {
  // Nothing is loaded before it is in sight, and Plotly only for a reader who turns to it.
  frame = new Frame({ condition, set: take, play: () => deck.play(), pause: () => deck.pause(), seek: (step) => deck.show(step), reset: restore });
  keepLinks(store, root);
  turnedTo().then(() => loader.want());
  await seen(find(".panel-list"));
} else {
  new AddressBar(store);
  loader.want();
}
follow(store.state, null);
