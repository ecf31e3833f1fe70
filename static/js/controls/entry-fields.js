/**
 * The fields of all parameters of an optimizer or a surface.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Rule|import("../base/types.js").Surface} Entry
 * @typedef {ParameterField|TextField|TableField} Field
 */

import { ParameterField } from "./parameter-field.js";
import { TableField } from "./table-field.js";
import { TextField } from "./text-field.js";

/**
 * @param {Entry} found
 * @param {(parameter: Parameter, value: number|string, cause: Event) => void} changed
 * @param {{of: (name: string, parameter: string, text: string, current: string) => Promise<Entry|null>, table: (name: string, text: string) => Promise<import("../base/types.js").PackedTable>}} entries
 *   which makes entries of texts, and packs tables
 * @param {Field[]} before of the same family: fields that fit stay, so that nothing is taken from under the reader's hands
 * @returns {Field[]}
 */
export function fieldsOf(found, changed, entries, before = []) {
  return found.parameters.map((parameter) => {
    const text = parameter.scale === "text";
    const kept = before.find((field) => (text ? field.parameter.name === parameter.name : JSON.stringify(field.parameter) === JSON.stringify(parameter)));
    if (kept) return kept;
    const change = (/** @type {number|string} */ value, /** @type {Event} */ cause) => changed(parameter, value, cause);
    if (!text) return new ParameterField(parameter, change, found.title);
    if (found.family !== parameter.name) return new TableField(parameter, change, found.title, (pasted) => entries.table(found.name, pasted));
    return new TextField(parameter, change, found.title, async (typed, current) => {
      const member = await entries.of(found.name, parameter.name, typed, current);
      return member && String(member.parameters.find(({ name }) => name === parameter.name)?.default);
    });
  });
}

/**
 * Show fields in an element without moving those that it shows already, which would take the focus from them.
 * @param {HTMLElement} host
 * @param {Field[]} fields
 */
export function showFields(host, fields) {
  const wanted = fields.map((field) => field.element);
  for (const child of [...host.children]) if (!wanted.includes(/** @type {HTMLDivElement} */ (child))) child.remove();
  wanted.forEach((one, index) => {
    if (host.children[index] !== one) host.insertBefore(one, host.children[index] ?? null);
  });
}
