"""What is drawn at random for each step, the same for every optimizer and start: noise, and the rows of its minibatch.

On a surface with data the rules may see the function of a few rows only, a minibatch. As a data loader does it, the
rows of an epoch are those of a permutation, one after the other, so that each row is seen once in each epoch; the last
batch of an epoch is smaller if the rows do not divide evenly.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..query.scenario import Scenario
from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix
from .fairness import noise_of

Batches = NDArray[np.uint8]
NO_ROW = 255
"""Fills the rest of a smaller batch; no data have so many rows."""
STREAM = 0xBA7C4
"""Makes the draws of batches another sequence than the noise of the same seed."""


class Draws(NamedTuple):
    """noise: (steps, 2). batches: (steps, size), the rows that each step sees; (0, 0) where it sees all data."""

    noise: Matrix
    batches: Batches

    def after(self, steps: int) -> "Draws":
        """Return the draws of the steps after the first ``steps``."""
        return Draws(self.noise[steps:], self.batches[steps:])


def draws_of(scenario: Scenario, steps: int | None = None) -> Draws:
    """Return the draws of each step.

    steps: how many, by default all steps of ``scenario``; a larger number begins with the same draws.
    """
    return Draws(noise_of(scenario, steps), batches_of(scenario, steps))


def batches_of(scenario: Scenario, steps: int | None = None) -> Batches:
    """Return the rows of each step's minibatch, counted from 0, (steps, size); (0, 0) for the full gradient.

    >>> scenario = Scenario.from_query("surface=linear-regression,batch=16&steps=3&seed=7")
    >>> batches_of(scenario).shape
    (3, 16)
    """
    count, surface = scenario.steps if steps is None else steps, scenario.surface
    size, rows = surface.batch, surface.rows
    if not size:
        return np.empty((0, 0), np.uint8)
    generator = np.random.Generator(np.random.PCG64([int(float(scenario.conditions["seed"])), STREAM]))
    epoch = surface.epoch
    batches = np.full((-(-count // epoch), epoch * size), NO_ROW, np.uint8)
    for drawn in batches:
        drawn[:rows] = generator.permutation(rows)
    return batches.reshape(-1, size)[:count]


def rows_seen(batch: Any) -> list[int]:
    """Return the rows of one step's minibatch, counted from 0."""
    return [int(row) for row in batch if row != NO_ROW]


def seen_by(surface: BoundSurface, batches: Batches, step: int) -> BoundSurface:
    """Return the surface that rules see in step ``step``, from 0: with minibatches, the loss of this step's rows."""
    return surface.of_rows(rows_seen(batches[step])) if len(batches) else surface


def noisy(scenario: Scenario) -> bool:
    """Return whether chance decides what the rules see: noise, or minibatches."""
    return scenario.conditions["noise"] != 0 or scenario.surface.batch != 0
