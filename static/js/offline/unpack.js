/**
 * Starts a lesson file. It holds the page's modules and the server's answers, compressed; each module becomes a file in memory,
 * whose address those that import it are given. Only this script is run from the file itself.
 *
 * @typedef {{modules: (string|number)[][], first: number, main: number, translated: number, explain: number, forms: number}} Pack
 *   modules, and the numbers of some; explain and forms are 0 in a file that explains no steps
 */

const OLD = "This browser cannot run the file, so you see only the picture. A newer browser or a different one may run it.";
const DAMAGED = "This file is damaged, so you see only the picture. Download or copy it again.";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;:=,?@^_.{|}~"; // base 85, as app/builders/offline.py has it

/** @param {string} id of the element with what is packed @returns {Response} of its text */
function unpacked(id) {
  const text = (document.getElementById(id)?.textContent ?? "").trim();
  const words = Math.ceil(text.length / 5);
  const filled = text.padEnd(5 * words, "~");
  const values = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) values[DIGITS.charCodeAt(i)] = i;
  const bytes = new DataView(new ArrayBuffer(4 * words));
  for (let i = 0; i < words; i++) {
    let word = 0;
    for (let k = 5 * i; k < 5 * i + 5; k++) word = 85 * word + values[filled.charCodeAt(k)];
    bytes.setUint32(4 * i, word);
  }
  const whole = bytes.buffer.slice(0, Math.floor((text.length * 4) / 5));
  return new Response(new Blob([whole]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** @param {BlobPart[]} parts of a script @returns {string} its address */
const address = (parts) => URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));

async function run() {
  document.querySelector(".unstarted")?.remove();
  const workbench = /** @type {HTMLElement} */ (document.querySelector(".workbench"));
  const { modules, first, main, translated, explain, forms } = /** @type {Pack} */ (await unpacked("modules").json());
  /** @type {string[]} */
  const addresses = [];
  for (const pieces of modules) addresses.push(address(pieces.map((piece) => (typeof piece === "number" ? addresses[piece] : piece))));
  const { prepare, withTails } = await import(addresses[first]);
  const answers = await unpacked("answers").json();
  const engine = withTails(await import(addresses[translated]), answers.tails);
  const explained = explain ? (await import(addresses[explain])).explainWith(engine, (await import(addresses[forms])).FORMS) : null;
  prepare(answers, engine, explained);
  const { dataset } = workbench;
  if (dataset.plotly) dataset.plotly = address([await unpacked("plotly").text()]);
  if (dataset.plotlyFull) dataset.plotlyFull = dataset.plotly; // it has the 3-D view too
  await import(addresses[main]);
}

run().catch((error) => {
  document.querySelector(".notice-list")?.replaceChildren(Object.assign(document.createElement("p"), { className: "notice", textContent: typeof DecompressionStream === "function" ? DAMAGED : OLD }));
  throw error;
});
