"""The kernel, called for an optimizer of a scenario."""

import math
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..query.scenario import Scenario
from ..rules.rule import Rule
from ..surfaces.surface import Surface
from ..terms.types import Matrix, Vector
from .descent import descend
from .draws import Draws
from .engine import Address, compile_hessian, compile_rule, compile_surface
from .fairness import PlannedOptimizer

CHUNK = 1000  # steps in one call: few enough to stop soon, and enough that the call itself costs little
NO_NUDGES = np.empty((0, 2))
"""No nudges: positions stay as the rule computes them."""
COPIES = 8
UNIT = 2.0**-52
SEED = 20110
KEPT = 4000  # steps; the nudges of so many take half a megabyte

TakeSteps = Callable[[Matrix, Vector, Matrix, Matrix, Matrix, int, int], int]


def kernel_for(
    scenario: Scenario,
    one: PlannedOptimizer,
    length_optimizer: PlannedOptimizer,
    draws: Draws,
    nudges: Matrix = NO_NUDGES,
    before: int = 0,
) -> TakeSteps:
    """Return ``take_steps(x, loss, gradient, state, length_state, first, last)``, the kernel for one optimizer.

    See ``descend``. length_optimizer: the optimizer whose step length it takes, any if it takes its own. draws: from
    step ``before`` on, like the rates of ``one``.
    """
    surface = scenario.surface.definition
    q = scenario.surface.q[np.newaxis].copy()  # the kernel takes arrays that it could write
    floor = scenario.surface.floor
    kernel = (
        compile_rule(one.rule),
        compile_rule(length_optimizer.rule),
        one.length_from is not None,
        compiled(surface, [one.rule, length_optimizer.rule]),
        math.nan if floor is None else floor,
    )
    decays = one.decay, one.decoupled, 0.0 if length_optimizer.decoupled else length_optimizer.decay
    rest = one.played, one.rates, length_optimizer.played.copy(), one.length_rates, q, *draws, *decays, nudges

    def take_steps(
        x: Matrix, loss: Vector, gradient: Matrix, state: Matrix, length_state: Matrix, first: int, last: int
    ) -> int:
        with np.errstate(all="ignore"):  # as plain Python, infinities warn; the kernel looks for them itself
            return int(descend(*kernel, x, loss, gradient, state, length_state, *rest, first, last, before))

    return take_steps


def compiled(surface: Surface, rules: Iterable[Rule]) -> tuple[Address, Address]:
    """Return what the kernel takes of a surface: its Hessian is 0 where none of the ``rules`` needs one."""
    curved = any("hessian" in rule.needs for rule in rules)
    return compile_surface(surface), compile_hessian(surface) if curved else 0


def nudges_of(steps: int) -> NDArray[np.float64]:
    """Return each copy's factors of the start and each position, one unit in the last place from 1.

    (``COPIES``, steps + 1, 2). Fewer steps have the same ones.
    """
    if steps < KEPT:
        return np.ascontiguousarray(_kept_nudges()[:, : steps + 1])  # as the kernels that take them are compiled
    return _new_nudges(steps)


@cache
def _kept_nudges() -> NDArray[np.float64]:
    return _new_nudges(KEPT - 1)


def _new_nudges(steps: int) -> NDArray[np.float64]:
    drawn = [generator(copy).choice((-1.0, 1.0), size=(steps + 1, 2)) for copy in range(COPIES)]
    return 1.0 + UNIT * np.array(drawn)


def generator(copy: int) -> np.random.Generator:
    """Return what draws the nudges of a copy. ``static/js/engine/nudges.js`` is its twin."""
    return np.random.Generator(np.random.PCG64([SEED, copy]))
