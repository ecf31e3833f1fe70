"""The kernel, called for an optimizer of a scenario."""

import math
from collections.abc import Callable, Iterable

import numpy as np

from ..query.scenario import Scenario
from ..rules.rule import Rule
from ..surfaces.surface import Surface
from ..terms.types import Matrix, Vector
from .descent import descend
from .engine import Address, compile_hessian, compile_rule, compile_surface
from .fairness import Entrant

CHUNK = 1000  # steps a call: small enough to stop soon, large enough that the call costs nothing
STEADY = np.empty((0, 2))
"""No nudges: positions stay as the rule has computed them."""
TWINS = 8
UNIT = 2.0**-52
SEED = 20110

Take = Callable[[Matrix, Vector, Matrix, Matrix, Matrix, int, int], int]


def taker(
    scenario: Scenario, one: Entrant, lender: Entrant, noise: Matrix, nudges: Matrix = STEADY, before: int = 0
) -> Take:
    """Return ``take(x, loss, gradient, state, spare, first, last)``: the kernel (see ``descend``) for one optimizer.

    lender: the optimizer whose step length it takes, any where it takes its own. noise: from step ``before`` on, as
    are the rates of ``one``.
    """
    surface = scenario.surface.definition
    q = scenario.surface.q[np.newaxis].copy()  # the kernel takes arrays that it could write
    floor = scenario.surface.floor
    kernel = (
        compile_rule(one.rule),
        compile_rule(lender.rule),
        one.length is not None,
        compiled(surface, [one.rule, lender.rule]),
        math.nan if floor is None else floor,
    )
    decays = one.decay, one.decoupled, 0.0 if lender.decoupled else lender.decay
    rest = one.p, one.rates, lender.p.copy(), one.lengths, q, noise, *decays, nudges

    def take(x: Matrix, loss: Vector, gradient: Matrix, state: Matrix, spare: Matrix, first: int, last: int) -> int:
        with np.errstate(all="ignore"):  # as plain Python, infinities warn; the kernel looks for them itself
            return int(descend(*kernel, x, loss, gradient, state, spare, *rest, first, last, before))

    return take


def compiled(surface: Surface, rules: Iterable[Rule]) -> tuple[Address, Address]:
    """Return what the kernel takes of a surface: its Hessian is 0 where none of the ``rules`` needs one."""
    curved = any("hessian" in rule.needs for rule in rules)
    return compile_surface(surface), compile_hessian(surface) if curved else 0


def nudges_of(twin: int, steps: int) -> Matrix:
    """Return what the start and each position of a twin is multiplied by: a unit more or less, (steps + 1, 2)."""
    generator = np.random.Generator(np.random.PCG64([SEED, twin]))
    return 1.0 + UNIT * generator.choice((-1.0, 1.0), size=(steps + 1, 2))
