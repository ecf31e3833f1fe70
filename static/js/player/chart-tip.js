/** The values of the step under the pointer, beside the pointer. */

import { element, setText, swatch } from "../base/dom.js";
import { valueText } from "./chart-lines.js";

const MOST = 12; // rows
const GAP = 12; // px between the pointer and the box

export class ChartTip {
  #key = "";

  constructor() {
    this.root = element("div", { className: "chart-tip", hidden: true, "aria-hidden": "true" }); // the scoreboard has the numbers of the step shown
  }

  /**
   * @param {number|null} step under the pointer
   * @param {number} x of that step, in px
   * @param {number} width of the chart in px
   * @param {import("./chart-lines.js").Line[]} lines
   * @param {import("../base/types.js").Scene} scene
   * @param {boolean} several whether the lines begin at different starts
   */
  show(step, x, width, lines, { runSet, titles }, several) {
    this.root.hidden = step === null;
    if (step === null) return;
    const right = x > width / 2;
    this.root.style.left = right ? "" : `${x + GAP}px`;
    this.root.style.right = right ? `${width - x + GAP}px` : "";
    const rows = lines.slice(0, MOST).map((line) => {
      const { optimizer, start } = line.run;
      return { slot: runSet.slots[optimizer], name: titles[optimizer] + (several ? ` from ${runSet.state.starts[start].label}` : ""), value: valueText(line, step) };
    });
    const left = lines.length - rows.length;
    const key = JSON.stringify([rows.map(({ slot, name }) => [slot, name]), left]);
    if (key !== this.#key) {
      this.#key = key;
      const list = rows.map(({ slot, name }) => element("li", {}, swatch(slot), `${name} `, element("span", { className: "chart-tip-value" })));
      this.root.replaceChildren(element("p", {}), element("ul", {}, ...list), ...(left ? [element("p", {}, `and ${left} more`)] : []));
    }
    const [head, list] = this.root.children;
    setText(head, `Step ${step}`);
    rows.forEach(({ value }, i) => setText(/** @type {Element} */ (list.children[i].lastElementChild), value));
  }
}
