/**
 * What the author of an embed has locked, `lock=surface,lr` in the address, and hidden, `hide=lr`. The server has already
 * checked the names.
 *
 * @typedef {import("../base/types.js").Action} Action
 * @typedef {import("../base/types.js").Actions} Actions
 */

/** Why a control is disabled. */
export const LOCKED = "Locked by the author";
const FIXED = "This file cannot change it without the server";
/** The menu of surfaces, which a lesson file locks where its engine can change only the numbers of its surface. */
const MENU = "surface-menu";

/** @type {{[T in keyof Actions]?: (action: Actions[T]) => string}} the name of what an action of a reader changes; other actions change only the look */
const CHANGED = {
  chooseSurface: () => "surface",
  setSurface: ({ name }) => name,
  addOptimizer: () => "optimizers",
  removeOptimizer: () => "optimizers",
  switchOptimizer: () => "optimizers",
  setOptimizer: ({ name }) => name,
  setLength: () => "length",
  addStart: () => "starts",
  moveStart: () => "starts",
  removeStart: () => "starts",
  setCondition: ({ name }) => name,
  setSteps: () => "steps",
};

/**
 * @param {Action} action
 * @param {string[]} locked names of what is locked
 * @returns {boolean} whether the author has locked what the action would change
 */
export function isLocked(action, locked) {
  const changed = /** @type {((action: Action) => string)|undefined} */ (CHANGED[action.type])?.(action);
  if (changed === undefined) return false;
  const also = { setSurface: "surface", chooseSurface: MENU }[/** @type {"setSurface"} */ (action.type)];
  return locked.includes(changed) || (also !== undefined && locked.includes(also));
}

/**
 * Disable the controls of what is locked, also controls that are added later.
 * @param {Element} root
 * @param {string[]} locked
 * @param {string[]} [author] the names that the author has locked; a lesson file locks more
 */
export function guard(root, locked, author = locked) {
  if (!locked.length) return;
  const reason = (/** @type {string} */ name) => (author.includes("all") || author.includes(name) ? LOCKED : FIXED);
  const disable = () => {
    for (const name of locked) {
      for (const control of root.querySelectorAll(`[data-control="${name}"] :is(input, select, textarea, button)`)) {
        /** @type {HTMLInputElement} */ (control).disabled = true;
        /** @type {HTMLElement} */ (control).dataset.locked = "";
        control.setAttribute("title", reason(name));
      }
    }
  };
  new MutationObserver(disable).observe(root, { childList: true, subtree: true });
  disable();
}

/**
 * Hide the controls with these names wherever they are. Unlike an inline style, a style sheet made here needs no permission
 * of the content security policy.
 * @param {string[]} names
 */
export function hideControls(names) {
  if (!names.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${names.map((name) => `[data-control="${name}"]`).join()} { display: none !important; }`);
  document.adoptedStyleSheets.push(sheet);
}
