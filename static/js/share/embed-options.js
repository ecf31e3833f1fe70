/**
 * What an embed shows and what it locks. Pure.
 *
 * @typedef {import("../base/types.js").EmbedChoices} EmbedChoices
 * @typedef {import("../base/types.js").Component} Component
 */

export const SIZES = { full: "Full", compact: "Compact", minimal: "Minimal" };

/** @type {EmbedChoices} */
export const USUAL = { ui: "compact", show: [], hide: [], lock: [], theme: "auto", autoplay: false, links: true, title: "" };

/** @param {Component[]} components @param {EmbedChoices} embed @returns {Set<string>} the names of what is shown */
export function shownNames(components, { ui, show, hide }) {
  const usual = components.filter((component) => component.ui.includes(ui)).map(({ name }) => name);
  return new Set([...usual, ...show].filter((name) => !hide.includes(name)));
}

/**
 * @param {Component[]} components
 * @param {EmbedChoices} embed
 * @param {string} name
 * @param {boolean} on
 * @returns {EmbedChoices} with the shortest lists that mean this
 */
export function withComponent(components, embed, name, on) {
  const usual = components.some((component) => component.name === name && component.ui.includes(embed.ui));
  const without = (/** @type {string[]} */ names) => names.filter((other) => other !== name);
  return {
    ...embed,
    show: [...without(embed.show), ...(on && !usual ? [name] : [])],
    hide: [...without(embed.hide), ...(!on && usual ? [name] : [])],
  };
}

/** @param {EmbedChoices} embed @param {string} ui @returns {EmbedChoices} with the parts that this size shows, whatever was ticked before */
export const withSize = (embed, ui) => ({ ...embed, ui, show: [], hide: [] });

/**
 * @param {EmbedChoices} embed
 * @param {string} name of a value, or "all"
 * @param {boolean} on
 * @returns {EmbedChoices}
 */
export function withLock(embed, name, on) {
  if (name === "all") return { ...embed, lock: on ? ["all"] : [] };
  return { ...embed, lock: [...embed.lock.filter((other) => other !== name && other !== "all"), ...(on ? [name] : [])] };
}

/** @param {string} text @returns {string} as the server accepts it: in one line, without invisible characters */
export const fittingTitle = (text) => text.toWellFormed().replace(/[\p{Z}\p{C}]+/gu, " ").trim();

/**
 * @param {import("../base/types.js").State} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {import("../base/types.js").Lock[]} locks everything that can be locked
 * @returns {import("../base/types.js").Lock[]} those that have an effect here; only parameters that have a slider now
 */
export function lockChoices(state, catalog, locks) {
  const entries = [...catalog.surfaces, ...catalog.optimizers];
  const on = new Set([state.surface.name, ...state.optimizers.filter((optimizer) => optimizer.on).map(({ name }) => name)]);
  const parameters = new Set(entries.flatMap((one) => one.parameters.map(({ name }) => name)));
  const seen = entries.filter(({ name }) => on.has(name)).flatMap((one) => one.parameters.filter((p) => !p.advanced));
  const present = new Set(seen.map(({ name }) => name));
  return locks.filter(({ name }) => name !== "all" && (present.has(name) || !parameters.has(name)));
}
