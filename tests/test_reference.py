"""The rules against torch.optim, recorded by record_torch.py, and against an independent reference of all variants.

What is compared is well-posed. Rounding has a horizon: where a run amplifies it, two right programs part. So a rule is
fed gradients that are given, and a whole run is compared only as long as torch agrees with itself.
"""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Parameter, Rule, Scenario, simulate
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.feeding import CHOOSING, REFERENCE, feed, path_error, read, recorded_gradients, step_error, steps, variants
from tests.reference_rules import REFERENCES

ROUNDING = 1e-12
NEAR = 1e-11  # ten times what a twin of torch's may have left it by: our paths round at every step, a twin starts so
BROKEN = 1e-9  # a comparison that an error of a thousand times the rounding allowed cannot pass by luck


def load(name: str) -> tuple[dict[str, Matrix], dict[str, Any]]:
    with np.load(REFERENCE / name) as reference:
        about = json.loads(str(reference["about"]))
        return {key: reference[key] for key in reference.files if key != "about"}, about


RECORDED, _ = load("rules.npz")
GRADIENTS = recorded_gradients()
ITEMS = [key.removeprefix("dx ") for key in RECORDED if key.startswith("dx ")]
RUNS, ABOUT = load("runs.npz")
PAIRS = {pair: list(queries) for pair, queries in itertools.groupby(RUNS, lambda query: query.split("&start")[0])}


def run_error(query: str, recorded: str) -> float:
    """Return how far the run of ``query`` lies from the one recorded, at most, up to the horizon."""
    (run,) = simulate(Scenario.from_query(query))
    found = run.x[: ABOUT["horizons"][recorded] + 1 : ABOUT["stride"]]
    return float(np.abs(found - RUNS[recorded]).max())


def test_the_given_gradients_change_sign_and_scale() -> None:
    sizes = np.abs(GRADIENTS[GRADIENTS != 0.0])
    assert GRADIENTS.shape == (1000, 2)
    assert sizes.max() / sizes.min() > 1e15
    assert (np.diff(np.sign(GRADIENTS), axis=0) != 0).sum() > 900
    assert (GRADIENTS == 0.0).any()


@pytest.mark.parametrize("item", ITEMS)
def test_a_rule_takes_the_steps_and_the_path_of_torch(item: str) -> None:
    rule, values = read(item)
    assert step_error(steps(rule, values, GRADIENTS), RECORDED[f"dx {item}"]) <= ROUNDING
    assert path_error(feed(rule, values, GRADIENTS)[0], RECORDED[f"x {item}"]) <= ROUNDING


@pytest.mark.parametrize("item", ITEMS)
def test_one_per_cent_more_of_anything_is_not_torch(item: str) -> None:
    rule, values = read(item)
    written = [pair.split("=")[0] for pair in item.split(",")[1:]]
    for parameter in rule.parameters:
        if parameter.name in written:
            for changed in changes(parameter, values[parameter.name]):
                found = steps(rule, {**values, parameter.name: changed}, GRADIENTS)
                error = step_error(found, RECORDED[f"dx {item}"])
                assert (error <= ROUNDING) == idle(rule, parameter.name, values), (parameter.name, changed)
                assert error <= ROUNDING or error > BROKEN, (parameter.name, changed)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_run_is_that_of_torch_up_to_the_horizon(pair: str) -> None:
    for query in PAIRS[pair]:
        assert run_error(query, query) <= NEAR, query


@pytest.mark.parametrize("pair", PAIRS)
def test_a_run_at_another_rate_is_not(pair: str) -> None:
    for query in PAIRS[pair]:
        changed = re.sub("lr=([^,&]+)", lambda rate: f"lr={1.01 * float(rate[1])!r}", query)
        assert run_error(changed, query) > NEAR, query


def test_the_horizons_lie_far_enough_to_show_something() -> None:
    horizons = np.array([ABOUT["horizons"][query] for query in RUNS])
    assert horizons.min() >= 20
    assert np.mean(horizons == ABOUT["steps"]) >= 0.8
    assert all(len(RUNS[query]) == ABOUT["horizons"][query] // ABOUT["stride"] + 1 for query in RUNS)


def changes(parameter: Parameter, value: Value) -> tuple[Value, ...]:
    """Return what to try in place of ``value``: every other choice; or one per cent more, less where more is not legal.

    Of a decay rate β also one per cent less of 1 − β, which is far closer.
    """
    if parameter.scale in CHOOSING:
        legal: tuple[Value, ...] = parameter.choices or (0.0, 1.0)
        return tuple(other for other in legal if other != value)
    assert isinstance(value, float)
    more = 1.01 * value if value else 0.01
    near = more if more <= parameter.high else 0.99 * value
    return (near, 1 - 0.99 * (1 - value)) if parameter.scale == "decay" else (near,)


def numbered(rule: Rule) -> Iterator[dict[str, Value]]:
    """Return every variant of the rule with several sets of numbers: the defaults, and others far from them."""
    for values in variants(rule):
        for beta, eps, s0, more in ((None, None, 0.0, 0.0), (0.99, 1e-3, 1.0, 0.9), (0.5, 1e-12, 1e-6, 0.3)):
            given = {"beta": beta, "beta1": beta, "beta2": beta, "eps": eps, "s0": s0}
            given |= {"momentum": more, "dampening": more}
            yield {**values, **{name: v for name, v in given.items() if name in values and v is not None}}


@pytest.mark.parametrize("name", REFERENCES)
def test_every_variant_is_that_of_the_independent_reference(name: str) -> None:
    rule = OPTIMIZERS[name]
    for values in numbered(rule):
        assert step_error(steps(rule, values, GRADIENTS), REFERENCES[name](GRADIENTS, **values)) <= ROUNDING, values


def idle(rule: Rule, name: str, values: dict[str, Value]) -> bool:
    """Whether a parameter is said to change nothing beside the others."""
    if (rule.name, name) == ("momentum", "dampening"):
        return values["form"] == "ewa" or values["beta"] == 0.0
    if (rule.name, name) == ("momentum", "form"):
        return values["beta"] == 0.0
    return (rule.name, name) == ("adam", "form") and not values["bias_correction"]


@pytest.mark.parametrize(
    ("rule", "parameter"),
    [pytest.param(rule, p, id=f"{rule.name}-{p.name}") for rule in OPTIMIZERS.values() for p in rule.parameters],
)
def test_one_per_cent_more_of_any_parameter_breaks_the_comparison(rule: Rule, parameter: Parameter) -> None:
    for values in variants(rule):
        reference = REFERENCES.get(rule.name)  # a rule without one is compared with its own unchanged steps
        expected = reference(GRADIENTS, **values) if reference else steps(rule, values, GRADIENTS)
        for changed in changes(parameter, values[parameter.name]):
            error = step_error(steps(rule, {**values, parameter.name: changed}, GRADIENTS), expected)
            if idle(rule, parameter.name, values):
                assert error <= ROUNDING, (values, changed)
            else:
                assert error > BROKEN, (values, changed)
