/** Elements without innerHTML, so that nothing a reader types can become markup. */

import { pieces, readFormulas } from "./mathml.js";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<HTMLElementTagNameMap[K]> & {[attribute: `${string}-${string}`]: string, for?: string, role?: string}} properties
 *   of the element; attributes where the name has a dash or is "for" or "role"
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "for" || name === "role") made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

/** @param {string} selector of an element that the server's page has @returns {HTMLElement} */
export const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/**
 * @param {string} mathml as the server writes it
 * @returns {HTMLElement}
 */
export function formula(mathml) {
  return element("span", { className: "formula", translate: false }, ...readFormulas(mathml).map(build));
}

/**
 * @param {string} mathml as the server writes it
 * @returns {HTMLElement} the formula, which may take several lines
 */
export function brokenFormula(mathml) {
  const parts = readFormulas(mathml).flatMap((one) => (typeof one === "string" ? [build(one)] : pieces(one).map(build)));
  return element("span", { className: "formula", translate: false }, ...parts.flatMap((part) => [part, element("wbr")]));
}

const SMALLEST = 65; // percent, at which a formula can still be read

/**
 * Give what is wider than its box a smaller font, so that it is seen whole; what would be too small to read scrolls.
 * @param {HTMLElement} box
 * @param {number} [smallest] percent
 */
export function shrinkToFit(box, smallest = SMALLEST) {
  box.style.fontSize = "";
  let size = 100;
  // Its padding does not shrink, so that the first size may be too large.
  while (box.scrollWidth > box.clientWidth && size > smallest) {
    size = Math.max(smallest, Math.min(size - 1, Math.floor((size * box.clientWidth) / box.scrollWidth)));
    box.style.fontSize = `${size}%`;
  }
}

/** @param {import("./mathml.js").Formula|string} part @returns {Element|string} */
function build(part) {
  if (typeof part === "string") return part;
  const { tag, attributes, children } = part;
  const made = document.createElementNS("http://www.w3.org/1998/Math/MathML", tag);
  for (const [name, value] of attributes) made.setAttribute(name, value);
  made.append(...children.map(build));
  return made;
}

/**
 * Let the keyboard scroll an element whose content is wider than the element. Where the content fits, Tab skips it.
 * @template {HTMLElement} T
 * @param {T} target
 * @param {string} name of what it holds
 * @returns {T}
 */
export function scroller(target, name) {
  target.setAttribute("role", "group");
  target.setAttribute("aria-label", name);
  target.classList.add("scroller");
  new ResizeObserver(() => reach(target, target.scrollWidth > target.clientWidth)).observe(target);
  return target;
}

/**
 * @param {HTMLElement} target that keys shall scroll
 * @param {boolean} scrolls whether there is anything to scroll; otherwise Tab passes over it
 */
export function reach(target, scrolls) {
  if (scrolls) target.tabIndex = 0;
  else target.removeAttribute("tabindex");
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Object<string, string|number>} attributes
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * @param {string} className
 * @param {number} width
 * @param {number} height
 * @param {string} d
 * @param {string} [pathClass]
 */
function svgPath(className, width, height, d, pathClass = "") {
  const made = svg("svg", { class: className, width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  made.append(svg("path", { class: pathClass, d }));
  return made;
}

/** @param {number} slot @param {boolean} [dashed] @returns {SVGElement} a short line in the color and dash of a series */
export const swatch = (slot, dashed = true) => svgPath(`swatch series-${slot}`, 34, 10, "M0 5h34", dashed ? "key" : "key is-solid");

/** @param {string} d the path of a 16 by 16 icon @returns {SVGElement} */
export const icon = (d) => svgPath("icon", 16, 16, d);

/**
 * Enable a button of the server's page, which is disabled until its script has loaded.
 * @param {HTMLElement} button
 * @param {(button: HTMLElement) => void} act
 */
export function mountButton(button, act) {
  /** @type {HTMLButtonElement} */ (button).disabled = false;
  button.addEventListener("click", () => act(button));
}

/** @returns {boolean} whether a dialog covers the page, whose keys then do nothing, wherever the focus is */
export const isCovered = () => document.querySelector("dialog:modal") !== null;

/**
 * Write a text only if it has changed, so that the browser need not lay out the page again.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text && written.get(target) !== text) target.textContent = text;
  written.set(target, text);
}

/** @type {WeakMap<Element, string>} what was written last: a browser that translates the page replaces it by other words, which stay */
const written = new WeakMap();

/**
 * Remove an element. If it has the focus, its neighbor gets it, so that a keyboard user stays where they are.
 * @param {Element} target
 * @param {string} selector of what to focus in the neighbor, or the neighbor itself
 */
export function take(target, selector) {
  const focused = target.contains(document.activeElement);
  const heir = target.nextElementSibling ?? target.previousElementSibling;
  target.remove();
  if (!focused || !heir) return;
  /** @type {HTMLElement|null} */ (heir.matches(selector) ? heir : heir.querySelector(selector))?.focus();
}

/** @param {HTMLElement} host of a part of the page @returns {string} its heading, which the server has written there */
export const heading = (host) => host.dataset.title ?? "";
