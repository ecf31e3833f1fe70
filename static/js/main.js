/** Puts the page together: address → state → views. A little over 300 lines: each part of the page is connected here. */

import { writeScenario } from "./state/address.js";
import { arrive, attention, welcomed } from "./player/arrival.js";
import { Chart } from "./player/chart.js";
import { DataPanel } from "./readout/data-panel.js";
import { added } from "./player/growth.js";
import { Playhead } from "./player/playhead.js";
import { element, mountButton, setText } from "./base/dom.js";
import { Frame, keepLinks, seen, turnedTo } from "./frame/frame.js";
import { CheckMark } from "./readout/check-mark.js";
import { Engine } from "./service/engine.js";
import { AddressBar } from "./state/history.js";
import { HistoryTools } from "./controls/history-tools.js";
import { entry, learnAll } from "./state/families.js";
import { Lesson } from "./lessons/lesson.js";
import { guard, hideControls } from "./state/locks.js";
import { NoticeList } from "./controls/notice-list.js";
import { OptimizerList } from "./controls/optimizer-list.js";
import { watchTheme } from "./plot/palette.js";
import { PanelList } from "./plot/panel-list.js";
import { Player } from "./player/player.js";
import { PlotlyLoader } from "./plot/plotly-loader.js";
import { Scoreboard } from "./readout/scoreboard.js";
import { Segments } from "./controls/segments.js";
import { Stage } from "./plot/stage.js";
import { mountSkipLink } from "./base/skip-link.js";
import { StartList } from "./controls/start-list.js";
import { insist } from "./service/ask.js";
import { loadCatalog } from "./service/catalog.js";
import { fromAddress } from "./state/state.js";
import { Store } from "./state/store.js";
import { VerdictFinder } from "./service/verdict-finder.js";
import { Sheet } from "./controls/sheet.js";
import { ShownLayout } from "./plot/shown-layout.js";
import { SurfaceForm } from "./controls/surface-form.js";
import { SceneData } from "./service/scene-data.js";
import { mountThemeButton } from "./controls/theme-button.js";
import { painted } from "./service/timing.js";
import { Tools } from "./controls/tools.js";
import { Trouble } from "./service/trouble.js";
import { Verdict } from "./readout/verdict.js";
import { ZoomMenu } from "./plot/zoom-menu.js";
import { Presenter } from "./share/presenter.js";
import { watchPrint } from "./share/print.js";
import { View3d } from "./plot/view-3d.js";
import { Why } from "./readout/why.js";

const VIEW = /** @type {const} */ (["layout", "theme", "colormap", "region", "quantity", "step"]);
const PLOTLY_REST = 6000; // ms without motion before Plotly is loaded unasked: while the browser reads it, for up to half a second, nothing can move
const VERDICT_APART = 250; // ms between two verdicts while the runs change
const ANSWERED = ["verdict", "optimizers", "scoreboard"]; // the parts of the page that show the verdict's answer
/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {import("./base/types.js").Island} */
const island = JSON.parse(find("#state").textContent ?? "");
const touched = turnedTo(island.embed.embedded ? document.documentElement : find(".panel-list"));
const attended = attention();
const { root, plotly, plotlyFull, catalog: address } = /** @type {{root: string, plotly: string, plotlyFull: string, catalog: string}} */ (find(".workbench").dataset);
const catalog = await loadCatalog(address, (text) => find(".notice-list").replaceChildren(element("p", { className: "notice" }, text)));
const { embedded, hidden, locked, ...embed } = island.embed;
const isShown = (/** @type {string} */ name) => !hidden.includes(name);
learnAll(catalog, island.members);
const first = { ...fromAddress(island.query, catalog), ...island.view, embed, notices: island.notices.map((text) => ({ about: "address", text })) };
const store = new Store(first, catalog, locked);

