/** The link from a control to its entry on the reference page. */

import { element } from "../base/dom.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {string} root of the server
 * @param {{title: string, anchor: string}} entry of the catalog
 * @returns {HTMLAnchorElement|""} nothing in a frame whose author wants no links
 */
export function referenceLink({ state: { embed } }, root, { title, anchor }) {
  if (embed.links !== "1") return "";
  const link = element("a", { className: "reference-link", href: `${root}reference#${anchor}`, title: `${title} in the reference` }, "Reference");
  link.setAttribute("aria-label", `Reference: ${title}`);
  if (document.body.classList.contains("is-embedded")) Object.assign(link, { target: "_blank", rel: "noopener" });
  return link;
}
