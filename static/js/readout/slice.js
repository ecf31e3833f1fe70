/** The loss along the line of the step shown, as a picture: where the step begins, where it lands, and the lowest point. */

import { element, setText, svg } from "../base/dom.js";
import { slicePicture, sliceText } from "./slice-picture.js";

const SIZE = { width: 300, height: 120 };
const MARGIN = { x: 12, top: 22, bottom: 22 };
const FONT = 11; // px, of the words in the picture

export class Slice {
  constructor() {
    this.picture = svg("svg", { class: "slice-picture", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" });
    this.remark = element("p", { className: "slice-remark" });
    this.numbers = element("p", { className: "hint" });
    this.root = element("div", { className: "slice" },
      element("h3", { className: "section-title" }, "The loss along this step"), this.picture, this.remark, this.numbers);
  }

  /**
   * @param {import("../base/types.js").LineSlice} along
   * @param {number} slot of the optimizer, for its color
   */
  draw(along, slot) {
    setText(this.remark, along.remark);
    setText(this.numbers, sliceText(along));
    this.picture.toggleAttribute("hidden", !along.s.length);
    if (!along.s.length) return;
    this.picture.setAttribute("class", `slice-picture series-${slot}`);
    this.picture.setAttribute("aria-label", along.remark);
    const inner = { width: SIZE.width - 2 * MARGIN.x, height: SIZE.height - MARGIN.top - MARGIN.bottom };
    const { curves, before, landed, lowest } = slicePicture(along, inner.width, inner.height);
    const group = svg("g", { transform: `translate(${MARGIN.x} ${MARGIN.top})` });
    for (const curve of curves) group.append(svg("path", { class: "slice-curve", d: `M${curve.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}` }));
    if (lowest) {
      group.append(svg("path", { class: "slice-lowest", d: `M${lowest.x} ${-6}V${inner.height + 6}` }), word("lowest on this line", lowest.x, inner.height + 18, inner.width));
    }
    if (before) group.append(svg("circle", { class: "slice-before", cx: before.x, cy: before.y, r: 4.5 }), word("before", before.x, before.y - 9, inner.width));
    if (landed) {
      const near = before && Math.abs(landed.x - before.x) < 60 && Math.abs(landed.y - before.y) < 14;
      group.append(svg("circle", { class: "slice-landed", cx: landed.x, cy: landed.y, r: 4.5 }), word("lands here", landed.x, landed.y + (near ? 18 : -9), inner.width));
    }
    this.picture.replaceChildren(group);
  }
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} width of the picture
 * @returns {SVGElement} the text around x, or at the edge of the picture
 */
function word(text, x, y, width) {
  const half = (text.length * FONT) / 4;
  const made = svg("text", { class: "slice-word", x: Math.min(Math.max(x, half), width - half), y });
  made.append(text);
  return made;
}
