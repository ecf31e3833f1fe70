/** The page, and a lesson's: all that they show is loaded at once. */

import { find, mountButton } from "./base/dom.js";
import { mountSkipLink } from "./base/skip-link.js";
import { HistoryTools } from "./controls/history-tools.js";
import { Sheet } from "./controls/sheet.js";
import { Lesson } from "./lessons/lesson.js";
import * as live from "./live.js";
import { attention } from "./player/arrival.js";
import { Presenter } from "./share/presenter.js";
import { start } from "./start.js";
import { AddressBar } from "./state/history.js";

const attended = attention();

/** @param {import("./start.js").Page} page */
function dress(page) {
  page.attended = attended;
  const { store, root, island } = page;
  const lesson = /** @type {HTMLElement|null} */ (document.querySelector(".lesson"));
  if (lesson) new Lesson(lesson, page.playhead);
  const refuse = (/** @type {string} */ text) => store.dispatch({ type: "notify", about: "refused", text });
  mountSkipLink();
  page.sheet = new Sheet(find(".workbench"));
  const presenter = new Presenter(store, root, find(".stage"));
  mountButton(find(".share-button"), () => import("./share/share.js").then(({ openShare }) => openShare(store, root, island.choices, () => presenter.enter()), () =>
    refuse("The share dialog did not load. Press Share again.")));
  const tools = new HistoryTools(find(".history-tools"), { undo: () => bar.undo(), redo: () => bar.redo() });
  const bar = new AddressBar(store, (can) => tools.update(can));
  mountButton(find(".help-button"), () => import("./controls/help.js").then(({ openHelp }) => openHelp(), () =>
    refuse("The help did not load. Press ? again.")));
}

await start(async () => live, dress);
