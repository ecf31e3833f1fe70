/**
 * What draws the runs, computes and explains them: plots, chart, scoreboard, and the forms that show what is known of the surface.
 *
 * @typedef {import("./base/types.js").Answer} Answer
 * @typedef {import("./base/types.js").Scene} Scene
 * @typedef {import("./base/types.js").State} State
 * @typedef {ReturnType<typeof mountLive>} Live
 */

import { find, setText } from "./base/dom.js";
import { StartList } from "./controls/start-list.js";
import { SurfaceForm } from "./controls/surface-form.js";
import { arrive, welcomed } from "./player/arrival.js";
import { Chart } from "./player/chart.js";
import { added } from "./player/growth.js";
import { watchTheme } from "./plot/palette.js";
import { PanelList } from "./plot/panel-list.js";
import { PlotlyLoader } from "./plot/plotly-loader.js";
import { Stage } from "./plot/stage.js";
import { View3d } from "./plot/view-3d.js";
import { ZoomMenu } from "./plot/zoom-menu.js";
import { CheckMark } from "./readout/check-mark.js";
import { DataPanel } from "./readout/data-panel.js";
import { Scoreboard } from "./readout/scoreboard.js";
import { Why } from "./readout/why.js";
import { Engine } from "./service/engine.js";
import { SceneData } from "./service/scene-data.js";
import { painted } from "./service/timing.js";
import { Trouble } from "./service/trouble.js";
import { VerdictFinder } from "./service/verdict-finder.js";
import { watchPrint } from "./share/print.js";
import { entry } from "./state/families.js";

const POSTER = /** @type {const} */ (["surface", "optimizers", "layout", "region"]); // what the server's picture shows
const PLOTLY_REST = 6000; // ms without motion before Plotly is loaded unasked: while the browser reads it, for up to half a second, nothing can move
const VERDICT_APART = 250; // ms between two verdicts while the runs change
const ANSWERED = ["verdict", "optimizers", "scoreboard"]; // the parts of the page that show the verdict's answer

/** @param {import("./start.js").Page} page */
export function mountLive(page) {
  const { first, store, root, playhead, shownLayout, optimizerList, verdict, player, isShown, plays, touched } = page;
  const { catalog } = store;
  const { embedded } = page.island.embed;
  const { plotly, plotlyFull } = /** @type {{plotly: string, plotlyFull: string}} */ (/** @type {unknown} */ (find(".workbench").dataset));
  const caption = find(".caption");
  const mayMove = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isPoster = (/** @type {State} */ state) => POSTER.every((name) => state[name] === first[name]);
  let plotlyTimer = 0;
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
      if (isFirst && plays) playhead.play();
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
  const stage = new Stage(store, sceneData, playhead, shownLayout, draw, finish);

  const surfaceForm = new SurfaceForm(find(".surface-form"), store, root, (typed) => sceneData.ahead(typed));
  const zoomMenu = new ZoomMenu(find(".zoom-menu"), find(".panel-list"), store, sceneData);
  const forms = [zoomMenu, surfaceForm, new StartList(find(".start-list"), store, () => sceneData.grid)];
  const panels = new PanelList(find(".panel-list"), store, (point) => {
    const run = sceneData.runSet?.runs.find((one) => one.optimizer === point?.optimizer && one.start === point.start);
    table.highlight(run ?? null);
    stage.decorate({ hovered: point });
  }, isShown("why") ? askWhy : null, isPoster(store.state));
  const chart = new Chart(find(".chart"), (quantity) => store.dispatch({ type: "setQuantity", quantity }), () => stage.ask(),
    (step, cause) => playhead.show(step, cause), (start) => table.choose(start));
  const dataPanel = new DataPanel(find(".data-panel"), () => stage.ask());
  const table = new Scoreboard(find(".scoreboard"), (start) => {
    chart.choose(start);
    stage.ask();
  });
  const why = new Why(find(".why-panel"), root, (runSet, which) => sceneData.explain(runSet, which), (arrows) => stage.decorate({ arrows }), !embedded || matchMedia("(min-width: 1200px)").matches); // a narrow frame is one column
  chart.grabbed = () => player.scrub.focus({ preventScroll: true });
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

  /**
   * @param {State} state
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
    stage.ask();
  }

  /** @type {Scene|null} */
  let shown = null;

  /** @param {Scene} next */
  function draw(next) {
    const scene = why.followed(next);
    shown = scene;
    clearTimeout(plotlyTimer);
    if (arrives) {
      arrives = false;
      welcomed(page.attended).then((may) => may && arrive(playhead, (visible) => stage.decorate({ ghost: visible ? sceneData.runSet : null })));
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
    page.report();
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

  /** @param {Scene} last at rest @returns {Promise<boolean>} whether everything is drawn and nothing will change by itself */
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
    page.sheet?.list.show("why");
    why.choose(run, shown);
  }

  /** @param {Answer} answer of the verdict */
  function learn(answer) {
    trouble.over("verdict");
    stage.setAnswer(answer);
    table.setKnown(answer);
  }

  watchPrint(find(".print-poster"), store, root);
  why.changed = () => stage.rest();
  verdict.failed = trouble.of("verdict");
  verdict.differs = (difference) => sceneData.dispute(difference);
  why.failed = (error) => trouble.retry.later(error.wait); // the panel itself says what is wrong
  store.subscribe((state, before) => {
    if (state.theme !== before.theme || state.colormap !== before.colormap) stage.repaint();
    if (!POSTER.every((name) => state[name] === before[name])) loader.want(); // the server's poster no longer shows the right scene
  });
  watchTheme(() => stage.repaint());
  new ResizeObserver(() => stage.ask()).observe(find(".panel-list"));
  if (embedded) touched.then(() => engine.want());
  touched.then(() => loader.want()); // Plotly, in a frame only when the reader turns to it
  if (!isPoster(store.state)) loader.want();
  if (page.answer) learn(page.answer);

  return {
    follow,
    learn,
    ask: () => stage.ask(),
    ahead: (/** @type {import("./state/ahead.js").Typed} */ typed) => sceneData.ahead(typed),
    pin: (/** @type {boolean} */ pinned) => stage.decorate({ ghost: pinned ? sceneData.runSet : null }),
  };
}

/** @param {() => void} act not before the page has time for it, where the browser can say that */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act);
}
