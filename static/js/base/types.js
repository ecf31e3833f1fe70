/**
 * The types that modules share. This file has no code.
 *
 * What the server knows:
 *
 * @typedef {{name: string, mathml: string, meaning: string, allowed: string,
 *   default: number|string|null, low: number, high: number, slider: [number, number],
 *   scale: "linear"|"log"|"decay"|"switch"|"choice"|"text", choices: string[], advanced: boolean,
 *   unit: "gradient"|"length"|"factor"|null, factor: number, label: string, whole?: boolean, by?: string, defaults?: [string, number][],
 *   captioned?: boolean, formulas_mathml?: string[], sign?: string, named?: string[], words?: string[], needs?: Need[], scales?: boolean}} Parameter
 *   sign: the symbol as plain text; named: what the name of an optimizer says of each value of a switch or a choice, or,
 *   with {} for it, of a number, after a text for 0 if that is called something else.
 *   by, defaults: the parameter on whose value the default depends, and the default for each of its values.
 *   formulas_mathml: the formula of each choice, where its name is not enough; words: what the page calls each. needs:
 *   without one of these it has no effect; scales: of a learning rate, whether it only scales the step.
 * @typedef {{names: string[], value: number|string, equal: boolean}} Need one of the parameters has this value, or, if not equal, another one
 * @typedef {{name: string, title: string, also: string[], summary: string, mathml: string, variant: string, engine: "page"|"server",
 *   played?: {tape: Encoded, begin: number[], flags: number, readsGradient: boolean, form: import("../engine/why/nodes.js").RuleForm}|null, parameters: Parameter[], source: {authors: string, title: string, year: number, url: string, where: string},
 *   family?: string, members?: Rule[], anchor: string}} Rule engine: "server" for a method that chooses its own step lengths;
 *   played: of a step that was typed, the tape that is played for it, the state before the first step and what the kernel has to do, and its form
 * @typedef {{starts: [number, number][], rates: {gradient: number, length: number}, steps: number}} Suggestion
 * @typedef {[[number, number], [number, number]]} Domain
 * @typedef {[number, number, number, number]} Region left, right, bottom and top of a part of the plane
 * @typedef {{name: string, title: string, also: string[], summary: string, mathml: string, source: string, domain: Domain,
 *   parameters: Parameter[], suggestion: Suggestion, anchor: string, legend?: string, caution?: string, data?: Pick<SurfaceData, "link"|"roles">|null, family?: string,
 *   members?: Surface[]}} Surface
 *   also: other names; summary: what it is, in one line; legend: what the letters of the formula mean; caution: why it is not suited to gradient methods; family: the parameter whose text makes it, empty for most;
 *   members: of the entry of a family, those that this page knows besides it.
 * @typedef {{optimizers: Rule[], surfaces: Surface[]}} Members of families in a scenario
 * @typedef {{title: string, names: string[]}} Group of a menu
 * @typedef {{limits: {steps: number, optimizers: number, starts: number, points: number, solver: number, query: number, label: number},
 *   first_view: string[], caption: string, conditions: Parameter[], optimizers: Rule[], surfaces: Surface[],
 *   groups: {optimizers: Group[], surfaces: Group[]}}} Catalog
 */
