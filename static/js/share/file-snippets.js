/**
 * What writes a lesson file, and what shows it, in each kind of course material. Pure: no DOM, no network.
 *
 * @typedef {{address: string, options: string, name: string, lesson: string}} FileInput
 *   address: the absolute address of the page with the scenario. options: of the file, each after "&". name: what it shows, in
 *   plain words. lesson: the slug of the lesson on the page, empty on the page without one.
 * @typedef {{name: string, label: string, hint: string, write: (source: FileInput) => string, isLesson?: boolean}} FileSnippet
 *   isLesson: whether it is only for the page of a lesson
 */

import { html, markdown } from "./snippets.js";

const FILE = "lesson.html";
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** @param {FileInput} source */
const command = ({ address, options }) => `python -m optimizers "${address}${options}" --html ${FILE}`;

/** @param {FileInput} source @returns {string} the command that writes the lesson with its text */
const whole = ({ lesson, options }) =>
  `python -m optimizers --lesson ${lesson} ${options ? `"${options.slice(1)}" ` : ""}--html ${lesson}.html`;

/** @param {FileInput} source */
const frame = ({ name }) =>
  `<iframe src="${FILE}" title="${html(name)}" sandbox="${SANDBOX}" width="100%" height="600" style="border: 0" data-external="1"></iframe>`;

/** @param {FileInput} source */
const directive = (source) =>
  ["```{optimizer-trajectories} " + source.address + source.options, markdown(source.name), "```"].join("\n");

/** @param {FileInput} source */
const quarto = (source) => [
  "# in _quarto.yml", "project:", `  pre-render: '${command(source)}'`, `  resources: [${FILE}]`,
  "", "# in a page", "```{=html}", frame(source), "```",
].join("\n");

/** @param {FileInput} source */
const myst = (source) => [
  "# in a terminal, before the book is built", command(source),
  "", "# in myst.yml", "project:", `  static_files: [${FILE}]`,
  "", "# in a page", `:::{iframe} /${FILE}`, ":width: 100%", `:title: ${source.name}`, "", markdown(source.name), ":::",
].join("\n");

/** @type {FileSnippet[]} the first one that fits is shown first */
export const FILE_SNIPPETS = [
  { name: "lesson", label: "This lesson, with its text", hint: "In a terminal. The file opens with the prediction.", write: whole, isLesson: true },
  { name: "command", label: "Command line", hint: "In a terminal, or in the build of a book.", write: command },
  { name: "jupyter-book", label: "Jupyter Book 1, MyST in Sphinx",
    hint: "In a Markdown file; the configuration lists the extension optimizers.sphinx. The build writes the file.", write: directive },
  { name: "myst", label: "Jupyter Book 2, MyST",
    hint: "Three parts, for mystmd 1.11 or newer. If the site has a base URL, write it before the address of the file.", write: myst },
  { name: "quarto", label: "Quarto", hint: "Two parts, each for the file it names.", write: quarto },
  { name: "html", label: "HTML", hint: "For any page in the same folder as the file.", write: frame },
];
