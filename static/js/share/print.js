/**
 * Before the page is printed, the plots are replaced by the server's poster of the same picture: it is sharp on paper, has the
 * colors of a light page, and the size of the sheet. Without an answer the plots are printed as they are.
 */

import { sendNow } from "../service/send.js";
import { QUANTITY_NAMES } from "../state/quantity-names.js";
import { pictureQuery } from "./share-text.js";

/**
 * @param {HTMLElement} host of the poster
 * @param {import("../state/store.js").Store} store
 * @param {string} root
 */
export function watchPrint(host, store, root) {
  addEventListener("beforeprint", () => {
    const drawn = fetchNow(`${root}poster.svg?v=2&${pictureQuery({ ...store.state, quantity: QUANTITY_NAMES[0] }, store.catalog)}&theme=light`);
    host.replaceChildren(...(drawn ? [document.importNode(drawn, true)] : []));
    host.dataset.address = location.protocol === "file:" ? "" : location.href; // the style sheet prints it below the picture
    document.body.classList.toggle("has-print-poster", drawn !== null);
  });
  addEventListener("afterprint", () => {
    host.replaceChildren();
    document.body.classList.remove("has-print-poster");
  });
}

/**
 * The browser prints as soon as the event has been heard, so the answer has to be there before the function returns.
 * @param {string} address
 * @returns {Element|null}
 */
function fetchNow(address) {
  const drawn = sendNow(address);
  drawn?.querySelector("style")?.remove(); // the page has the same rules, and its policy allows no others
  if (drawn) rename(drawn);
  return drawn;
}

/** @param {Element} drawn whose ids must differ from the ids of the page's plots, or its parts would refer to the plots */
function rename(drawn) {
  for (const one of drawn.querySelectorAll("[id]:not([id^='printed-'])")) one.id = `printed-${one.id}`;
  for (const name of ["href", "clip-path", "fill"]) {
    for (const one of drawn.querySelectorAll(`[${name}*="#"]`)) {
      one.setAttribute(name, (one.getAttribute(name) ?? "").replace(/#(?!printed-)/, "#printed-"));
    }
  }
}
