/** Saves a file of the server. It is loaded by script, because a browser would save the error of a busy server as the file. */

import { element } from "../base/dom.js";
import { insist } from "../service/ask.js";

const KEPT = 60_000; // ms that a file stays in memory, for the browser to read it

/**
 * @param {string} address
 * @param {string} usualName of the file, if the server names none
 * @param {(wait: number) => void} onBusy called if the server is busy, with the ms that are waited
 */
export async function download(address, usualName, onBusy) {
  const response = await insist(address, { onBusy });
  const name = fileName(response.headers.get("content-disposition")) ?? usualName;
  save(await response.blob(), name);
}

/** @param {Blob} file @param {string} name */
export function save(file, name) {
  const href = URL.createObjectURL(file);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
}

/** @param {string|null} disposition the header @returns {string|null} the name of the file */
export const fileName = (disposition) => /^attachment; filename="([\w.-]+)"$/.exec(disposition ?? "")?.[1] ?? null;