/**
 * The state of the page, and the actions that change it:
 *
 * @typedef {Object<string, number|string>} Values
 * @typedef {{id: number, name: string, on: boolean, values: Values, length: string}} Optimizer
 *   length: the name of the optimizer whose step length it takes; empty if it takes its own.
 * @typedef {{label: string, x: number, y: number}} Start
 * @typedef {"loss"|"gradient"|"length"|"distance"|"rate"|"rate-x"|"rate-y"} QuantityName what the chart shows
 * @typedef {{ui: string, show: string[], hide: string[], lock: string[], autoplay: string, links: string, title: string}} EmbedOptions
 *   What a frame shows and what can be changed in it, as the address has it.
 * @typedef {{surface: {name: string, values: Values}, optimizers: Optimizer[], starts: Start[], steps: number,
 *   conditions: Values, embed: EmbedOptions, layout: "side-by-side"|"overlay"|"3-d", theme: "auto"|"light"|"dark", colormap: "pale"|"neutral"|"cividis"|"viridis",
 *   region: Region|null, quantity: QuantityName, step: number|null, notices: Notice[],
 *   wanted: {steps: number, step: number|null, optimizers: Optimizer[]}|null}} State
 *   region: what the plots show, null for the domain. quantity: what the chart shows. step: the step shown, null for the last. wanted: what the reader asked for, if that is more than fits; otherwise null.
 * @typedef {{about: string, text: string}} Notice about: address, refused or cut, or the part of the page that does not work:
 *   server, surface, verdict, plotly. A notice disappears together with its reason.
 *
 * @typedef {{load: {query: string}, restore: {state: State}, take: {query: string},
 *   chooseSurface: {name: string}, setSurface: {name: string, value: number|string},
 *   addOptimizer: {name: string}, removeOptimizer: {id: number}, switchOptimizer: {id: number, on: boolean},
 *   setOptimizer: {id: number, name: string, value: number|string}, setLength: {id: number, length: string},
 *   addStart: {x: number, y: number}, moveStart: {label: string, x?: number, y?: number}, removeStart: {label: string},
 *   setCondition: {name: string, value: number|string}, setSteps: {value: number},
 *   setLayout: {layout: State["layout"]}, setTheme: {theme: State["theme"]}, setColormap: {colormap: State["colormap"]}, setRegion: {region: State["region"]}, setQuantity: {quantity: QuantityName}, showStep: {step: number|null},
 *   notify: Notice, clear: {about: string}, dismiss: {text: string}}} Actions
 *   The fields of each action besides its type.
 * @typedef {{[T in keyof Actions]: {type: T} & Actions[T]}[keyof Actions]} Action
 * @typedef {{names: string[], surface: State["surface"]|null}} Locks the names of what the author has locked, and the author's surface
 */
