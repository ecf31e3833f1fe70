"""The library against runs in long double that share no code with it, and those against closed forms.

A small sample; ``python -m tests.benchmarks.truth`` measures the whole.
"""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from optimizers import SURFACES
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of
from tests.everyone import STEPPED
from tests.reference.finding import fed, numbers, step_of
from tests.reference.number import EXTENDED, WHY_NOT, Real, real
from tests.truth import generator, surfaces
from tests.truth.carrying import carry
from tests.truth.measures import Case, Comparison, cases, compare
from tests.truth.plan import Mover, Plan
from tests.truth.simulator import simulate as exactly
from tests.truth.verdicts import differences

# Where long double has only 64 bits it is no reference for float64.
pytestmark = pytest.mark.skipif(not EXTENDED, reason=WHY_NOT)

TUNED = 2  # a short scenario with fair=tuned, which takes long; the others are left to the benchmark
SAMPLE = [seed for seed in range(60) if seed == TUNED or "fair=tuned" not in generator.scenario(seed)]
CARRIED = [seed for seed in range(1_000_000, 1_000_060) if "fair=tuned" not in generator.scenario(seed)]
GRADIENTS = (3.0, 3.0 + 2**-40, -1.5, 0.25, 1e6, 1e6 + 1)
CENTERED = {"lr": 0.1, "eps": 0.5, "eps_inside": 0.0, "momentum": 0.0, "centered": 1.0}


@pytest.fixture(scope="module")
def compared() -> list[Comparison]:
    return compare(cases([*map(generator.scenario, SAMPLE), *generator.others()]))


@pytest.mark.slow
def test_paths_are_within_a_pixel_of_the_exact_ones_up_to_their_horizon(compared: list[Comparison]) -> None:
    assert not [f"{one.kind}, true {one.apart}: {one.case}" for one in compared if one.kind in ("missed", "late")]


@pytest.mark.slow
def test_paths_without_a_horizon_are_exact_to_six_digits(compared: list[Comparison]) -> None:
    errors = [(one.error, str(one.case)) for one in compared if one.apart is None and one.case.horizon is None]
    assert len(errors) > 100
    assert max(errors) < (1e-6,)


@pytest.mark.slow
def test_verdicts_are_those_of_the_definitions(compared: list[Comparison]) -> None:
    found: list[Case] = [one.case for one in compared]
    assert {case.run.status for case in found} == {"converged", "running", "diverged"}
    assert not [f"{said}: {case}" for case in found for said in differences(case.scenario, case.run)]


def test_runs_that_stay_leave_at_the_step_that_is_said_or_not_at_all() -> None:
    carried = carry(CARRIED, 10, times=4)
    assert sum(one.said.status == "converged" for one in carried) == 10
    assert not [one for one in carried if one.horizon is None and one.left != one.said.leaves]


def test_the_sample_has_every_rule_schedule_and_mode() -> None:
    words = " ".join([*map(generator.scenario, SAMPLE), *generator.others()])
    named = [f"optimizer={name}" for name in STEPPED] + [f"surface={name}" for name in SURFACES]
    chosen = [p for rule in STEPPED.values() for p in parameters_of(rule)] + list(CONDITIONS)
    named += [f"{p.name}={choice}" for p in chosen for choice in p.choices if choice != p.initial]
    named += [f"{p.name}=" for p in chosen if p.scale != "choice"]
    assert not [name for name in named if name not in words]


def test_sgd_on_the_ellipse_multiplies_by_one_minus_the_rate_times_the_curvature() -> None:
    steps = 60
    mover = Mover("sgd", {"weight_decay": 0.0, "decoupled_weight_decay": 0.0}, real(np.full(steps, 0.03)))
    values = {"kappa": 25.0, "theta": 90.0}
    [path] = exactly([Plan(mover, None, "ellipse", values, (1.0, -8.0), steps, real(np.zeros((steps, 2))))])
    for t in range(steps + 1):
        for position, start, curvature in ((path[t, 0], 1, 25), (path[t, 1], -8, 1)):
            power = start * (1 - Fraction(0.03) * curvature) ** t
            assert abs(position / _real(power) - 1) < 1e-17


@pytest.mark.parametrize("beta", [0.0, 0.9, 0.99999])
@pytest.mark.parametrize("corrected", [0.0, 1.0])
@pytest.mark.parametrize("s0", [0.0, 0.125])
def test_the_centred_variance_is_the_difference_in_rational_numbers(beta: float, corrected: float, s0: float) -> None:
    """In fractions nothing cancels, so S − M² can be written as it is published."""
    values = {**CENTERED, "beta": beta, "bias_correction": corrected, "s0": s0}
    steps = fed(step_of("rmsprop"), values, [[g, g] for g in GRADIENTS], put_back=True)
    square, mean, decay = Fraction(s0), Fraction(0), Fraction(beta)
    for t, g in enumerate(GRADIENTS, start=1):
        square = decay * square + (1 - decay) * Fraction(g) ** 2
        mean = decay * mean + (1 - decay) * Fraction(g)
        weight = 1 - decay**t if corrected else 1
        root = np.sqrt(_real(square / weight - (mean / weight) ** 2))
        assert abs(steps[t - 1, 0] / (Real(-0.1) * g / (root + Real(0.5))) - 1) < 1e-15


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_are_the_slopes_of_the_values(name: str) -> None:
    """And the minima lie lower than all around: the references of the surfaces agree with themselves."""
    values = SURFACES[name].defaults()
    c = numbers(values)
    (left, right), (bottom, top) = SURFACES[name].domain
    x, y, h = Real(0.6 * right + 0.4 * left), Real(0.3 * top + 0.7 * bottom), Real(2) ** -20
    along = (surfaces.value(name, x + h, y, c) - surfaces.value(name, x - h, y, c)) / (2 * h)
    across = (surfaces.value(name, x, y + h, c) - surfaces.value(name, x, y - h, c)) / (2 * h)
    slope = real(surfaces.gradient(name, x, y, c))
    assert np.abs(slope - real([along, across])).max() < 1e-9 * np.abs(slope).max()
    for x, y in surfaces.minima(name, values):
        around = [(x + i * h, y + j * h) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
        assert surfaces.value(name, x, y, c) < min(surfaces.value(name, *point, c) for point in around)


def _real(number: Fraction) -> Any:
    """Return ``number`` as a long double: two float64 numbers hold more digits than it has."""
    high = float(number)
    return Real(high) + Real(float(number - Fraction(high)))
