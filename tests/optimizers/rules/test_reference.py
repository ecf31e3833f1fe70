"""Rules and surfaces against references: torch.optim, recorded by record_torch.py, and a file of each in reference/.

What is compared is well-posed. Rounding has a horizon: where a run amplifies it, two right programs part. So a rule is
fed gradients that are given, and a whole run is compared with torch only as long as torch agrees with itself.
"""

import itertools
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, Surface, simulate
from optimizers.query.registry import parameters_of
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix, Vector
from tests.comparing import BROKEN, GRADIENTS, ROUNDING, changes, differences, expected, unseen
from tests.feeding import CHOOSING, REFERENCE, feed, path_error, read, step_error, steps, variants
from tests.optimizers.run.test_engine import middle
from tests.optimizers.surfaces.test_surfaces import sample
from tests.optimizers.surfaces.test_surfaces import settings as surface_settings
from tests.reference import finding as reference
from tests.reference.finding import numbers, step_of
from tests.reference.number import real
from tests.truth.plan import plans
from tests.truth.simulator import simulate as exactly

pytestmark = pytest.mark.slow

NEAR = 1e-11  # ten times what a twin of torch's may have left it by: our paths round at every step, a twin starts so


def load(name: str) -> tuple[dict[str, Matrix], dict[str, Any]]:
    with np.load(REFERENCE / name) as reference:
        about = json.loads(str(reference["about"]))
        return {key: reference[key] for key in reference.files if key != "about"}, about


RECORDED, _ = load("rules.npz")
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
    """Unless the reference, too, says that it changes nothing, as dampening without memory."""
    rule, values = read(item)
    names = [pair.split("=")[0] for pair in item.split(",")[1:]]
    for parameter in (parameter for parameter in rule.parameters if parameter.name in names):
        for changed in changes(parameter, values[parameter.name]):
            other = {**values, parameter.name: changed}
            error = step_error(steps(rule, other, GRADIENTS), RECORDED[f"dx {item}"])
            right = step_error(expected(step_of(rule.name), other, GRADIENTS, put_back=True), RECORDED[f"dx {item}"])
            assert (error <= ROUNDING) == (right <= ROUNDING), (parameter.name, changed)
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


RULES = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=list(OPTIMIZERS))
EVERY_SURFACE = pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
NEXT = 1 + 2.0**-51
GROUND = "surface=ellipse,kappa=2,theta=20&start=A,3,-2&noise=3&seed=5&steps=150"
"""The noise is so large that no gradient comes near zero, where a path would depend on the rounding of its sign."""


@RULES
def test_a_rule_takes_the_steps_and_the_path_of_its_reference(rule: Rule) -> None:
    assert list(differences(rule, step_of(rule.name))) == []


@RULES
def test_one_per_cent_of_any_parameter_of_a_rule_is_seen_in_its_path(rule: Rule) -> None:
    assert unseen(rule, step_of(rule.name)) == []


def runs_of(rule: Rule) -> list[str]:
    """Return queries of runs of the rule in every variant, and with every schedule and weight decay."""
    rates = SURFACES["ellipse"].suggestion({"kappa": 2.0, "theta": 20.0}).rates
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    odd |= {p.name: p.suggested(rates) for p in rule.parameters if p.unit}
    usual = {name: value for name, value in odd.items() if name == rule.parameters[0].name}
    items = [{**values, **chosen} for values in variants(rule) for chosen in (odd, usual)]
    shared = parameters_of(rule)[len(rule.parameters) :]
    others = {p.name: 20.0 if p.whole else middle(p) for p in shared if p.scale not in CHOOSING}
    for choosing in (p for p in shared if p.scale in CHOOSING):
        items += [{**items[0], **others, choosing.name: option} for option in choosing.choices or (0.0, 1.0)]
    return [written(rule, item) for item in items]


def written(rule: Rule, values: Mapping[str, Value]) -> str:
    """Return the query of one run with these values."""
    pairs = [f"{p.name}={p.write(values[p.name])}" for p in parameters_of(rule) if p.name in values]
    return f"{GROUND}&optimizer={','.join([rule.name, *pairs])}"


def path_of(query: str) -> Matrix:
    [run] = simulate(Scenario.from_query(query))
    return run.x


def exact(query: str) -> Matrix:
    """Return the path of the only run of a scenario by the references."""
    [path] = exactly(plans(Scenario.from_query(query)))
    return np.asarray(path, dtype=np.float64)


@RULES
def test_a_run_with_any_schedule_and_weight_decay_is_that_of_the_references(rule: Rule) -> None:
    wanted = {(p.name, k) for p in parameters_of(rule) for k in range(len(changes(p, p.initial or 0.0)))}
    idle = set()  # of SGD, coupled and decoupled weight decay are the same
    for query in runs_of(rule):
        right, values = exact(query), Scenario.from_query(query).optimizers[0].values
        assert path_error(path_of(query), right) <= NEAR, query
        for parameter in parameters_of(rule):
            for k, changed in enumerate(changes(parameter, values[parameter.name])):
                other = written(rule, {**values, parameter.name: changed})
                if (parameter.name, k) not in wanted:
                    continue
                if path_error(path_of(other), right) > BROKEN:
                    wanted.discard((parameter.name, k))
                elif parameter not in rule.parameters and path_error(exact(other), right) <= NEAR:
                    idle.add((parameter.name, k))
    assert wanted <= idle, "one per cent of these is not seen in any path"
    assert wanted <= {("decoupled_weight_decay", 0)}


@EVERY_SURFACE
def test_a_surface_has_the_values_slopes_and_minima_of_its_reference(surface: Surface) -> None:
    for values in surface_settings(surface):
        q, p = surface.pack(values), numbers(values)
        for x, y in (sample(surface).T, 30 * sample(surface).T):
            found = [surface.value(x, y, q), *surface.gradient(x, y, q)]
            right, near = exact_surface(surface, x, y, p), exact_surface(surface, x * NEXT, y * NEXT, p)
            for one, two, three in zip(found, right, near, strict=True):
                # To the rounding of the largest, for large terms may nearly cancel, and to that of x and y themselves.
                assert np.abs(one - two).max() <= 1e-13 * np.abs(two).max() + np.abs(three - two).max(), values
        minima = sorted(surface.landmarks(values).minima)
        known = [(float(x), float(y)) for x, y in sorted(reference.minima(surface.name, p))]
        assert len(minima) == len(known), values
        for point, place in zip(minima, known, strict=True):
            assert point == pytest.approx(place, rel=1e-12, abs=1e-12), values


def exact_surface(surface: Surface, x: Vector, y: Vector, p: Any) -> Matrix:
    """Return value and gradient by the reference, (3, n)."""
    at = real(x), real(y), p
    rows = [reference.value(surface.name, *at), *reference.gradient(surface.name, *at)]
    return np.asarray(rows, dtype=np.float64)


@EVERY_SURFACE
def test_one_per_cent_of_any_parameter_of_a_surface_is_seen_in_its_values(surface: Surface) -> None:
    x, y = sample(surface).T
    for parameter in surface.parameters:
        seen = set()
        for values in surface_settings(surface):
            right = np.asarray(reference.value(surface.name, real(x), real(y), numbers(values)), dtype=np.float64)
            for k, changed in enumerate(changes(parameter, values[parameter.name])):
                found = surface.value(x, y, surface.pack({**values, parameter.name: changed}))
                if np.abs(found - right).max() > 1e-6 * np.abs(right).max():
                    seen.add(k)
        assert seen == set(range(len(changes(parameter, parameter.initial or 0.0)))), parameter.name