let plotlyTimer = 0;
const playhead = new Playhead(store, () => stage.ask());
const caption = find(".caption");
const mayMove = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
const autoplay = embed.autoplay === "1" && mayMove();
/** Whether the runs are played once, as the page opens. A step in the address is to be seen, and a lesson first asks for a prediction. */
let arrives = !embedded && first.step === null && mayMove() && !document.querySelector(".is-guessing");
/** @type {string[]} */
let labels = []; // of the starts whose runs are loaded
const trouble = new Trouble(store, () => {
  if (sceneData.retry()) stage.ask();
  else stage.rest();
  if (loader.failed) loader.want();
  if (fullLoader.failed) stage.ask();
});
const engine = new Engine(catalog);
const checkMark = new CheckMark(find(".check-mark"));
const sceneData = new SceneData(store, root, trouble, engine, {
  runSet(isFirst) {
    stage.ask();
    if (isFirst && autoplay) playhead.play();
    const after = sceneData.runSet?.state.starts.map(({ label }) => label) ?? [];
    const fresh = isFirst ? -1 : added(labels, after);
    labels = after;
    if (fresh >= 0 && mayMove()) playhead.grow(fresh);
    tell();
    if (isFirst && !embedded) whenIdle(() => engine.want());
  },
  checked: (checked) => checkMark.update(checked),
  grid({ remark }) {
    surfaceForm.setRemark(remark);
    zoomMenu.update(store.state);
    stage.ask();
    tell();
  },
  progress: ({ what, done, of }) => setText(caption, what === "tuning" ? `Tuning: ${done} of ${of} optimizers` : `Compiling what these runs need, once: ${done} of ${of}`),
});
const finder = new VerdictFinder(catalog, (query, findings) => {
  if (!verdict.tell(query, findings)) return;
  if (sceneData.isAbout(query)) optimizerList.mark(query, findings && findings.theory); // otherwise the cards have changed in the meantime
  found = findings && { query, findings };
  if (query === rested) know();
});
/** @type {{query: string, findings: import("./tell/tell.js").Findings}|null} what the page has found last */
let found = null;
let tellTimer = 0;
let rested = ""; // the query of the runs shown, while nothing moves
const shownLayout = new ShownLayout(find(".panel-list"), store, () => follow(store.state, null));
const stage = new Stage(store, sceneData, playhead, shownLayout, draw, finish);
const sheet = embedded ? null : new Sheet(find(".workbench"));

const surfaceForm = new SurfaceForm(find(".surface-form"), store, root, (typed) => sceneData.ahead(typed));
const optimizerList = new OptimizerList(find(".optimizer-list"), store, root, (typed) => sceneData.ahead(typed));
const zoomMenu = new ZoomMenu(find(".zoom-menu"), find(".panel-list"), store, sceneData);
const forms = [
  zoomMenu,
  new NoticeList(find(".notice-list"), store),
  new Segments(find(".layout-switch"), () => shownLayout.get(), (/** @type {import("./base/types.js").State["layout"]} */ layout, cause) => shownLayout.choose(layout, cause)),
  new Segments(find(".fair-switch"), ({ conditions }) => conditions.fair, (value, cause) => store.dispatch({ type: "setCondition", name: "fair", value }, cause)),
  surfaceForm,
  new StartList(find(".start-list"), store, () => sceneData.grid),
  optimizerList,
];
const panels = new PanelList(find(".panel-list"), store, (point) => {
  const run = sceneData.runSet?.runs.find((one) => one.optimizer === point?.optimizer && one.start === point.start);
  table.highlight(run ?? null);
  stage.decorate({ hovered: point });
}, isShown("why") ? askWhy : null);
const verdict = new Verdict(find(".verdict"), root, (answer) => {
  trouble.over("verdict");
  stage.setAnswer(answer);
  if (answer.query === sceneData.asked) optimizerList.annotate(answer); // otherwise the cards have changed in the meantime
  table.setKnown(answer);
});
const chart = new Chart(find(".chart"), (quantity) => store.dispatch({ type: "setQuantity", quantity }), () => stage.ask(),
  (step, cause) => playhead.show(step, cause), (start) => table.choose(start));
const dataPanel = new DataPanel(find(".data-panel"), () => stage.ask());
const table = new Scoreboard(find(".scoreboard"), (start) => {
  chart.choose(start);
  stage.ask();
});
const why = new Why(find(".why-panel"), root, (runSet, which) => sceneData.explain(runSet, which), (arrows) => stage.decorate({ arrows }), !embedded || matchMedia("(min-width: 1200px)").matches); // a narrow frame is one column
const player = new Player(find(".player"), playhead);
chart.grabbed = () => player.scrub.focus({ preventScroll: true });
const tools = new Tools(/** @type {HTMLButtonElement} */ (find(".pin-button")), /** @type {HTMLButtonElement} */ (find(".reset-button")),
  (pinned) => stage.decorate({ ghost: pinned ? sceneData.runSet : null }), restore);
