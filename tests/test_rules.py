"""What every rule must do: all of it is asked of the registry, so a new rule is tested by joining it."""

import math
import sys

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Parameter, Rule, Scenario, simulate
from optimizers.engine import COMPILED
from optimizers.parameters import Value
from tests.feeding import feed, largest, path_error, read, recorded_gradients, steps, variants

RULES = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=list(OPTIMIZERS))
PARAMETERS = pytest.mark.parametrize(
    ("rule", "parameter"),
    [pytest.param(rule, p, id=f"{rule.name}-{p.name}") for rule in OPTIMIZERS.values() for p in rule.parameters],
)
GRADIENTS = recorded_gradients()
ROUNDING = 1e-12


def corners(rule: Rule) -> list[dict[str, Value]]:
    """Return every variant with its numbers at their defaults, and once more with eps, if it has one, at 0."""
    plain = list(variants(rule))
    without = [{**values, "eps": 0.0} for values in plain if "eps" in values]
    return plain + without


@RULES
def test_a_rule_is_a_complete_page(rule: Rule) -> None:
    assert rule.source.url.startswith("https://")
    assert rule.source.authors
    assert rule.source.title
    assert 1847 <= rule.source.year <= 2100  # Cauchy's method is the oldest
    assert rule.variant.endswith(".")
    assert rule.formula
    assert all(variable.symbol and variable.meaning for variable in rule.state)
    assert sys.modules[rule.step.__module__].__doc__


@RULES
def test_index_constants_are_the_places_of_the_parameters(rule: Rule) -> None:
    module = vars(sys.modules[rule.step.__module__])
    assert {p.name: module[p.name.upper()] for p in rule.parameters} == {
        p.name: place for place, p in enumerate(rule.parameters)
    }


@RULES
def test_initial_state_names_a_parameter(rule: Rule) -> None:
    named = {variable.initial for variable in rule.state if isinstance(variable.initial, str)}
    assert named <= {parameter.name for parameter in rule.parameters}


@PARAMETERS
def test_a_parameter_tells_what_it_is(rule: Rule, parameter: Parameter) -> None:
    assert parameter.meaning
    assert parameter.symbol
    assert parameter.low <= parameter.slider[0] < parameter.slider[1] <= parameter.high
    assert (parameter.default is None) == (parameter.unit is not None)


@PARAMETERS
def test_a_parameter_reads_what_is_legal(rule: Rule, parameter: Parameter) -> None:
    legal = parameter.choices or (parameter.low, parameter.high)
    for value in (*legal, *([] if parameter.initial is None else [parameter.initial])):
        assert parameter.read(parameter.write(value)) == value


@PARAMETERS
def test_a_parameter_refuses_what_is_not(rule: Rule, parameter: Parameter) -> None:
    bad = ["", " ", "nan", "inf", "-inf", "1e999", "-1e999", "0x1", "1_0", "1,0", "one", "\N{ARABIC-INDIC DIGIT ONE}"]
    if parameter.scale == "choice":
        bad += ["0", parameter.choices[0].upper()]
    else:
        bad += [repr(math.nextafter(parameter.low, -math.inf)), repr(math.nextafter(parameter.high, math.inf))]
    if parameter.scale == "switch":
        bad += ["0.5", "2", "true"]
    assert [text for text in bad if parameter.read(text) is not None] == []


@RULES
def test_every_state_variable_is_used(rule: Rule) -> None:
    changed = np.zeros(len(rule.state), dtype=bool)
    for values in variants(rule):
        states = feed(rule, values, GRADIENTS[:100])[1]
        changed |= (states[1:] != states[:-1]).any(axis=(0, 2))
    assert changed.all()


@RULES
@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_where_the_gradient_has_always_been_zero_nothing_moves(rule: Rule, zero: float) -> None:
    for values in corners(rule):
        for plain in (False, True):
            positions, states = feed(rule, values, np.full((50, 2), zero), plain=plain)
            assert (positions == 0.0).all(), values
            assert not np.isnan(states).any(), values


@RULES
def test_the_gradient_is_only_read(rule: Rule) -> None:
    for values in variants(rule):
        for plain in (False, True):
            given = np.ascontiguousarray(GRADIENTS[:100])
            feed(rule, values, given, plain=plain)
            assert given.tobytes() == GRADIENTS[:100].tobytes()


@RULES
@pytest.mark.skipif(not COMPILED, reason="numba is switched off: there is only plain Python")
def test_compiled_steps_have_the_bits_of_plain_ones(rule: Rule) -> None:
    for values in corners(rule):
        compiled, plain = (feed(rule, values, GRADIENTS[:400], plain=plain) for plain in (False, True))
        assert compiled[0].tobytes() == plain[0].tobytes(), values
        assert compiled[1].tobytes() == plain[1].tobytes(), values


@RULES
def test_a_well_scaled_quadratic_is_descended(rule: Rule) -> None:
    for run in simulate(Scenario.from_query(f"surface=ellipse,kappa=2&optimizer={rule.name}&steps=1000")):
        assert run.loss[-1] < 0.1 * run.loss[0]  # a loose bound, for rules that slow down on purpose


@pytest.mark.parametrize("nesterov", [0, 1])
@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
def test_the_two_forms_of_momentum_differ_by_their_rate_alone(nesterov: int, beta: float) -> None:
    ewa, heavy_ball = (
        feed(*read(f"momentum,lr={rate!r},beta={beta},form={form},nesterov={nesterov}"), GRADIENTS)[0]
        for form, rate in (("ewa", 0.1), ("heavy-ball", 0.1 * (1 - beta)))
    )
    assert path_error(heavy_ball, ewa) < ROUNDING


@pytest.mark.parametrize(
    ("item", "same"),
    [
        ("momentum,lr=0.1,beta=0", "sgd,lr=0.1"),
        ("momentum,lr=0.1,beta=0,nesterov=1", "sgd,lr=0.1"),
        ("momentum,lr=0.1,beta=0,form=heavy-ball", "sgd,lr=0.1"),
        ("adam,lr=0.1,beta1=0,beta2=0.9,bias_correction=0", "rmsprop,lr=0.1,beta=0.9"),
        ("adam,lr=0.1,beta1=0,beta2=0.9", "rmsprop,lr=0.1,beta=0.9,bias_correction=1"),
    ],
)
def test_a_rule_contains_another(item: str, same: str) -> None:
    assert path_error(feed(*read(item), GRADIENTS)[0], feed(*read(same), GRADIENTS)[0]) < ROUNDING


def test_rmsprop_without_memory_steps_by_the_sign_alone() -> None:
    found = steps(*read("rmsprop,lr=0.1,beta=0,eps=0"), GRADIENTS)
    assert largest(found, -0.1 * np.sign(GRADIENTS), np.full_like(found, 0.1)) < ROUNDING


def test_adam_at_first_steps_by_the_sign_alone() -> None:
    first = steps(*read("adam,lr=0.1,eps=0"), np.array([[1e-9, -1e9]]))
    assert largest(first, np.array([[-0.1, 0.1]]), np.full((1, 2), 0.1)) < ROUNDING
