"""Many starts in lock step: rules whose coordinates keep apart run all of them as one long vector."""

import ctypes
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Rule, Scenario, simulate
from optimizers.form.compiling import COMPILED
from optimizers.form.reader import read
from optimizers.rules.uses import coordinatewise
from optimizers.run.engine import compile_rule
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix, Vector
from tests.everyone import STEPPED
from tests.example_rules import TEXTBOOKS
from tests.feeding import RATE, STEP, variants

STARTS, STEPS = 64, 200
SURFACE = Scenario.from_query("surface=rosenbrock,a=1,b=5").surface
BEGINS = np.random.default_rng(3).uniform(-1.5, 1.5, (STARTS, 2))


def kernel_for(rule: Rule, size: int) -> Callable[[Vector, Vector, Matrix, int, Vector], None]:
    """Return the step of ``rule`` for vectors of ``size`` numbers, compiled where numba is on."""
    step = compile_rule(rule, size)[0]
    if not COMPILED:
        return lambda x, g, state, t, p: step(x, g, state, t, p, None)
    compiled = STEP(step)

    def take(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
        compiled(x.ctypes.data, g.ctypes.data, state.ctypes.data, t, p.ctypes.data, ctypes.c_void_p())

    return take


def lock_step(rule: Rule, values: dict[str, Value]) -> Matrix:
    """Return the positions of all starts after each step, (STEPS + 1, STARTS, 2), a step of all at once.

    That is one call of a vector of 128 numbers if the rule's coordinates keep apart, else one call for each start.
    """
    parts = 1 if rule.coordinatewise else STARTS
    size = 2 * STARTS // parts
    take, p = kernel_for(rule, size), rule.pack(values)
    x = BEGINS.reshape(parts, size).copy()
    state = np.empty((parts, len(rule.state), size))
    for k, variable in enumerate(rule.state):
        state[:, k] = variable.begin(values)
    rows = [BEGINS.copy()]
    for t in range(1, STEPS + 1):
        slopes = np.stack(SURFACE.gradient(*x.reshape(STARTS, 2).T), axis=1).reshape(parts, size)
        for part in range(parts):
            take(x[part], slopes[part], state[part], t, p)
        rows.append(x.reshape(STARTS, 2).copy())
    return np.array(rows)


CASES = [
    pytest.param(rule, values, id=",".join([rule.name, *(f"{name}={value}" for name, value in values.items())]))
    for rule in STEPPED.values()
    if not rule.needs  # what else a step needs belongs to one position
    for values in variants(rule)
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "values"), CASES)
def test_every_start_goes_where_it_would_go_alone(rule: Rule, values: dict[str, Value]) -> None:
    values = {**values, "lr": 0.02}
    with np.errstate(all="ignore"):
        together = lock_step(rule, values)
    item = ",".join([rule.name, *(f"{p.name}={p.write(values[p.name])}" for p in rule.parameters)])
    places = range(0, STARTS, 3)
    starts = "&".join(f"start=S{k},{float(BEGINS[k, 0])!r},{float(BEGINS[k, 1])!r}" for k in places)
    alone = simulate(Scenario.from_query(f"surface=rosenbrock,a=1,b=5&optimizer={item}&{starts}&steps={STEPS}"))
    assert len(alone) == len(places)
    for run, k in zip(alone, places, strict=True):
        assert run.x.tobytes() == together[: run.steps + 1, k].tobytes()


def test_which_rules_keep_their_coordinates_apart() -> None:
    found = {name: OPTIMIZERS[name].coordinatewise for name in ("sgd", "adam", "normalized-gd")}
    assert found == {"sgd": True, "adam": True, "normalized-gd": False}
    apart = {name for name, (rule, _) in TEXTBOOKS.items() if rule.coordinatewise}
    assert apart == {"adamw"}  # the others need what belongs to one position


def carries_a_sum(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    total = 0.0
    for i in range(x.size):
        total += abs(g[i])
        x[i] -= p[0] * g[i] / (1.0 + total)


def reads_another_turn(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    factor = 1.0
    for i in range(x.size):
        if g[i] > 0.0:
            factor = 0.5
        x[i] -= p[0] * factor * g[i]


def reads_after_the_loop(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    last = 0.0
    for i in range(x.size):
        last = g[i]
    for i in range(x.size):
        x[i] -= p[0] * last


def reads_its_neighbor(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[0] * g[x.size - 1 - i]


def reads_one_coordinate(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    first = g[0]
    for i in range(x.size):
        x[i] -= p[0] * first


def counts_its_coordinates(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[0] * g[i] * i


def knows_how_many_there_are(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[0] * g[i] / x.size


def stops_at_one(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        if g[i] == 0.0:
            break
        x[i] -= p[0] * g[i]


def largest(g: Vector) -> float:
    found = 0.0
    for i in range(g.size):
        found = max(found, abs(g[i]))
    return found


def asks_a_helper(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[0] * g[i] / (1.0 + largest(g))


@pytest.mark.parametrize(
    "step",
    [
        carries_a_sum,
        reads_another_turn,
        reads_after_the_loop,
        reads_its_neighbor,
        reads_one_coordinate,
        counts_its_coordinates,
        knows_how_many_there_are,
        stops_at_one,
        asks_a_helper,
    ],
)
def test_a_step_that_joins_coordinates_is_seen(step: Callable[..., None]) -> None:
    rule = replace(OPTIMIZERS["sgd"], name="scratch-joined", step=step)
    assert not rule.coordinatewise


def skips_where_nothing_is_known(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    weight = 1.0 if t == 1 else 1.0 - p[0]
    for i in range(x.size):
        state[0, i] = p[0] * state[0, i] + weight * g[i]
        if state[0, i] == 0.0:
            continue
        part = 2.0 if g[i] > 0.0 else 1.0
        for _ in range(3):
            part = 0.5 * part
        x[i] -= RATE * part * state[0, i]


def test_a_step_with_branches_and_loops_within_may_keep_its_coordinates_apart() -> None:
    assert coordinatewise(read(skips_where_nothing_is_known))