const loader = new PlotlyLoader(plotly, () => {
  stage.ask();
  trouble.over("plotly");
}, (again) => {
  if (!again) store.dispatch({ type: "notify", about: "plotly", text: "Plotly did not load. Values do not appear on hover, but everything else works." });
  trouble.retry.later();
});
const fullLoader = plotlyFull === plotly ? loader : new PlotlyLoader(plotlyFull, () => stage.ask(), () => trouble.retry.later());
const view3d = new View3d(find(".view-3d"), find(".panel-list"), fullLoader, () => stage.ask());
const expect3d = () => {
  if (view3d.expect()) sceneData.expect3d();
};
// A mouse comes near the button before it is on it; a finger does not, and may want another layout.
document.querySelector(".layout-switch")?.addEventListener("pointerenter", (event) => {
  if (/** @type {PointerEvent} */ (event).pointerType === "mouse") expect3d();
}, { once: true });
for (const event of ["pointerenter", "focus"]) document.querySelector(".layout-switch [value='3-d']")?.addEventListener(event, expect3d, { once: true });
// Talks to the page that embeds this one, if there is one.
const frame = embedded ? new Frame({ condition, set: take, play: () => playhead.play(), pause: () => playhead.pause(), seek: (step) => playhead.show(step), reset: restore }) : null;

/**
 * @param {import("./base/types.js").State} state
 * @param {number|null} time of the input event
 */
function follow(state, time) {
  for (const form of forms) form.update(state); // each form compares with what it shows already
  const hasData = isShown("chart") && Boolean(entry(catalog.surfaces, state.surface.name, state.surface.values).data);
  dataPanel.show(hasData);
  find(".readout").hidden = !(hasData || isShown("scoreboard") || isShown("why"));
  sceneData.want(state, time);
  verdict.setCurrent(sceneData.asked);
  if (sceneData.asked !== rested) rested = "";
  why.cancel();
  const still = first.embed.lock.includes("all") && sceneData.asked === writeScenario(first, catalog);
  tools.update(still, VIEW.every((name) => String(state[name]) === String(first[name])));
  stage.ask();
}

/** @type {import("./base/types.js").Scene|null} */
let shown = null;

/** @param {import("./base/types.js").Scene} next */
function draw(next) {
  const scene = why.followed(next);
  shown = scene;
  clearTimeout(plotlyTimer);
  if (arrives) {
    arrives = false;
    welcomed(attended).then((may) => may && arrive(playhead, (visible) => stage.decorate({ ghost: visible ? sceneData.runSet : null })));
  }
  if (!view3d.draw(scene)) panels.draw(scene);
  if (isShown("chart")) chart.draw(scene);
  dataPanel.draw(scene);
  if (isShown("scoreboard")) table.draw(scene);
  setText(caption, scene.runSet.caption);
  caption.classList.toggle("is-stale", scene.runSet.isStale);
  why.draw(scene);
  player.update(scene.step, scene.runSet.state.steps, playhead.playing);
  painted(sceneData.reached);
  frame?.report();
}

/** Find the verdict on the runs that the page has computed; while a slider moves, as often as a reader can follow. */
function tell() {
  tellTimer ||= setTimeout(() => {
    tellTimer = 0;
    const { toTell } = sceneData;
    if (toTell && (ANSWERED.some(isShown) || stage.showsDivergence)) finder.find(toTell.asked, toTell.ground);
    else if (!toTell && sceneData.checked === "waiting") optimizerList.mark(sceneData.asked, null);
  }, VERDICT_APART);
}

/** Show how the runs continue, and from where rounding decides them, as far as the page has found it. */
function know() {
  if (found?.query !== rested) return;
  const known = { query: rested, ...found.findings };
  stage.setAnswer(known);
  table.setKnown(known);
}

