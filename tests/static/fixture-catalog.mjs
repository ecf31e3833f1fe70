/** A small catalog for the tests, with one parameter of every scale; test_twins.py uses the real one. */

const number = { choices: [], advanced: false, unit: null, factor: 1 };
const variant = { choices: [], advanced: true, unit: null, factor: 1, low: 0, high: 1, slider: [0, 1] };

const rate = (unit) =>
  ({ ...number, name: "lr", default: null, low: 1e-12, high: 1e100, slider: [1e-5, 10], scale: "log", unit });
const beta = { ...number, name: "beta", default: 0.9, low: 0, high: 0.99999, slider: [0, 0.9999], scale: "decay" };

const whole = { ...number, advanced: true, whole: true, high: 10_000, scale: "linear" };
const paces = [
  { ...variant, name: "schedule", default: "constant", scale: "choice", choices: ["constant", "step", "cosine", "inverse-sqrt", "inverse-sqrt-restarted"], captioned: true },
  { ...whole, name: "warmup", captioned: true, default: 0, low: 0, slider: [0, 500] },
  { ...whole, name: "every", default: 30, low: 1, slider: [1, 500] },
];
/** What the paces are where nothing is said of them. */
export const STEADY = { schedule: "constant", warmup: 0, every: 30 };

const sgd = { name: "sgd", title: "SGD", parameters: [rate("gradient"), ...paces] };
const momentum = {
  name: "momentum",
  title: "Momentum",
  parameters: [
    rate("gradient"),
    beta,
    { ...variant, name: "form", default: "ewa", scale: "choice", choices: ["ewa", "heavy-ball"] },
    { ...variant, name: "nesterov", default: 0, scale: "switch" },
    ...paces,
  ],
};
const rmsprop = {
  name: "rmsprop",
  title: "RMSprop",
  parameters: [
    rate("length"),
    beta,
    { ...variant, name: "eps", default: 1e-8, slider: [1e-12, 1], scale: "log" },
    { ...variant, name: "centered", default: 0, scale: "switch" },
    ...paces,
  ],
};

const ellipse = {
  name: "ellipse",
  title: "Ellipse",
  domain: [[-10, 10], [-5, 5]],
  parameters: [
    { ...number, name: "kappa", default: 25, low: 1, high: 1000, slider: [1, 1000], scale: "log" },
    { ...number, name: "theta", default: 0, low: -90, high: 90, slider: [-90, 90], scale: "linear" },
  ],
  suggestion: { starts: [[-8, 1.2], [-0.6, 4]], rates: { gradient: 0.07, length: 0.3 }, steps: 120 },
};
const saddle = {
  name: "saddle",
  title: "Saddle",
  domain: [[-4, 4], [-5, 5]],
  parameters: [{ ...number, name: "wall", default: 0.05, low: 0, high: 1, slider: [0, 0.2], scale: "linear" }],
  suggestion: { starts: [[-3.5, 0.01], [2, -0.5]], rates: { gradient: 0.1, length: 0.2 }, steps: 500 },
};

const conditions = [
  { ...variant, name: "fair", default: "own", scale: "choice", choices: ["own", "rate", "length", "tuned"], words: ["Own rates", "Same rate", "Same step length", "Each tuned"] },
  { ...variant, name: "noise", default: 0, high: 1e6, slider: [0, 10], scale: "linear" },
  { ...variant, name: "seed", default: 0, high: 2 ** 31, slider: [0, 100], scale: "linear", whole: true },
  { ...variant, name: "target", default: "distance", scale: "choice", choices: ["distance", "loss"] },
  { ...variant, name: "tolerance", default: 0.005, low: 1e-12, slider: [1e-8, 1], scale: "log", by: "target",
    defaults: [["distance", 0.005], ["loss", 1e-4]] },
];
/** The conditions where nothing is said of them. */
export const USUAL = { fair: "own", noise: 0, seed: 0, target: "distance", tolerance: 0.005 };

export const catalog = {
  limits: { steps: 1000, optimizers: 4, starts: 26, points: 10_000 },
  first_view: ["sgd", "rmsprop"],
  caption: "own rates · axes 1:1 · no clipping · no noise",
  conditions,
  optimizers: [sgd, momentum, rmsprop],
  surfaces: [ellipse, saddle],
};

/** The first view: SGD and RMSprop from A and B. */
export const FIRST = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9"
  + "&start=A,-8,1.2&start=B,-0.6,4&steps=120";

/** @returns {any} the parameter of that name */
export function parameter(owner, name) {
  const entry = [...catalog.optimizers, ...catalog.surfaces].find((candidate) => candidate.name === owner);
  return entry.parameters.find((candidate) => candidate.name === name);
}
