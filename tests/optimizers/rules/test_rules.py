"""What every rule must do: all of it is asked of the registry, so a new rule is tested by joining it."""

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Parameter, Rule, Scenario, simulate
from optimizers.form.compiling import COMPILED
from optimizers.query.decay import PARAMETERS as DECAY
from optimizers.query.registry import parameters_of
from optimizers.terms.parameters import Value
from tests.everyone import STEPPED
from tests.feeding import CHOOSING, RATE, feed, largest, path_error, read, recorded_gradients, steps, variants
from tests.optimizers.run.test_engine import middle

RULES = pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
PARAMETERS = pytest.mark.parametrize(
    ("rule", "parameter"),
    [pytest.param(rule, p, id=f"{rule.name}-{p.name}") for rule in STEPPED.values() for p in rule.parameters],
)
GRADIENTS = recorded_gradients()
ROUNDING = 1e-12


def corners(rule: Rule) -> list[dict[str, Value]]:
    """Return every variant with its numbers at their defaults, with odd ones, and with eps, if it has one, at 0."""
    plain = list(variants(rule))
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    plain += [{**values, **odd} for values in plain] if odd else []
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
def test_no_two_parameters_of_an_optimizer_have_one_name(rule: Rule) -> None:
    names = [parameter.name for parameter in parameters_of(rule)]
    assert len(set(names)) == len(names)


def test_a_rule_with_a_weight_decay_of_its_own_has_no_other() -> None:
    own = replace(DECAY[0], default=0.01)
    rule = replace(OPTIMIZERS["sgd"], parameters=(*OPTIMIZERS["sgd"].parameters, own))
    assert [p for p in parameters_of(rule) if p in DECAY or p is own] == [own]


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
    for values in corners(rule):
        begun = np.array([variable.begin(values) for variable in rule.state]).reshape(1, -1, 1)
        changed |= (feed(rule, values, GRADIENTS[:100])[1] != begun).any(axis=(0, 2))
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


FIRST: dict[str, Callable[[Any], float]] = {
    "rmsprop": lambda v: 1 - v["beta"],
    "adam": lambda v: (1 - v["beta2"]) / (1 - v["beta1"]) ** 2,
}
"""The square of lr over the length of a first step without ε and bias correction, where the state begins at 0."""


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e-160, 1e-140, 1.0, 1e150, 1e160, 1e300])
@pytest.mark.parametrize("name", FIRST)
def test_without_eps_steps_do_not_depend_on_the_size_of_gradients(name: str, size: float) -> None:
    """Also where their squares underflow or overflow: a rule without ε is free of scale, at every step."""
    rule = OPTIMIZERS[name]
    gradients = np.abs(GRADIENTS[:60]) ** 0.05 * np.sign(GRADIENTS[:60])  # signs and zeros stay, sizes within 0.1 to 10
    for values in (values for values in corners(rule) if values["eps"] == 0.0):
        free = {**values, **({"s0": 0.0} if "s0" in values else {})}
        if free.get("centered") and free["bias_correction"]:
            continue  # the first variance is 0
        found, expected = (steps(rule, free, gradients * factor) for factor in (size, 1.0))
        assert np.isfinite(expected).all()
        assert largest(found, expected, np.full_like(expected, RATE)) <= 1e-11, free


@pytest.mark.parametrize("size", [5e-324, 1e-320, 1e-200, 1.0, 1e200])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize("name", FIRST)
def test_without_eps_the_first_step_has_its_closed_form(name: str, sign: float, size: float) -> None:
    rule = OPTIMIZERS[name]
    for values in (values for values in variants(rule)):
        free = {**values, "eps": 0.0}
        if free.get("centered") and free["bias_correction"]:
            continue
        square = 1.0 if free["bias_correction"] else FIRST[name](free)
        square *= float(values["beta"]) if free.get("centered") else 1.0
        (found,) = steps(rule, free, np.full((1, 2), sign * size))
        # Numbers next to 0 have few digits; Adam's average of them may be 0 itself, and then it stays.
        room = 1e-12 if size > 1e-300 else 1.1
        assert np.isfinite(found).all()
        assert found == pytest.approx(-sign * RATE / math.sqrt(square), rel=room), free


@pytest.mark.parametrize("s0", [1e-310, 1e-300, 1e-200, 1e-3])
def test_s0_counts_where_squares_underflow(s0: float) -> None:
    """√(β s0 + (1 − β) g²) by hand, with s0 = g² · 10 ** k."""
    beta = 0.9
    for k in (-4, 0, 4):
        size = math.sqrt(s0 / 10.0**k)
        (found,) = steps(*read(f"rmsprop,lr={RATE},beta={beta},eps=0,s0={s0!r}"), np.full((1, 2), size))
        assert found == pytest.approx(-RATE / math.sqrt(beta * 10.0**k + 1 - beta), rel=1e-12), k