/** @param {import("./base/types.js").Scene} last at rest @returns {Promise<boolean>} whether everything is drawn and nothing will change by itself */
async function finish(last) {
  const scene = why.followed(last);
  if (isShown("scoreboard")) table.draw(scene, true);
  const { query } = scene.runSet;
  if (query !== rested) {
    rested = query;
    know();
  }
  if (query === sceneData.asked) { // otherwise other runs are on their way, and only they are of interest
    if (ANSWERED.some(isShown) || stage.showsDivergence) verdict.load(query);
    if (isShown("why")) why.load(scene);
  }
  if (view3d.draw(scene)) return view3d.finish(scene);
  panels.write(scene); // during motion the texts are updated less often
  if (loader.loaded) return panels.commit(scene, loader.loaded);
  if (embedded || loader.asked || loader.failed) return !loader.asked;
  clearTimeout(plotlyTimer);
  plotlyTimer = setTimeout(() => loader.want(), PLOTLY_REST);
  return false;
}

/** @param {import("./base/types.js").Point} point a step of a path that the reader has clicked */
function askWhy({ optimizer, start, step }) {
  const run = shown?.runSet.runs.find((one) => one.optimizer === optimizer && one.start === start);
  if (!shown || !run) return;
  playhead.show(step);
  table.choose(start);
  chart.choose(start);
  sheet?.list.show("why");
  why.choose(run, shown);
}

/** Returns to the scenario of the address, which in a frame is the author's. */
function restore() {
  playhead.stop();
  store.dispatch({ type: "restore", state: { ...first, notices: [] } });
}

let taking = new AbortController();

/** @param {string} query a scenario that the surrounding page asks for; the server's parser checks it */
async function take(query) {
  taking.abort(new Error("Another scenario was set in the meantime."));
  const { signal } = taking = new AbortController();
  const answer = await (await insist(`${root}api/v1/scenario?${query.replace(/^\?/, "")}`, { signal })).json();
  signal.throwIfAborted();
  playhead.stop();
  learnAll(catalog, answer.members);
  store.dispatch({ type: "take", query: answer.address });
}

const presenter = embedded ? null : new Presenter(store, root, find(".stage"));
watchPrint(find(".print-poster"), store, root);

async function share() {
  (await import("./share/share.js")).openShare(store, root, island.choices, () => presenter?.enter());
}

function condition() {
  const { steps } = store.state;
  return { query: writeScenario(store.state, catalog), step: playhead.shown(), steps, playing: playhead.playing };
}

/** @param {() => void} act not before the page has time for it, where the browser can say that */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act);
}

mountThemeButton(/** @type {HTMLButtonElement} */ (find(".theme-button")), store);
mountSkipLink();
const lesson = /** @type {HTMLElement|null} */ (document.querySelector(".lesson"));
if (lesson) new Lesson(lesson, playhead);
const shareButton = /** @type {HTMLElement|null} */ (document.querySelector(".share-button")); // a frame has no share button
if (shareButton) mountButton(shareButton, () => share().catch(() => store.dispatch({ type: "notify", about: "refused", text: "The share dialog did not load. Press Share again." })));
why.changed = () => stage.rest();
verdict.failed = trouble.of("verdict");
verdict.differs = (found) => sceneData.dispute(found);
why.failed = (error) => trouble.retry.later(error.wait); // the panel itself says what is wrong
store.subscribe((state, before, time) => {
  if (state.theme !== before.theme || state.colormap !== before.colormap) stage.repaint();
  const poster = /** @type {const} */ (["surface", "optimizers", "layout", "region"]).every((name) => state[name] === before[name]);
  if (!poster) loader.want(); // the server's poster no longer shows the right scene
  follow(state, time);
});
hideControls(hidden);
guard(find(".workbench"), locked, first.embed.lock);
watchTheme(() => stage.repaint());
new ResizeObserver(() => stage.ask()).observe(find(".panel-list"));
if (embedded) {
  // Nothing is loaded before the frame is in sight, and Plotly only when the reader turns to the frame.
  keepLinks(store, root);
  touched.then(() => engine.want());
  await seen(find(".panel-list"));
} else {
  const tools = new HistoryTools(find(".history-tools"), { undo: () => bar.undo(), redo: () => bar.redo() });
  const bar = new AddressBar(store, (can) => tools.update(can));
  mountButton(find(".help-button"), () => import("./controls/help.js").then(({ openHelp }) => openHelp(), () =>
    store.dispatch({ type: "notify", about: "refused", text: "The help did not load. Press ? again." })));
}
touched.then(() => loader.want());
follow(store.state, null);
