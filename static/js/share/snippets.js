/**
 * The addresses of a picture, and the snippets that embed it in each kind of course material. Pure: no DOM, no network.
 *
 * @typedef {import("../base/types.js").EmbedChoices} EmbedChoices
 * @typedef {{base: string, query: string, embed: EmbedChoices, name: string, width: number|null, height: number}} SnippetInput
 *   base: the absolute address of the app, with "/" at its end. query: the canonical scenario with layout and step.
 *   name: what the picture shows, in plain words; used as the title of the frame and as the text alternative.
 *   width, height: of the frame in CSS pixels; width null: the full width.
 * @typedef {{name: string, label: string, hint: string, write: (source: SnippetInput) => string}} Snippet
 */

import { VERSION, writeEmbedOptions } from "../state/address.js";

const SLIDE = { width: 960, height: 600 }; // px; reveal.js scales its slides of 960 by 700 itself
const COMPONENT = "optimizer-trajectories";
const EXTERNAL = { "data-external": "1" }; // otherwise pandoc and Quarto copy the page at src into the document, where it cannot run

/**
 * @param {string} query
 * @returns {string} with every character percent-encoded that means something in HTML, Markdown or MyST, except "&"
 */
const plain = (query) => query.toWellFormed().replace(/[^\w.~=,&%+:-]/gu, (character) => {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
});

/** @param {string} base @param {string} path @param {(string|false)[]} items */
const address = (base, path, items) => `${base}${path}?${plain([`v=${VERSION}`, ...items.filter(Boolean)].join("&"))}`;

/** @param {string} theme */
const themed = (theme) => theme !== "auto" && `theme=${theme}`;

/** @param {Pick<SnippetInput, "base"|"query">} source @param {string} [theme] @returns {string} the address of the page */
export const linkAddress = ({ base, query }, theme = "auto") => address(base, "", [query, themed(theme)]);

/** @param {EmbedChoices} embed @returns {string} its keys as in the query of a frame, without those at their usual values */
export function embedQuery({ theme, autoplay, links, title, ...lists }) {
  const flags = { autoplay: autoplay ? "1" : "0", links: links ? "1" : "0" };
  return [themed(theme), ...writeEmbedOptions({ ...lists, ...flags, title: title.toWellFormed() })].filter(Boolean).join("&");
}

/** @param {Pick<SnippetInput, "base"|"query"|"embed">} source @returns {string} the address of the frame */
export const embedAddress = ({ base, query, embed }) => address(base, "embed", [query, embedQuery(embed)]);

/**
 * @param {Pick<SnippetInput, "base"|"query">} source
 * @param {"svg"|"png"} format
 * @param {string} [theme]
 * @param {string} [more] items of the query, such as animate=1
 * @returns {string} the address of the picture
 */
export const posterAddress = ({ base, query }, format, theme = "auto", more = "") =>
  address(base, `poster.${format}`, [query, themed(theme), more]);

/** @param {string} text @returns {string} in one line, without control characters */
const line = (text) => text.toWellFormed().replace(/[\s\p{Cc}]+/gu, " ").trim();

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };

