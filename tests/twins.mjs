/**
 * The JavaScript side of the tests in tests/static: reads questions, one JSON array [name, ...arguments] a line, and answers
 * each with a line of JSON.
 */

import { createInterface } from "node:readline";

import { criteriaOf, judge } from "../static/js/engine/judge.js";
import { norm } from "../static/js/engine/nearest.js";
import { decodeArray } from "../static/js/service/decode.js";
import { unpacked } from "../static/js/service/catalog.js";
import { COLORMAPS } from "../static/js/state/colormaps.js";
import { QUANTITY_NAMES } from "../static/js/state/quantity-names.js";
import { readAddress, writeAddress, writeScenario } from "../static/js/state/address.js";
import { SCHEDULE, idle } from "../static/js/state/effects.js";
import { encodeText } from "../static/js/state/families.js";
import { Dots } from "../static/js/plot/dots.js";
import { layLabels } from "../static/js/plot/end-labels.js";
import { GLYPHS, across, arms, axes, down, leave, plotArea, ringLines, ticks, visible } from "../static/js/plot/geometry.js";
import { layHandles } from "../static/js/plot/handle-layout.js";
import { below, beside, centered, hidden } from "../static/js/plot/numbers.js";
import { framed, nearest } from "../static/js/state/region.js";
import { parseNumber, shortNumber } from "../static/js/base/numbers.js";
import { STEPS, fromSlider, toSlider } from "../static/js/controls/scales.js";
import { HUES, SLOTS, slots } from "../static/js/plot/series.js";
import { titles } from "../static/js/state/titles.js";
import { SNIPPETS, markdown } from "../static/js/share/snippets.js";
import { fromAddress, reduce } from "../static/js/state/state.js";

let catalog;
const pixels = (points) => points.map(([x, y]) => ({ x, y }));

const ANSWERS = {
  labels: (ends, size, badges, boxes) => layLabels(ends.map((end) => ({ ...end, hovered: false, leaves: true })), size, pixels(badges), boxes),
  numbers: (text, x, y, height, badges) => [centered(text, x, y), below(text, x, height), beside(text, y)].map((box) => [box, hidden(box, pixels(badges))]),
  badges: (domain, width, starts) => {
    const shown = plotArea(domain, width);
    return layHandles(starts.map(([x, y]) => ({ x: across(shown, x), y: down(shown, y) })), shown.width, shown.height).map(({ x, y }) => [x, y]);
  },
  constants: () => ({ hues: HUES, slots: SLOTS, colormaps: COLORMAPS, quantities: QUANTITY_NAMES }),
  catalog(packed) {
    catalog = unpacked(packed);
    return null;
  },
  unpacked: () => catalog,
  scenario: (query) => writeScenario(readAddress(query, catalog), catalog),
  values(query) {
    const { surface, optimizers, starts, steps, conditions } = readAddress(query, catalog);
    return [surface, optimizers.map(({ name, values, length }) => ({ name, values, length })), starts, steps, conditions];
  },
  mended(query) {
    const state = fromAddress(query, catalog);
    return writeScenario(reduce(state, { type: "setSteps", value: state.steps }, catalog), catalog);
  },
  chosen(query, name) {
    const state = reduce(fromAddress(query, catalog), { type: "chooseSurface", name }, catalog);
    return [writeScenario(state, catalog), state.notices];
  },
  paced(query, values, steps) {
    let state = fromAddress(query, catalog);
    for (const { id } of state.optimizers.filter(({ on }) => on))
      for (const [name, value] of Object.entries(values)) state = reduce(state, { type: "setOptimizer", id, name, value }, catalog);
    state = reduce(state, { type: "setSteps", value: steps }, catalog);
    return [writeScenario(state, catalog), state.notices.map(({ text }) => text)];
  },
  address: (query, view) => writeAddress({ ...readAddress(query, catalog), ...view }, catalog),
  link(query) {
    const state = readAddress(query, catalog);
    const { layout, theme, colormap, region, quantity, step, embed } = state;
    return { scenario: decodeURIComponent(writeScenario(state, catalog)), view: { layout, theme, colormap, region: region ?? [], quantity, step, ...embed }, address: writeAddress(state, catalog) };
  },
  fuzzed(query) {
    try {
      const state = readAddress(query, catalog);
      return state && { scenario: writeScenario(state, catalog), address: writeAddress(state, catalog) };
    } catch (error) {
      return { error: error.message };
    }
  },
  "nearest region": nearest,
  framed,
  text: encodeText,
  view(query) {
    const { layout, theme, colormap, region, quantity, step } = readAddress(query, catalog);
    return { layout, theme, colormap, region, quantity, step };
  },
  // JSON has no infinity, and a number as text shows whether both write it alike.
  number: (text) => (parseNumber(text) === null ? null : String(parseNumber(text))),
  short: shortNumber,
  slots,
  titles(query) {
    const { optimizers, conditions } = readAddress(query, catalog);
    return titles(optimizers, conditions, catalog);
  },
  schedule: () => SCHEDULE,
  idle: (optimizers, kinds) => optimizers.map((one) => kinds.map((fair) => idle(one, fair, catalog))),
  area: (domain, width, x, y) => [plotArea(domain, width), across(plotArea(domain, width), x), down(plotArea(domain, width), y)],
  leave: (xs, ys, domain) => leave(xs, ys, xs.length, domain),
  visible: (domain, width, ...ends) => visible(plotArea(domain, width), ...ends),
  ticks,
  axes,
  arms,
  "ring lines": ringLines,
  dots(width, height, points) {
    const dots = new Dots(width, height);
    return points.map(([x, y]) => dots.next(x, y));
  },
  glyphs: () => GLYPHS,
  judged(columns, steps, measures, conditions, noisy, effort) {
    const [x, y, loss, gx, gy] = columns.map((bdata) => decodeArray({ dtype: "f8", bdata }));
    return judge({ x, y, loss, gx, gy, length: x.length }, steps, criteriaOf(measures, conditions, noisy), effort);
  },
  norms: (vectors) => vectors.map(([dx, dy]) => String(norm(dx, dy))), // JSON has no infinity
  snippets: (source) => Object.fromEntries(SNIPPETS.map(({ name, write }) => [name, write(source)])),
  "snippet labels": () => Object.fromEntries(SNIPPETS.map(({ name, label }) => [name, label])),
  markdown,
  slider: (parameter) => ({
    ends: [fromSlider(parameter, 0), fromSlider(parameter, STEPS)],
    texts: Array.from({ length: STEPS + 1 }, (_, position) => String(fromSlider(parameter, position))),
    positions: [parameter.low, parameter.high, parameter.default].map((value) => toSlider(parameter, value ?? NaN)),
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  console.log(JSON.stringify(ANSWERS[name](...given)));
}
