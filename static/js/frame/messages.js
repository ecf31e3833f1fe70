/**
 * The messages between this page and a page that embeds it. Pure: frame.js has the window.
 *
 *   to the frame    {to: "optimizer-trajectories", call: "set", query: "surface=saddle&steps=50", id: 1}
 *   from the frame  {from: "optimizer-trajectories", event: "state", id: 1, query: "…", step: 50, steps: 50, playing: false}
 *
 * @typedef {import("../base/types.js").Call} Call
 * @typedef {{query?: unknown, step?: unknown}} Arguments
 */

export const NAME = "optimizer-trajectories";
const LONGEST = 60_000; // characters of a query; no longer request reaches the server

/** @type {Object<string, (given: Arguments) => string>} for each call a function that returns what is wrong with its arguments */
const CALLS = {
  get: () => "",
  set({ query }) {
    if (typeof query !== "string") return `query = ${show(query)} is not allowed: a scenario as text`;
    return query.length <= LONGEST ? "" : `query = ${show(query)} is not allowed: at most ${LONGEST} characters`;
  },
  play: () => "",
  pause: () => "",
  seek: ({ step }) => (typeof step === "number" && Number.isInteger(step) && step >= 0 ? "" : `step = ${show(step)} is not allowed: a whole number from 0`),
  reset: () => "",
};

/**
 * @param {unknown} data of a message
 * @returns {{call: Call, problem: string}|null} null if it is not meant for this page
 */
export function readCall(data) {
  const message = /** @type {(Partial<Record<"to"|"call"|"id", unknown>> & Pick<Call, "query"|"step">)|null} */ (data);
  if (typeof message !== "object" || message === null || message.to !== NAME) return null;
  const { call, id } = message;
  const check = typeof call === "string" && Object.hasOwn(CALLS, call) ? CALLS[call] : null;
  const names = Object.keys(CALLS).join(", ");
  const identity = typeof id === "string" || typeof id === "number" ? { id } : {};
  return {
    call: { call: String(call), ...identity, query: message.query, step: message.step },
    problem: check ? check(message) : `call = ${show(call)} is not allowed: one of ${names}`,
  };
}

/**
 * @param {number} height px
 * @param {string} address of the frame
 * @returns {(object|string)[]} the height in every form that pages understand: our own, and those of Canvas, Open edX and Embedly
 */
export function heightMessages(height, address) {
  return [
    { from: NAME, event: "height", height },
    { subject: "lti.frameResize", height },
    { type: "plugin.resize", payload: { height } },
    JSON.stringify({ src: address, context: "iframe.resize", height }),
  ];
}

/** @param {unknown} value */
function show(value) {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 60);
  } catch {
    return typeof value;
  }
}