/**
 * What the server answers:
 *
 * @typedef {{reached: number|null, stays: number|null, basin: number|null, escape_step: number|null, final_loss: number|null,
 *   path_length: number|null, detour: number|null, largest_step: number|null, flips: [number, number]|null,
 *   angle_to_gradient: number|null, first_angle_to_gradient: number|null, angle_to_minimum: number|null,
 *   first_angle_to_minimum: number|null, gradient_evaluations: number, loss_evaluations: number,
 *   hessian_evaluations: number}} Metrics
 *   A value that is not finite is null.
 * @typedef {{optimizer: number, start: number, x: Numbers, y: Numbers, loss: Numbers,
 *   gx: Numbers, gy: Numbers, rates: Float64Array|number|null, length: number, status: string, diverged_at: number|null,
 *   metrics: Metrics|null, caption: string}} Run
 *   rates: the learning rate of each step, one number if it never changes, null of a solver, which has none.
 *   length: how many points have arrived; status and metrics arrive at the end. In float32, but float64 where runs are compared.
 * @typedef {Float32Array|Float64Array} Numbers
 * @typedef {{dtype: string, bdata: string}} Encoded an array as the server sends it
 * @typedef {{event: "points", optimizer: number, start: number, first: number, x: Encoded, y: Encoded, loss: Encoded,
 *   gx: Encoded, gy: Encoded}} Points first: the step of the first of them
 * @typedef {{event: "scenario", query: string, version: string, caption: string, rates?: (Encoded|number|null)[]}} Head the first line of the
 *   stream; rates: of the optimizers
 * @typedef {Head | Points | {event: "error", detail: string}
 *   | {event: "end", runs: Pick<Run, "optimizer"|"start"|"status"|"diverged_at"|"metrics">[]}
 *   | Progress} StreamEvent a line of the stream
 * @typedef {{event: "progress", what: "compiling"|"tuning", done: number, of: number}} Progress of long work before the first point
 * @typedef {{data: string, rows: number, names: [string, string]}} PackedTable a pasted table as the value of a surface's data
 * @typedef {{mean: number, deviation: number, scale: number, shift: number}} Scaling z = (value − mean) / deviation, then scale · (z + shift)
 * @typedef {{pairs: [number, number][], names: [string, string], input: Scaling, target: Scaling, batch: number, epoch: number,
 *   link: "identity"|"logistic"|"tanh", roles: ["slope"|"offset"|"factor", "slope"|"offset"|"factor"]}} SurfaceData
 *   The rows behind a surface and its model, factor · link(slope · input + offset) with x and y in these roles. batch: rows
 *   of a minibatch, epoch: how many steps it has; 0 without.
 * @typedef {{minima: [number, number, number][], floor: number|null, saddle: number|null, pixel: number, diagonal: number,
 *   domain: [number, number, number, number]}} Measures what runs are measured against: x, y and radius of each minimum, the
 *   lowest value, the value of the lowest saddle, the width of a pixel, the domain's diagonal, and its left, right, bottom and top
 * @typedef {Pick<SurfaceGrid, "surface"|"parameters"|"data"|"bound">} Near what the server has said of a surface, maybe with other values
 * @typedef {{key: string, surface: string, parameters: Values, data: SurfaceData|null, domain: Domain, region: Domain, floor: number|null, curvature: [number, number]|null, minima: [number, number][],
 *   saddles: [number, number][], maxima: [number, number][], kinks: [number, number][], landmarks: Landmark[], remark: string, values: GridValues|null, contours: Contours,
 *   bound: Bound, isComputed?: boolean}} SurfaceGrid
 *   region: what contours and values cover, the domain or a part of the plane. values: null unless they were asked for. isComputed: by
 *   the page, until the server answers. kinks: the points where it has no gradient.
 * @typedef {{columns: number, rows: number, x: Numbers, y: Numbers, z: Numbers, levels: number[]}} GridValues the surface on a
 *   grid, row by row, and the levels of its contours
 * @typedef {Pick<SurfaceGrid, "landmarks"|"minima"|"saddles"|"maxima"|"kinks">} Landmarks
 * @typedef {{q: Float64Array, floor: number|null, criteria: Measures, curvatures: [number, number, number, number]|null, tilted: [number, number][], untried?: [number, number][]}} Bound what the engine in the page needs of a surface with its
 *   values: q: the constants that its functions read; floor: its lowest value, null where it has none; criteria: what runs are measured against;
 *   curvatures: of a quadratic, the smaller and the larger one, and the direction of this; tilted: where its gradient is zero by rounding, which only the server finds;
 *   untried: in what the page has computed, the points of which the server has not said that their gradient is zero
 * @typedef {{width: number, bands: [string, number, number, boolean][], outside: number, labels: [number, number, string][], undefined: string}} Contours
 *   of a plot area so many px wide. bands: what lies below each level as path data, its shade, the level, whether it has a
 *   label; the highest first. outside: the shade of what is above. labels: the middle of each, in units of the surface, and
 *   its text. undefined: path data of where the surface has no finite value.
 * @typedef {{kind: "minimum"|"saddle"|"maximum", x: number, y: number, value: number, smooth: boolean, lowest: boolean,
 *   radius: number, marked: boolean}} Landmark
 *   where a surface is stationary; smooth: it has a gradient there; lowest: of a minimum, no other lies lower; radius: of a
 *   circle of such points around x and y, otherwise 0; marked: a picture has a mark for it
 * @typedef {{parameter: string, value: number, meaning: string, label: string}} Mark
 * @typedef {{steps: number, leaves: number|null, status: string, rounded?: boolean}} Continuation how a run continues after its
 *   last step: how far it was run, the step at which it leaves the ring again, its status now, and whether rounding decides
 *   that step or decides that it does not leave
 * @typedef {{rate: number, found: boolean}} EffectiveRate the learning rate in use; found: by tuning
 * @typedef {{verdict: string, verdict_parts: {text: string, kind: "text"|"start"|"optimizer"|"number", slot?: number}[], continuations: Continuation[], caption: string, theory: {optimizer: number, marks: Mark[]}[], rates: (EffectiveRate|null)[],
 *   horizon: (number|null)[], notes: string[][], query: string}} Answer of the verdict
 * @typedef {{position: [number, number], change: [number, number], length: number, gradient: [number, number],
 *   seen: [number, number], lines: {mathml: string, note: string}[][], grafted: boolean, remark: string, angle_to_gradient: number|null,
 *   angle_to_minimum: number|null, along: LineSlice, arrows: {kind: string, mathml: string, x: number, y: number}[]}} Explanation of a step
 * @typedef {{s: number[], loss: (number|null)[], before: number|null, landed: number|null, lowest: [number, number]|null, remark: string}} LineSlice
 *   the loss along the line of a step, at s lengths of the step from the position before it; lowest: s and loss of the lowest point
 */
