/**
 * Puts together what every page needs: address → state → controls, the player, and the calls of a page around. What draws, computes
 * and explains the runs is live.js. A frame loads that only when it is wanted: until then the server's picture is shown.
 *
 * @typedef {import("./base/types.js").State} State
 * @typedef {import("./base/types.js").Answer} Answer
 * @typedef {object} Page what live.js is given
 * @property {import("./base/types.js").Island} island
 * @property {State} first the state of the address
 * @property {Store} store
 * @property {string} root address of the app's root
 * @property {Playhead} playhead
 * @property {ShownLayout} shownLayout
 * @property {OptimizerList} optimizerList
 * @property {Verdict} verdict
 * @property {Player} player
 * @property {Answer|null} answer the verdict's newest answer, if it came before live.js
 * @property {Promise<void>} touched once the reader turns to the plots
 * @property {ReturnType<typeof import("./player/arrival.js").attention>} attended
 * @property {import("./controls/sheet.js").Sheet|null} sheet
 * @property {(name: string) => boolean} isShown whether a part of the page is
 * @property {boolean} plays whether the runs are played as soon as they have arrived, as the author wants
 * @property {() => void} report tells the surrounding page what has changed; call it when everything is drawn
 */

import { element, find } from "./base/dom.js";
import { NoticeList } from "./controls/notice-list.js";
import { OptimizerList } from "./controls/optimizer-list.js";
import { Segments } from "./controls/segments.js";
import { mountThemeButton } from "./controls/theme-button.js";
import { Tools } from "./controls/tools.js";
import { keepTap } from "./frame/early-tap.js";
import { Frame, keepLinks, seen, turnedTo } from "./frame/frame.js";
import { ShownLayout } from "./plot/shown-layout.js";
import { Player } from "./player/player.js";
import { Playhead } from "./player/playhead.js";
import { Verdict } from "./readout/verdict.js";
import { insist } from "./service/ask.js";
import { loadCatalog } from "./service/catalog.js";
import { Retry } from "./service/retry.js";
import { writeScenario } from "./state/address.js";
import { learnAll } from "./state/families.js";
import { guard, hideControls } from "./state/locks.js";
import { fromAddress } from "./state/state.js";
import { Store } from "./state/store.js";

const VIEW = /** @type {const} */ (["layout", "theme", "colormap", "region", "quantity", "step"]);
/** The parts of the page that show more of the runs than the server's picture does, or need them to work. */
const LIVE = ["zoom", "surface", "starts", "chart", "scoreboard", "why"];
const FAILED = "What moves the plots did not load. It will be asked for again.";

/**
 * @param {() => Promise<typeof import("./live.js")>} load
 * @param {((page: Page) => void)|null} dress mounts what only this page has; null in a frame, which loads no more than it needs
 */
