"""What a parameter needs to have an effect, and whether a rate only scales the step: compared with the steps."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.query import decay, schedules
from optimizers.query.registry import RULE_FAMILIES
from optimizers.rules.rule import Rule
from optimizers.terms.parameters import Parameter, Value
from optimizers.terms.types import Matrix, Vector

STEPS = 12
FLOOR = -40.0
RULES = [rule for rule in (*OPTIMIZERS.values(), *(one.usual for one in RULE_FAMILIES.values())) if not rule.solver]


def given(need: str, t: int) -> object:
    """Return what a step needs besides the gradient; the curvatures change their sign."""
    if need == "loss":
        return 10.0 + t
    if need == "floor":
        return FLOOR
    if need == "hessian":
        return np.array([[300.0 * (-1) ** t, 0.5], [0.5, 100.0 + t]])
    raise AssertionError(need)


def slope_at_point(rule: Rule, x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> Vector:
    """Return the gradient at the point of a rule, of a function whose curvature is 0.3."""
    assert rule.point is not None
    point = x.copy()
    rule.point(point, g, state, t, p)
    return g + 0.3 * (point - x)


def path(rule: Rule, values: Mapping[str, Value]) -> Matrix:
    """Return the positions of a run, (STEPS, 2), in plain Python; every gradient turns and changes size."""
    rng = np.random.default_rng(5)
    x, p = np.array([3.0, -2.0]), rule.pack(values)
    state = np.array([[one.begin(values)] * 2 for one in rule.state]).reshape(-1, 2)
    found = []
    for t in range(1, STEPS + 1):
        g = rng.normal(size=2) * 10.0 ** rng.uniform(-2.0, 1.5, 2)
        more = [
            slope_at_point(rule, x, g, state, t, p) if need == "gradient_at" else given(need, t) for need in rule.needs
        ]
        rule.step(x, g.copy(), state, t, p, *more)
        found.append(x.copy())
    return np.array(found)


def variants(rule: Rule) -> Iterator[dict[str, Value]]:
    """Return all switches and choices with each other, and the numbers that something needs at 0 and above."""
    usual: dict[str, Value] = {one.name: 0.1 if one.unit else one.initial for one in rule.parameters}  # type: ignore[misc]  # a rate alone has no default
    named = {name for one in rule.parameters for need in one.needs for name in need.names}
    sides: list[list[tuple[str, Value]]] = []
    for one in rule.parameters:
        if one.scale in ("switch", "choice") and one.name not in named:
            sides.append([(one.name, value) for value in one.choices or (0.0, 1.0)])
        elif one.name in named:
            sides.append([(one.name, value) for value in one.choices or (0.0, 1.0 if one.scale == "switch" else 0.7)])
        elif one.advanced and one.low == 0.0:
            sides.append([(one.name, 0.01)])
    for chosen in product(*sides):
        yield {**usual, **dict(chosen)}


def others(parameter: Parameter, values: Mapping[str, Value]) -> list[Value]:
    """Return other values of a parameter, from its whole slider, for one of them may have the same effect."""
    if parameter.scale == "choice":
        return [value for value in parameter.choices if value != values[parameter.name]]
    if parameter.scale == "switch":
        return [1.0 - float(values[parameter.name])]
    low, high = parameter.slider
    numbers = [low, high, (low + high) / 2.0, low + 0.1 * (high - low), float(values[parameter.name]) * 1.5]
    legal = [round(one) if parameter.whole else one for one in numbers if parameter.low <= one <= parameter.high]
    return [float(one) for one in legal if one != values[parameter.name]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_parameter_counts_exactly_where_it_changes_the_path(rule: Rule) -> None:
    for values in variants(rule):
        here = path(rule, values)
        for parameter in rule.parameters:
            if parameter.scale == "text":
                continue
            changed = [path(rule, {**values, parameter.name: value}) for value in others(parameter, values)]
            moved = [one for one in changed if not np.array_equal(one, here)]
            assert bool(moved) == parameter.counts(values), (parameter.name, values)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rate_that_only_scales_the_step_turns_no_step(rule: Rule) -> None:
    """The steps with half the rate are half of the steps, where the rule says so, and others somewhere else."""
    (rate,) = (one for one in rule.parameters if one.unit)
    same = True
    for values in variants(rule):
        steps = [np.diff(path(rule, {**values, "lr": lr}), axis=0) for lr in (0.125, 0.0625)]
        if rule.reads_position:
            continue  # decay in the step shortens the position too, of which both runs have another
        same = same and np.allclose(steps[0], 2.0 * steps[1], rtol=1e-9, atol=1e-12)
    assert same == rate.scales or rule.name in RULE_FAMILIES  # a typed step may be anything


def test_a_schedule_shows_its_own_numbers_and_no_others() -> None:
    usual: dict[str, Value] = {one.name: one.initial for one in schedules.PARAMETERS}  # type: ignore[misc]  # none is a rate
    (schedule,) = (one for one in schedules.PARAMETERS if one.name == "schedule")
    for parameter in schedules.PARAMETERS:
        for shape in schedule.choices:
            values = {**usual, "schedule": shape}
            here = schedules.multipliers(values, 60)
            moved = [schedules.multipliers({**values, parameter.name: v}, 60) for v in others(parameter, values)]
            assert any(not np.array_equal(one, here) for one in moved) == parameter.counts(values), (
                parameter.name,
                shape,
            )


def test_the_kind_of_weight_decay_counts_where_there_is_some() -> None:
    (kind,) = (one for one in decay.PARAMETERS if one.name == decay.KIND)
    assert [kind.counts({decay.AMOUNT: amount, decay.KIND: 0.0}) for amount in (0.0, 0.1)] == [False, True]