/**
 * What the engine computes with. The server writes a module with every rule and surface in JavaScript:
 *
 * @typedef {{RULES: Object<string, RuleCode>, SURFACES: Object<string, TranslatedSurface>, ROOM: number,
 *   multiply: (rates: Float64Array, shape: number, steps: number, warmup: number, every: number, gamma: number) => void,
 *   ELEMENTARY: Elementary, NORMALS: {log1p: (x: number, off: number) => number, alike: boolean, tails?: import("../engine/normals.js").Tails|null}, VERDICT: VerdictTerms}} Translated
 *   multiply: multiplies the rates of steps 1, 2, … by the factors of a schedule. ROOM: how many stationary points a surface has at most.
 * @typedef {SurfaceCode & {value: (x: number, y: number, q: Float64Array) => number, numbers: string[], constants: Constants|null,
 *   points: ((q: Float64Array, points: number[][]) => number)|null, power: number|null}} TranslatedSurface numbers: its parameters; constants: from
 *   them its constants q, null where only the server can compute these; points: from q its stationary points, null where they do not depend
 *   on parameters or only the server finds them; power: of the levels of its contours, null for levels that suit the values
 * @typedef {{words: Object<string, string>, numbers: Object<string, number>, seeds: [string, string][]}} VerdictTerms the templates and numbers of the
 *   verdict; seeds: state and increment of the generator of each copy that is nudged
 * @typedef {(x: Float64Array, g: Float64Array, state: Float64Array[], t: number, p: Float64Array, e: Seen) => void} Step moves x and state
 * @typedef {(values: number[]) => number[]} Constants
 * @typedef {{step: Step, point: Step|null, flags: number, needs: string[], readsGradient: boolean, begin: (number|string)[], numbers: string[],
 *   constants: Constants|null, limit: ((p: Float64Array, high: number) => number[])|null, limits: string[],
 *   theory: ((p: Float64Array, low: number, high: number) => number[])|null, marks: Omit<Mark, "value">[]}} RuleCode
 *   point: moves x to the point where another gradient is taken. flags: what the kernel has to do (see engine/needs.js) to find needs. begin: the
 *   state of a coordinate before the first step, numbers or hyper-parameters. numbers: the hyper-parameters, in the order of p;
 *   constants: the numbers that follow them. limit: the learning rate above which a run diverges on a quadratic with that largest curvature, and
 *   which of limits is its formula. theory: from the smallest and the largest curvature the value of each of marks, below 0 where it has none.
 * @typedef {{evaluate: (x: Float64Array, g: Float64Array, q: Float64Array) => number,
 *   bend: (x: Float64Array, h: Float64Array[], q: Float64Array) => void}} SurfaceCode
 *   evaluate: writes the gradient and returns the value; bend: writes the Hessian, row by row.
 * @typedef {{exp: (x: number) => number, log: (x: number) => number, sin: (x: number) => number, cos: (x: number) => number,
 *   tanh: (x: number) => number, power: (x: number, y: number) => number}} Elementary with the bits of the library
 * @typedef {{loss: number, floor: number, gradient_at: Float64Array, hessian: Float64Array[], there: Float64Array, slope: Float64Array}} Seen
 *   what a step may need besides the gradient; there, slope: room for what is computed on the way
 * @typedef {{rule: RuleCode, begin: number[], p: Float64Array, rates: Float64Array, lengthFrom: number|null, lengthRates: Float64Array,
 *   decay: number, decoupled: boolean, rate: Float64Array|number}} PlannedOptimizer
 *   p: hyper-parameters and constants. rates: its learning rate at each step. lengthFrom: the index of the optimizer whose step
 *   length it takes, null for its own; lengthRates: the learning rate of that one, or its own. decay: beside the rule's step;
 *   decoupled: of the position, not added to the gradient. rate: what decides the length of each step, one number if it never changes.
 * @typedef {{noise: Float64Array|null, batches: Uint8Array|null, batch: number}} StepDraws of a run; noise: two numbers for each step;
 *   batches: the rows that each step sees; batch: how many, 0 for all
 * @typedef {{surface: SurfaceCode, q: Float64Array, floor: number}} Ground a surface with its constants; floor: NaN where it has none
 * @typedef {{x: Float64Array, y: Float64Array, loss: Float64Array, gx: Float64Array, gy: Float64Array, state: Float64Array|null, lengthState?: Float64Array[]}} Record
 *   of a run, a row for the start and for each step. state: two numbers for each variable of the rule, null to keep none. lengthState: of the
 *   optimizer whose step length it takes, the state before the first step, and at the end the last one.
 * @typedef {Record & {optimizer: number, start: number, length: number, noisy: boolean, rates: Float64Array|number,
 *   memory: import("../engine/kernel.js").Memory, effort: import("../engine/judge.js").Effort}} EngineRun as the engine computes it
 *   length: how many points it has; fewer than steps + 1 where it overflows. noisy: whether chance decides what its rule sees. rates: the learning rate of each step, one number if it never changes.
 *   memory: what its rule remembers after the last step.
 * @typedef {EngineRun & import("../engine/judge.js").Judgement} JudgedRun
 */