export async function start(load, dress = null) {
  /** @type {import("./base/types.js").Island} */
  const island = JSON.parse(find("#state").textContent ?? "");
  const { embedded, hidden, locked, ...embed } = island.embed;
  const touched = turnedTo(embedded ? document.documentElement : find(".panel-list"));
  const { root, catalog: address } = /** @type {{root: string, catalog: string}} */ (/** @type {unknown} */ (find(".workbench").dataset));
  const catalog = await loadCatalog(address, (text) => find(".notice-list").replaceChildren(element("p", { className: "notice" }, text)));
  learnAll(catalog, island.members);
  const first = { ...fromAddress(island.query, catalog), ...island.view, embed, notices: island.notices.map((text) => ({ about: "address", text })) };
  const store = new Store(first, catalog, locked);
  const isShown = (/** @type {string} */ name) => !hidden.includes(name);
  const plays = embed.autoplay === "1" && !matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** @type {import("./live.js").Live|null} */
  let live = null;
  /** @type {Promise<void>|null} */
  let waking = null;
  const retry = new Retry(() => {
    waking = null;
    wake();
  });
  const ask = () => {
    if (live) live.ask();
    else wake();
  };

  const playhead = new Playhead(store, ask);
  const shownLayout = new ShownLayout(find(".panel-list"), store, () => follow(store.state, null));
  const optimizerList = new OptimizerList(find(".optimizer-list"), store, root, (typed) => live?.ahead(typed));
  const forms = [
    new NoticeList(find(".notice-list"), store),
    new Segments(find(".layout-switch"), () => shownLayout.get(), (/** @type {State["layout"]} */ layout, cause) => shownLayout.choose(layout, cause)),
    new Segments(find(".fair-switch"), ({ conditions }) => conditions.fair, (value, cause) => store.dispatch({ type: "setCondition", name: "fair", value }, cause)),
    optimizerList,
  ];
  const verdict = new Verdict(find(".verdict"), root, (answer) => {
    page.answer = answer;
    live?.learn(answer);
    if (answer.query === writeScenario(store.state, catalog)) optimizerList.annotate(answer); // otherwise the cards have changed in the meantime
  });
  const player = new Player(find(".player"), playhead);
  const tools = new Tools(/** @type {HTMLButtonElement} */ (find(".pin-button")), /** @type {HTMLButtonElement} */ (find(".reset-button")),
    (pinned) => wake().then(() => live?.pin(pinned)), restore);
  // Talks to the page that embeds this one, if there is one.
  const frame = embedded ? new Frame({ condition, set: take, play: () => playhead.play(), pause: () => playhead.pause(), seek: (step) => playhead.show(step), reset: restore }) : null;
  let repeat = dress ? () => {} : keepTap(find(".panel-list"));
  const report = () => {
    repeat();
    repeat = () => {};
    frame?.report();
  };
  /** @type {Page} */
  const page = { island, first, store, root, playhead, shownLayout, optimizerList, verdict, player, answer: null, touched, attended: Promise.resolve(false), sheet: null, isShown, plays, report };

  /** Load what is live, unless that is done or under way, and show the newest state with it. */
  function wake() {
    delete document.body.dataset.settled;
    return waking ??= load().then(({ mountLive }) => {
      live = mountLive(page);
      retry.done();
      store.dispatch({ type: "clear", about: "live" });
      live.follow(store.state, null);
    }, () => {
      store.dispatch({ type: "notify", about: "live", text: FAILED });
      retry.later();
    });
  }

  /**
   * @param {State} state
   * @param {number|null} time of the input event
   */
  function follow(state, time) {
    for (const form of forms) form.update(state); // each form compares with what it shows already
    live?.follow(state, time);
    const still = embed.lock.includes("all") && writeScenario(state, catalog) === writeScenario(first, catalog);
    tools.update(still, VIEW.every((name) => String(state[name]) === String(first[name])));
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

  function condition() {
    const { steps } = store.state;
    return { query: writeScenario(store.state, catalog), step: playhead.shown(), steps, playing: playhead.playing };
  }

  /** Show what is known of the server's picture without its runs. */
  async function rest() {
    player.update(playhead.shown(), first.steps, false);
    frame?.report();
    const query = writeScenario(first, catalog);
    verdict.setCurrent(query);
    if (isShown("optimizers")) await verdict.load(query); // theory's marks on the sliders, and the rates that tuning has found
    if (!waking) document.body.dataset.settled = "true"; // for tests
  }

  mountThemeButton(/** @type {HTMLButtonElement} */ (find(".theme-button")), store);
  dress?.(page);
  store.subscribe((state, before, time) => {
    follow(state, time);
    if (!live && state.notices === before.notices) wake();
  });
  hideControls(hidden);
  guard(find(".workbench"), locked, embed.lock);
  if (embedded) {
    keepLinks(store, root);
    await seen(find(".panel-list")); // nothing is loaded before the frame is in sight
  }
  follow(store.state, null);
  if (dress || LIVE.some(isShown) || first.layout === "3-d" || plays) await wake();
  else {
    touched.then(wake);
    rest();
  }
}
