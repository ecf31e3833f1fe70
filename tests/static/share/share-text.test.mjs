import assert from "node:assert/strict";
import { test } from "node:test";

import { attribution, pictureName, pictureQuery, pinned } from "../../../static/js/share/share-text.js";
import { fromAddress } from "../../../static/js/state/state.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const state = (more = {}, query = FIRST) => ({ ...fromAddress(query, catalog), ...more });

test("the name of a picture tells what runs where", () => {
  assert.equal(pictureName(state(), catalog), "SGD and RMSprop on Ellipse from A and B");
  const one = state({}, "surface=saddle,wall=0.05&optimizer=sgd,lr=1&optimizer=sgd,lr=2&start=A,0,1&steps=9");
  assert.equal(pictureName(one, catalog), "SGD on Saddle from A");
});

test("what is shared has all of the view but the theme", () => {
  assert.equal(pictureQuery(state({ theme: "dark" }), catalog), FIRST);
  assert.equal(pictureQuery(state({ layout: "overlay", step: 46 }), catalog), `${FIRST}&layout=overlay&step=46`);
  const more = { theme: "light", colormap: "viridis", region: [-1, 1, -2, 2], quantity: "distance" };
  assert.equal(pictureQuery(state(more), catalog), `${FIRST}&colormap=viridis&region=-1,1,-2,2&quantity=distance`);
  assert.match(pinned(state(more), catalog), /side by side, the color map viridis, the region that is shown, the quantity in the chart, the last step/);
});

test("the line on a link tells everything that it holds", () => {
  assert.equal(pinned(state(), catalog),
    "The link contains the surface Ellipse (kappa = 25, theta = 0), 2 optimizers with all their settings, 2 starts, 120 steps, no noise, own rates, "
    + "the plots side by side, the last step. The reader keeps their own theme. Version v=2.");
  const conditions = { ...state().conditions, noise: 0.1, seed: 7, fair: "length" };
  assert.equal(pinned(state({ conditions, layout: "overlay", step: 46, theme: "dark" }), catalog),
    "The link contains the surface Ellipse (kappa = 25, theta = 0), 2 optimizers with all their settings, 2 starts, 120 steps, noise 0.1 with seed 7, "
    + "same step length, the overlay, step 46 shown, the dark theme. Version v=2.");
});

test("the line on a link names the target, if it is not the usual ring", () => {
  const heldEqual = (conditions) => pinned(state({ conditions: { ...state().conditions, ...conditions } }), catalog);
  assert.ok(heldEqual({ target: "loss", tolerance: 1e-4 }).includes("own rates, the loss as the target, the plots"));
  assert.ok(heldEqual({ tolerance: 1e-4 }).includes("own rates, tolerance 0.0001, the plots"));
  assert.ok(heldEqual({ target: "loss", tolerance: 0.005 }).includes("the target, tolerance 0.005, the plots"));
});

test("the attribution names picture, tool and address", () => {
  assert.equal(attribution("SGD on Saddle from A", "https://example.org/?v=2"),
    "SGD on Saddle from A. Made with Optimizer Trajectories, https://example.org/?v=2, MIT license");
});