/** @param {string} text @returns {string} as HTML, also for attributes; a backtick would end a fence around it */
export const html = (text) => line(text).replace(/[&<>"'`]/g, (character) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (character)]);

/** @param {string} text @returns {string} as Markdown, also at the beginning of a line and for MyST and Quarto */
export const markdown = (text) => line(text)
  .replace(/[\\`*_{}[\]()<>&#!|~$^@:=]/g, "\\$&")
  .replace(/^([-+%"']|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** @param {Object<string, string|number|boolean>} attributes @returns {string} as HTML, without those that are false */
const written = (attributes) => Object.entries(attributes)
  .filter(([, value]) => value !== false)
  .map(([name, value]) => (value === true ? name : `${name}="${html(String(value))}"`))
  .join(" ");

/**
 * @param {SnippetInput} source
 * @param {Object<string, string|number|boolean>} [more] attributes that replace the usual ones
 */
function frame(source, more = {}) {
  const attributes = {
    src: embedAddress(source),
    title: source.name,
    width: source.width ?? "100%",
    height: source.height,
    loading: "lazy",
    allow: "fullscreen; clipboard-write",
    style: "border: 0",
    ...EXTERNAL,
    ...more,
  };
  return `<iframe ${written(attributes)}></iframe>`;
}

/** @param {SnippetInput} source @returns {string} the frame, and a link for readers whose page removes frames */
const frameAndLink = (source) => `${frame(source)}\n<p><a href="${html(linkAddress(source))}">${html(source.name)}</a></p>`;

/** @param {string} text @param {number} spaces */
const indented = (text, spaces) => text.replace(/^(?=.)/gm, " ".repeat(spaces));

/** @param {SnippetInput} source @param {string} format @returns {string} the picture with its name as text alternative */
const picture = (source, format) =>
  `![${markdown(source.name)}](${posterAddress(source, format === "png" ? "png" : "svg", source.embed.theme)})`;

/** @param {SnippetInput} source */
const myst = (source) => [
  `:::{iframe} ${embedAddress(source)}`,
  `:width: ${source.width === null ? "100%" : `${source.width}px`}`,
  `:placeholder: ${posterAddress(source, "png", source.embed.theme)}`,
  "",
  markdown(source.name),
  ":::",
].join("\n");

/** @param {SnippetInput} source */
const quarto = (source) => [
  '::: {.content-visible when-format="html"}',
  "```{=html}",
  frame(source),
  "```",
  ":::",
  "",
  '::: {.content-visible unless-format="html"}',
  picture(source, "png"),
  ":::",
].join("\n");

/** @param {SnippetInput} source */
function component(source) {
  const { ui, show, hide, lock, theme, autoplay, links, title } = source.embed;
  const attributes = {
    query: plain(`v=${VERSION}&${source.query}`),
    ui,
    show: show.length > 0 && show.join(","),
    hide: hide.length > 0 && hide.join(","),
    lock: lock.length > 0 && lock.join(","),
    theme: theme !== "auto" && theme,
    autoplay,
    links: !links && "0",
    title: title !== "" && title,
  };
  return [
    `<script ${written({ type: "module", src: `${source.base}embed.js`, ...EXTERNAL })}></script>`,
    `<${COMPONENT} ${written(attributes)}>`,
    `  <a href="${html(linkAddress(source))}">${html(source.name)}</a>`,
    `</${COMPONENT}>`,
  ].join("\n");
}

/** @type {Snippet[]} the first one is shown first */
export const SNIPPETS = [
  { name: "html", label: "HTML", hint: "Any web page. The frame loads when the reader scrolls near it.", write: frame },
  { name: "myst", label: "MyST, Jupyter Book 2", hint: "In a Markdown file or cell. PDF and Word get the poster.", write: myst },
  { name: "jupyter-book", label: "Jupyter Book 1", hint: "In a MyST Markdown file or cell.",
    write: (source) => `\`\`\`{raw} html\n${frame(source)}\n\`\`\`` },
  { name: "sphinx", label: "Sphinx", hint: "In a reStructuredText file.",
    write: (source) => `.. raw:: html\n\n${indented(frame(source), 3)}` },
  { name: "quarto", label: "Quarto", hint: "In a .qmd file. Formats other than HTML get the poster.", write: quarto },
  { name: "markdown", label: "Markdown", hint: "For READMEs and forums: the poster, with a link to the live page.",
    write: (source) => `[${picture(source, "svg")}](${linkAddress(source, source.embed.theme)})` },
  { name: "moodle", label: "Moodle", hint: "In a page, label or book: in the editor choose Tools → Source code and paste there.", write: frameAndLink },
  { name: "canvas", label: "Canvas", hint: "In a page: choose Edit, open the HTML editor </> below the text, and paste there.", write: frameAndLink },
  { name: "open-edx", label: "Open edX", hint: "In Studio: add a Text component, choose Raw HTML and Edit, and paste there.", write: frameAndLink },
  { name: "oembed", label: "Notion and others", hint: "Paste the address on a line of its own and choose to embed it (oEmbed).", write: embedAddress },
  { name: "reveal", label: "reveal.js slide", hint: "A slide in HTML. The frame loads shortly before the slide is shown.",
    write: (source) => `<section>\n  ${frame(source, { src: false, "data-src": embedAddress(source), ...SLIDE })}\n</section>` },
  { name: "component", label: "Web component", hint: "For pages with several plots or with a script. Its height follows its content.", write: component },
];
