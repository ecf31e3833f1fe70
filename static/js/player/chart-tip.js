/** The values of the step under the pointer, beside the pointer. */

import { element, setText, swatch } from "../base/dom.js";
import { Tip } from "../base/tip.js";
import { valueText } from "./chart-lines.js";

const MOST = 12; // rows

export class ChartTip {
  #key = "";
  #tip = new Tip("chart-tip"); // the scoreboard has the numbers of the step shown

  get root() {
    return this.#tip.root;
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
    if (step === null) return this.#tip.hide();
    this.#tip.show(x, width);
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
