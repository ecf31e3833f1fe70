/** Text fields that read numbers as people write them, and say what is allowed if a text is not legal. */

import { element } from "../base/dom.js";
import { fieldNumber, readNumber } from "../base/numbers.js";

/**
 * @typedef {{field: HTMLInputElement, error: HTMLElement}} NumberField
 *
 * @param {string} id
 * @param {{allowed: string, legal: (value: number) => boolean, changed: (value: number, cause: Event) => void}} of
 *   allowed: in words
 * @returns {NumberField}
 */
export function numberField(id, { allowed, legal, changed }) {
  const field = element("input", { type: "text", className: "number", id, inputMode: "decimal", autocomplete: "off" });
  const error = element("p", { className: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  field.setAttribute("aria-describedby", error.id);
  field.addEventListener("input", (event) => {
    const value = readNumber(field.value);
    const good = value !== null && legal(value);
    field.setAttribute("aria-invalid", String(!good));
    error.hidden = good;
    error.textContent = good ? "" : `Allowed: ${allowed}.`;
    if (good) changed(value, event);
  });
  field.addEventListener("blur", () => {
    error.hidden = true;
    field.removeAttribute("aria-invalid");
    field.value = field.dataset.legal ?? field.value;
  });
  return { field, error };
}

/**
 * @param {NumberField} one
 * @param {number} value
 */
export function writeNumber({ field, error }, value) {
  const legal = fieldNumber(value);
  if (field.dataset.legal !== legal) field.dataset.legal = legal;
  if (document.activeElement === field) return; // never change a field while the reader types
  if (!error.hidden) error.hidden = true;
  if (field.value !== legal) field.value = legal;
}
