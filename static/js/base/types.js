/**
 * The shapes that modules hand each other. Nothing here runs.
 *
 * @typedef {{name: string, symbol: string, mathml: string, meaning: string, allowed: string,
 *   default: number|string|null, low: number, high: number, slider: [number, number],
 *   scale: "linear"|"log"|"decay"|"switch"|"choice", choices: string[], advanced: boolean,
 *   unit: "gradient"|"length"|null, label: string, whole?: boolean, by?: string, defaults?: [string, number][],
 *   formulas_mathml?: string[]}} Parameter
 *   by, defaults: the parameter on whose value the default depends, and the default for each of its values.
 *   formulas_mathml: of a choice, the formula of each, where names do not say it.
 * @typedef {{name: string, title: string, mathml: string, variant: string, parameters: Parameter[],
 *   source: {authors: string, title: string, year: number, url: string, where: string}}} Rule
 * @typedef {{starts: [number, number][], rates: {gradient: number, length: number}, steps: number}} Suggestion
 * @typedef {[[number, number], [number, number]]} Domain
 * @typedef {{name: string, title: string, mathml: string, source: string, domain: Domain, parameters: Parameter[],
 *   suggestion: Suggestion}} Surface
 * @typedef {{limits: {steps: number, optimizers: number, starts: number, points: number},
 *   first_view: string[], caption: string, conditions: Parameter[], optimizers: Rule[], surfaces: Surface[]}} Catalog
 *
 * @typedef {Object<string, number|string>} Values
 * @typedef {{id: number, name: string, on: boolean, values: Values, length: string}} Optimizer
 *   length: the name of the optimizer whose step length it takes, empty for its own.
 * @typedef {{label: string, x: number, y: number}} Start
 * @typedef {{ui: string, show: string[], hide: string[], lock: string[], autoplay: string, links: string, title: string}} Embedding
 *   What is seen in a frame and can be changed there, as the address says it.
 * @typedef {{surface: {name: string, values: Values}, optimizers: Optimizer[], starts: Start[], steps: number,
 *   conditions: Values, embedding: Embedding, layout: "side-by-side"|"overlay", theme: "auto"|"light"|"dark", step: number|null, notices: Notice[],
 *   wanted: {steps: number, step: number|null, optimizers: Optimizer[]}|null}} State
 *   step: the step shown, null for the last. wanted: what the reader asked for, where more than fits; else null.
 * @typedef {{about: string, text: string}} Notice about: address, refused or cut, or what of the page is in trouble: server,
 *   surface, plotly. A notice goes when its reason has gone.
 *
 * @typedef {{optimizer: number, start: number, x: Float32Array, y: Float32Array, loss: Float32Array,
 *   gx: Float32Array, gy: Float32Array, length: number, status: string, diverged_at: number|null,
 *   metrics: {reached: number|null, stays: number|null, basin: number|null, final_loss: number|null, path_length: number|null,
 *   flips: [number, number]}|null, caption: string}} Run
 *   length: how many points have come; status and metrics come with the end.
 * @typedef {{query: string, state: State, names: string[], slots: number[], keys: string[], caption: string, runs: Run[]}} Picture
 *   What is drawn: runs, and the state they were asked for, of which only the scenario counts. names, slots and keys are
 *   of the optimizers that are on; what has the same key has the same runs.
 *
 * @typedef {{key: string, surface: string, domain: Domain, floor: number|null, curvature: [number, number]|null, minima: [number, number][],
 *   saddles: [number, number][], remark: string, columns: number, rows: number, x: Float32Array, y: Float32Array,
 *   z: Float32Array, levels: number[]}} SurfaceGrid
 */
/** @typedef {{optimizer: number, start: number, step: number}} Point of a run, under the pointer */
export {};
