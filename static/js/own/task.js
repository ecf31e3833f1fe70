/**
 * The addresses of a task: of its page, of its check, and of the scenario that shows the rule and the learner's update. Pure.
 *
 * @typedef {{slug: string, title: string, begin: string, reference: string, lr: number}} Task
 */

import { VERSION } from "../state/address.js";
import { encodeText } from "../state/families.js";

/** @param {string} step @returns {string} the update as an optimizer of a query */
export const ownItem = (step) => `custom,step=${encodeText(step)}`;

/** @param {Task} task @param {string} step @returns {string} a query: the rule, and beside it the update with the same rate */
export const scenarioOf = ({ reference, lr }, step) =>
  `v=${VERSION}&surface=ellipse,kappa=25,theta=0&optimizer=${reference},lr=${lr}&optimizer=${ownItem(step)},lr=${lr}&start=A,-8,1.2&steps=120`;

/** @param {Task} task @param {string} step @returns {string} the query of the check */
export const checkOf = ({ slug }, step) => `task=${slug}&optimizer=${ownItem(step)}`;

/** @param {Task} task @param {string} step @returns {string} the query of the page; the text is left out where the task begins with it */
export const pageOf = ({ slug, begin }, step) => `task=${slug}${step === begin ? "" : `&step=${encodeText(step)}`}`;
