/** The dialog that lists what the mouse, fingers and keys do. */

import { element } from "../base/dom.js";

/** Keyed: with keys, which a phone has not. @type {{title: string, keyed?: boolean, lines: [string, string, string?][]}[]} of a line: how, what, and its class */
const PARTS = [
  {
    title: "Mouse and touch",
    lines: [
      ["Click or tap a plot", "Add a start point there"],
      ["Click or tap a step of a path", "Ask why it was taken"],
      ["Alt + click", "Add a start point, even on a path", "for-keyboard"],
      ["Drag a start point", "Move it"],
      ["Drag on the timeline", "Move through the run"],
      ["Click or tap a mark under a slider", "Set the value suggested by theory"],
      ["Ctrl + wheel, or pinch", "Zoom a plot", "for-keyboard"],
      ["Pinch", "Zoom a plot", "for-touch"],
      ["Shift + drag", "Zoom to a box", "for-keyboard"],
      ["Double click or tap", "Show the whole plot again"],
    ],
  },
  {
    title: "Keys",
    keyed: true,
    lines: [
      ["Space", "Play or pause"],
      ["Alt + P", "Presenter’s view; Escape leaves it"],
      ["Ctrl + Z", "Undo"],
      ["Ctrl + Shift + Z", "Redo"],
    ],
  },
  {
    title: "Keys on a start point",
    keyed: true,
    lines: [
      ["Arrow keys", "Move it"],
      ["Shift + arrow keys", "Move it farther"],
      ["Delete", "Remove it"],
    ],
  },
  {
    title: "Keys on a slider",
    keyed: true,
    lines: [
      ["Arrow keys", "Small steps"],
      ["Page Up, Page Down", "Large steps, stopping at marks"],
    ],
  },
  {
    title: "Keys on a plot",
    keyed: true,
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
    element("div", { className: "help-parts" }, ...PARTS.map(({ title, keyed, lines }) =>
      element("section", { className: keyed ? "for-keyboard" : "" }, element("h3", { className: "section-title" }, title),
        element("dl", { className: "help-lines" }, ...lines.flatMap(([how, what, className = ""]) => [element("dt", { className }, how), element("dd", { className }, what)]))))),
    element("p", { className: "hint" }, "In a number field you can type a decimal comma, or 1e-3.", element("span", { className: "for-keyboard" }, " On a Mac, press ⌘ instead of Ctrl.")));
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close(); // a click beside it: its children cover its whole inside
  });
  document.body.append(made);
  return made;
}