/**
 * What is drawn:
 *
 * @typedef {{query: string, state: State, names: string[], slots: number[], keys: string[], caption: string, isStale: boolean, runs: Run[]}} RunSet
 *   Runs, and the state that they belong to, of which only the scenario matters here. names, slots and keys belong to the
 *   optimizers that are on; optimizers with the same key have the same runs. isStale: whether the caption is about earlier runs.
 * @typedef {"none"|"waiting"|"equal"|"different"|"outdated"} Checked whether runs that the page has computed were compared with the server's,
 *   and how that ended; none: the runs are the server's; outdated: they differ, and the server has another version than when the page was opened
 * @typedef {{keys: string[], missing: number[], query: string}} Plan
 *   The key of each optimizer that is on, the indices of those whose runs are not loaded, and the query for these.
 * @typedef {{optimizer: number, start: number, step: number}} Point of a run, under the pointer
 * @typedef {{optimizer: number, step: number, explanation: Pick<Explanation, "position"|"arrows">, query: string}} Explained query: of the runs
 * @typedef {{series: string[], dashes: number[][], page: string, text: string, muted: string, border: string,
 *   casing: string, shades: string[], key: string}} Palette
 *   key: the same for the same colors.
 * @typedef {{runSet: RunSet, step: number, layout: State["layout"], quantity: QuantityName, grid: SurfaceGrid, isEarlier: boolean, region: Domain, ring: number, palette: Palette,
 *   titles: string[], ghost: RunSet|null, hovered: Point|null, arrows: Explained|null,
 *   ahead: (run: Run) => Continuation|null}} Scene
 *   isEarlier: the contours are those of earlier values of the surface; region: what the plots show; ring: radius of the ring around a minimum, 0 for none; titles: of the optimizers that are on; ghost: the pinned runs,
 *   drawn below the others; ahead: how a run continues after its last step, null while that is not known.
 * @typedef {{domain: Domain, width: number, height: number, scale: number}} PlotArea in px, without margins; scale: px per unit
 * @typedef {{x: number, y: number}} Pixel of a plot area
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box in px of a plot area
 * @typedef {{low: number, high: number, of: (loss: number) => number, ticks: {value: number, text: string}[]}} LossScale
 * @typedef {{x: number, y: number, text: string, width: number, hovered: boolean, loss: number, leaves: boolean}} PathEnd
 *   x, y, width: px of the plot area, of the path's end and of its label; leaves: the path ends at the edge, where several paths may end
 * @typedef {{x: number, baseline: number, align: "left"|"right"}} LabelPosition
 * @typedef {{name: string, title: string, value: (run: Run, step: number, ahead?: Continuation|null) => number|null,
 *   text: (run: Run, step: number, ahead?: Continuation|null, minima?: Landmark[]) => string, ranked: boolean,
 *   soFar?: boolean, copied?: Copied[]}} Column of the scoreboard.
 *   soFar: it is about the run up to the step shown, and not about the whole run.
 *   ahead: how the run continues after its last step, null while that is not known; minima: those of the surface.
 *   value: what is sorted and compared, less is better; null if it never happens. copied: the columns of a copied table,
 *   if they differ from this one.
 * @typedef {{name: string, value: (run: Run, step: number, ahead?: Continuation|null) => number|null,
 *   text?: (run: Run, step: number) => string}} Copied
 *   A column for programs: a heading in ASCII, and numbers without a unit; text: what a cell without a number holds.
 * @typedef {{points: {fullData: {meta?: {optimizer: number, start: number}}, pointNumber: number}[]}} PlotlyHover
 * @typedef {{react: (host: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>,
 *   restyle: (host: HTMLElement, change: object, traces: number[]) => Promise<unknown>,
 *   relayout: (host: HTMLElement, change: object) => Promise<unknown>, purge: (host: HTMLElement) => void}} Plotly the functions that the page uses
 */
