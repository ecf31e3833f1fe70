/** The list of lessons: which are done, and where to go on. */

import { element } from "./base/dom.js";
import { done, keep, summary } from "./lessons/progress.js";

const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".lesson-card")]);
const line = /** @type {HTMLElement} */ (document.querySelector(".lesson-progress"));
const names = cards.map((card) => card.dataset.slug ?? "");

/** Shows what is kept; a page that comes back from the browser's cache does so again. */
function update() {
  const known = done();
  const { count, next } = summary(names, known);
  for (const card of cards) {
    card.querySelector(".lesson-done")?.remove();
    if (Object.hasOwn(known, card.dataset.slug ?? "")) card.append(element("p", { className: "lesson-done" }, "✓ Done"));
  }
  line.hidden = count === 0;
  if (count === 0) return line.replaceChildren();
  const link = next && cards[names.indexOf(next)]?.querySelector("a");
  const forget = element("button", { type: "button", className: "button lesson-forget" }, "Start over");
  forget.addEventListener("click", () => {
    keep({});
    update();
  });
  const further = link ? [" Next: ", element("a", { href: link.href }, link.textContent ?? ""), ". "] : [" "];
  line.replaceChildren(`${count} of ${names.length} lessons done.`, ...further, forget);
}

addEventListener("pageshow", update);