@pytest.mark.parametrize("inside", [0, 1])
def test_eps_counts_beside_a_carried_root(inside: int) -> None:
    """ε of the size of the root, and under the root of the size of its square."""
    size, beta = 1e-150, 0.9
    eps = size**2 * 1e10 if inside else size
    (found,) = steps(*read(f"rmsprop,lr={RATE},beta={beta},eps={eps!r},eps_inside={inside}"), np.full((1, 2), size))
    root = math.sqrt(1 - beta + 1e10) if inside else math.sqrt(1 - beta) + 1
    assert found == pytest.approx(-RATE / root, rel=1e-12)


@pytest.mark.parametrize("size", [1e-9, 4.0, 3e7])
def test_the_first_corrected_variance_is_zero(size: float) -> None:
    """One value has no variance: the step is −lr g/ε, however the average rounds."""
    for beta in (0.1, 0.9, 0.99, 0.999, 0.7123):
        values = read(f"rmsprop,lr={RATE},beta={beta},eps=1e-8,centered=1,bias_correction=1")
        found = steps(*values, np.full((3, 2), size))
        assert found == pytest.approx(np.full((3, 2), -RATE * size / 1e-8), rel=1e-14), beta


def exact_centered(gradients: list[Fraction], beta: Fraction, corrected: bool) -> list[Fraction]:
    """S − M² in rational numbers, which do not round; both divided by 1 − βᵗ where ``corrected``."""
    s = m = Fraction(0)
    found = []
    for t, g in enumerate(gradients, start=1):
        s, m = beta * s + (1 - beta) * g * g, beta * m + (1 - beta) * g
        left = 1 - beta**t if corrected else Fraction(1)
        found.append(s / left - (m / left) ** 2)
    return found


@pytest.mark.parametrize("corrected", [0, 1])
@pytest.mark.parametrize("spread", [1.0, 1e-3, 1e-9])
def test_the_variance_of_gradients_that_hardly_change_does_not_cancel(corrected: int, spread: float) -> None:
    beta, count = 0.9, 40
    given = 3.0 + spread * np.random.default_rng(4).standard_normal((count, 2))
    found = steps(*read(f"rmsprop,lr=1,beta={beta},eps=1e-30,centered=1,bias_correction={corrected}"), given)
    for i in range(2):
        exact = exact_centered([Fraction(float(g)) for g in given[:, i]], Fraction(beta), corrected == 1)
        roots = [math.sqrt(one) + 1e-30 for one in exact]
        expected = np.array([-float(g) / root for g, root in zip(given[:, i], roots, strict=True)])
        start = 1 if corrected else 0  # the first corrected variance is 0
        room = 1e-12 if spread == 1.0 else 1e-15 / spread + 1e-12  # the mean itself has no more digits
        assert found[start:, i] == pytest.approx(expected[start:], rel=10 * room)


def test_adam_of_tensorflow_by_hand() -> None:
    """Two steps of section 2 of the paper, ε before the correction."""
    lr, beta1, beta2, eps = 0.1, 0.9, 0.999, 1e-3
    found = steps(
        *read(f"adam,lr={lr},beta1={beta1},beta2={beta2},eps={eps},form=tensorflow"), np.array([[2.0, 1e-3]] * 2)
    )
    for i, g in enumerate((2.0, 1e-3)):
        first = lr * math.sqrt(1 - beta2) / (1 - beta1) * 0.1 * g / (math.sqrt(0.001 * g * g) + eps)
        m, v = 0.09 * g + 0.1 * g, 0.000999 * g * g + 0.001 * g * g
        second = lr * math.sqrt(1 - beta2**2) / (1 - beta1**2) * m / (math.sqrt(v) + eps)
        assert found[:, i] == pytest.approx([-first, -second], rel=1e-12)


def test_dampening_counts_from_the_second_step_on() -> None:
    heavy = "momentum,lr=1,beta=0.5,form=heavy-ball,dampening=0.25"
    assert steps(*read(heavy), np.array([[4.0, 8.0]] * 3)).tolist() == [[-4, -8], [-5, -10], [-5.5, -11]]
    ahead = steps(*read(f"{heavy},nesterov=1"), np.array([[4.0, 8.0]] * 2))
    assert ahead.tolist() == [[-6, -12], [-6.5, -13]]