/**
 * Messages to and from other pages, and what the share dialog uses:
 *
 * @typedef {{query: string, step: number, steps: number, playing: boolean}} FrameState
 * @typedef {{call: string, id?: string|number, query?: string, step?: number}} Call
 * @typedef {{event: "ready"|"change", query: string} | {event: "step", step: number, steps: number, playing: boolean}
 *   | ({event: "state"} & FrameState) | {event: "error", detail: string}} FrameMessage
 * @typedef {{ui: string, show: string[], hide: string[], lock: string[], theme: string, autoplay: boolean, links: boolean,
 *   title: string}} EmbedChoices what the author of an embed has chosen. title: the heading above the plots, empty for none.
 * @typedef {{name: string, title: string, ui: string[]}} Component of the page.
 *   ui: the sizes of the interface that show it by default.
 * @typedef {{name: string, title: string}} Lock what an embed can lock
 * @typedef {{components: Component[], locks: Lock[]}} Choices
 *   What the author of an embed can choose: the parts of the page, and the names of what can be locked.
 * @typedef {{query: string, view: Partial<Pick<State, "layout"|"theme"|"colormap"|"region"|"quantity"|"step">>, notices: string[], choices: Choices, members: Members,
 *   embed: EmbedOptions & {embedded: boolean, hidden: string[], locked: string[]}}} Island what the server writes into the page
 * @typedef {{state: State, catalog: Catalog, root: string, base: string, query: string, name: string}} Shared
 *   query: scenario, layout and step; the theme is separate, because each kind of address treats it differently.
 */
export {};
