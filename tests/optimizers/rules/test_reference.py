"""Rules and surfaces against references: other libraries, as they were recorded, and a file of each in reference/.

What is compared is well-posed. Rounding has a horizon: where a run amplifies it, two right programs part. So a rule is
fed gradients that are given, and a whole run is compared with torch only as long as torch agrees with itself.
"""

import itertools
import re

import numpy as np
import pytest

from optimizers import SURFACES, Rule, Scenario, Surface
from optimizers.query.registry import parameters_of
from optimizers.surfaces.bound import BoundSurface
from tests.checks import formula_errors, minima_error, run_error, surface_values, torch_runs, value_error
from tests.comparing import BROKEN, GRADIENTS, ROUNDING, changes, differences, expected, unseen
from tests.everyone import STEPPED
from tests.exact_runs import exact, path_of, runs_of, written
from tests.feeding import path_error
from tests.optimizers.surfaces.test_surfaces import sample
from tests.optimizers.surfaces.test_surfaces import settings as surface_settings
from tests.recordings import Recording, recordings
from tests.reference import finding as reference
from tests.reference.finding import numbers, step_of
from tests.reference.number import real

pytestmark = pytest.mark.slow

NEAR = 1e-11  # ten times what a twin of torch's may have left it by: our paths round at every step, a twin starts so


EVERY_RECORDING = pytest.mark.parametrize("recording", recordings().values(), ids=list(recordings()))
RUNS, ABOUT = torch_runs()
PAIRS = {pair: list(queries) for pair, queries in itertools.groupby(RUNS, lambda query: query.split("&start")[0])}


def test_the_given_gradients_change_sign_and_scale() -> None:
    sizes = np.abs(GRADIENTS[GRADIENTS != 0.0])
    assert GRADIENTS.shape == (1000, 2)
    assert sizes.max() / sizes.min() > 1e15
    assert (np.diff(np.sign(GRADIENTS), axis=0) != 0).sum() > 900
    assert (GRADIENTS == 0.0).any()


@EVERY_RECORDING
def test_a_rule_takes_the_steps_and_the_path_of_a_library(recording: Recording) -> None:
    assert recording.error() <= ROUNDING


@EVERY_RECORDING
def test_one_per_cent_more_of_anything_is_not_the_library(recording: Recording) -> None:
    """Unless the reference, too, says that it changes nothing, as dampening without memory."""
    rule, values = recording.read()
    names = [pair.split("=")[0] for pair in recording.item.split(",")[1:]]
    for parameter in (parameter for parameter in rule.parameters if parameter.name in names):
        for changed in changes(parameter, values[parameter.name]):
            other = {**values, parameter.name: changed}
            error = recording.error(other)
            if error <= ROUNDING and rule.point is not None:
                assert not parameter.unit, "what decides where the gradient is taken cannot change one that is given"
            elif error <= ROUNDING:
                right = expected(step_of(rule.name), other, recording.gradients, put_back=True)
                assert recording.step_error(right) <= ROUNDING, (parameter.name, changed)
            assert error <= ROUNDING or error > BROKEN, (parameter.name, changed)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_run_is_that_of_torch_up_to_the_horizon(pair: str) -> None:
    for query in PAIRS[pair]:
        assert run_error(query) <= NEAR, query


@pytest.mark.parametrize("pair", PAIRS)
def test_a_run_at_another_rate_is_not(pair: str) -> None:
    for query in PAIRS[pair]:
        changed = re.sub("lr=([^,&]+)", lambda rate: f"lr={1.01 * float(rate[1])!r}", query)
        assert run_error(query, changed) > NEAR, query


def test_the_horizons_lie_far_enough_to_show_something() -> None:
    horizons = np.array([ABOUT["horizons"][query] for query in RUNS])
    assert horizons.min() >= 20
    assert np.mean(horizons == ABOUT["steps"]) >= 0.8
    assert all(len(RUNS[query]) == ABOUT["horizons"][query] // ABOUT["stride"] + 1 for query in RUNS)


RULES = pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
EVERY_SURFACE = pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))


@RULES
def test_a_rule_takes_the_steps_and_the_path_of_its_reference(rule: Rule) -> None:
    assert list(differences(rule, step_of(rule.name))) == []


@RULES
def test_one_per_cent_of_any_parameter_of_a_rule_is_seen_in_its_path(rule: Rule) -> None:
    assert unseen(rule, step_of(rule.name)) == []


@RULES
def test_a_run_with_any_schedule_and_weight_decay_is_that_of_the_references(rule: Rule) -> None:
    wanted = {(p.name, k) for p in parameters_of(rule) for k in range(len(changes(p, p.initial or 0.0)))}
    idle = set()  # of SGD, coupled and decoupled weight decay are the same
    for query in runs_of(rule):
        right, values = exact(query), Scenario.from_query(query).optimizers[0].values
        assert path_error(path_of(query), right) <= NEAR, query
        for parameter in parameters_of(rule):
            for k, changed in enumerate(changes(parameter, values[parameter.name])):
                other = written(rule, {**values, parameter.name: changed}, query.partition("&optimizer=")[0])
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
        assert max(excess for _, excess in formula_errors(surface, values)) <= 1e-13, values
        assert minima_error(surface, values) <= ROUNDING, values


@pytest.mark.parametrize("key", surface_values())
def test_a_surface_has_the_values_of_other_libraries(key: str) -> None:
    assert value_error(key) <= ROUNDING


@EVERY_SURFACE
def test_one_per_cent_of_any_parameter_of_a_surface_is_seen_in_its_values(surface: Surface) -> None:
    x, y = sample(surface).T
    for parameter in surface.parameters:
        if parameter.scale == "text":  # a table has no per cent; test_table and test_data compare what it makes
            continue
        if parameter.name == "batch":  # it has no part in f: the batches themselves are compared in test_batches
            some = [BoundSurface(surface, {**surface.defaults(), "batch": size}) for size in (0.0, 16.0, 17.0)]
            assert len({(*one.q,) for one in some}) == 1
            assert [one.batch for one in some] == [0, 16, 17]
            continue
        seen = set()
        for values in surface_settings(surface):
            right = np.asarray(reference.value(surface.name, real(x), real(y), numbers(values)), dtype=np.float64)
            for k, changed in enumerate(changes(parameter, values[parameter.name])):
                found = surface.value(x, y, surface.pack({**values, parameter.name: changed}))
                if np.abs(found - right).max() > 1e-6 * np.abs(right).max():
                    seen.add(k)
        assert seen == set(range(len(changes(parameter, parameter.initial or 0.0)))), parameter.name
