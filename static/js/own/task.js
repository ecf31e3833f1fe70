/**
 * The addresses of a task: of its page, of its check, and of the scenario that shows the rule and the learner's update. Pure.
 *
 * @typedef {{slug: string, title: string, begin: string, scenario: string, item: string}} Task
 *   scenario: a query with the rule and the learner's update; item: that update as an item of a query. Both have HOLE
 *   where the update's text belongs.
 */

import { encodeText } from "../state/families.js";

const HOLE = "{step}";

/** @param {string} text @param {string} step */
const filled = (text, step) => text.replace(HOLE, () => encodeText(step));

/** @param {Task} task @param {string} step @returns {string} a query: the rule, and beside it the update with the same rate */
export const scenarioOf = ({ scenario }, step) => filled(scenario, step);

/** @param {Task} task @param {string} step @returns {string} the query of the entry that the update makes */
export const entryOf = ({ item }, step) => filled(item, step);

/** @param {Task} task @param {string} step @returns {string} the query of the check */
export const checkOf = ({ slug, item }, step) => `task=${slug}&${filled(item, step)}`;

/** @param {Task} task @param {string} step @returns {string} the query of the page; the text is left out where the task begins with it */
export const pageOf = ({ slug, begin }, step) => `task=${slug}${step === begin ? "" : `&step=${encodeText(step)}`}`;
