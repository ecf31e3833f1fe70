/** The dialog that lists what the mouse, fingers and keys do. */

import { element } from "../base/dom.js";

/** @type {{title: string, lines: [string, string][]}[]} */
const PARTS = [
  {
    title: "Mouse and touch",
    lines: [
      ["Click a plot", "Add a start point there"],
      ["Click a step of a path", "Ask why it was taken"],
      ["Alt + click", "Add a start point, even on a path"],
      ["Drag a start point", "Move it"],
      ["Drag on the timeline", "Move through the run"],
      ["Click a mark under a slider", "Set the value suggested by theory"],
      ["Ctrl + wheel, or pinch", "Zoom a plot"],
      ["Shift + drag", "Zoom to a box"],
      ["Double click", "Show the whole plot again"],
    ],
  },
  {
    title: "Keys",
    lines: [
      ["Space", "Play or pause"],
      ["Alt + P", "Presenter’s view; Escape leaves it"],
      ["Ctrl + Z", "Undo"],
      ["Ctrl + Shift + Z", "Redo"],
    ],
  },
  {
    title: "Keys on a start point",
    lines: [
      ["Arrow keys", "Move it"],
      ["Shift + arrow keys", "Move it farther"],
      ["Delete", "Remove it"],
    ],
  },
  {
    title: "Keys on a slider",
    lines: [
      ["Arrow keys", "Small steps"],
      ["Page Up, Page Down", "Large steps, stopping at marks"],
    ],
  },
  {
    title: "Keys on a plot",
    lines: [
      ["+ and −", "Zoom in and out"],
      ["0", "Show the whole plot"],
      ["Arrow keys", "Move what is shown"],
    ],
  },
];

/** @type {HTMLDialogElement|null} */
let dialog = null;

export function openHelp() {
  dialog ??= build();
  dialog.showModal();
}

function build() {
  const close = element("button", { type: "button", className: "icon-button", "aria-label": "Close" }, "×");
  const made = element("dialog", { className: "help dialog", "aria-label": "Help" },
    element("div", { className: "help-header" }, element("h2", { className: "help-title" }, "What you can do"), close),
    element("div", { className: "help-parts" }, ...PARTS.map(({ title, lines }) =>
      element("section", {}, element("h3", { className: "section-title" }, title),
        element("dl", { className: "help-lines" }, ...lines.flatMap(([how, what]) => [element("dt", {}, how), element("dd", {}, what)]))))),
    element("p", { className: "hint" }, "In a number field you can type a decimal comma, or 1e-3. On a Mac, press ⌘ instead of Ctrl."));
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close(); // a click beside it: its children cover its whole inside
  });
  document.body.append(made);
  return made;
}
