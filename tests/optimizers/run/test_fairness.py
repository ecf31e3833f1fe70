"""What is held equal: one rate, one step length, grafting, noise; and that the caption says it."""

import json
import math
import os
import subprocess
import sys
from itertools import cycle, pairwise
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Run, Scenario, ScenarioError, Surface, simulate
from optimizers.query.choices import Choice
from optimizers.run.fairness import noise_of, planned_optimizers
from optimizers.run.tuning import caption
from optimizers.terms.types import Matrix
from tests.everyone import LIMITS, PAIRS, STEPPED, everyone

ROOT = Path(__file__).parents[3]
ALL = everyone()


def lengths_of_steps(name: str, lr: float, gradients: Matrix, positions: Matrix) -> list[float]:
    """Return the lengths of the steps that a rule takes at ``positions`` when it is fed ``gradients``; no kernel."""
    rule = OPTIMIZERS[name]
    (choice,) = Scenario.from_query(f"optimizer={name},lr={lr}").optimizers
    p = rule.pack(choice.values)
    state = np.array([[variable.begin(choice.values)] * 2 for variable in rule.state]).reshape(-1, 2)
    found = []
    for t, g in enumerate(gradients, start=1):
        # From 0 nothing is lost to rounding; a rule with a weight decay of its own steps from where it is.
        before = positions[t - 1] if rule.reads_position else np.zeros(2)
        x = before.copy()
        rule.step(x, g.copy(), state, t, p)
        found.append(float(np.hypot(*(x - before))))
    return found


def steps_of(run: Run) -> list[float]:
    return [float(np.hypot(*step)) for step in np.diff(run.x, axis=0)]


def near(found: float, wanted: float, error: float) -> bool:
    """Return whether a number is as near as ``pytest.approx`` means it, which takes ten times as long."""
    return found == wanted or abs(found - wanted) <= error < math.inf


FED = [(surface, rule) for surface, rule in PAIRS if not rule.needs]  # the others cannot be fed with gradients


@pytest.mark.slow
@pytest.mark.parametrize(("surface", "rule"), FED, ids=lambda one: one.name)
def test_one_length_is_the_length_of_the_first_fed_the_same_gradients(surface: Surface, rule: Rule) -> None:
    first = rule.name
    others = "&".join(f"optimizer={name}" for name in STEPPED if name != first)
    query = f"surface={surface.name}&optimizer={first},lr=0.001&{others}&fair=length&steps=60"
    scenario = Scenario.from_query(query, LIMITS)
    compared = 0
    for run in simulate(scenario):
        expected = lengths_of_steps(first, 0.001, run.gradient[: run.steps], run.x)
        stays = without_direction(scenario.optimizers[run.optimizer], scenario.surface.floor, run)
        sizes = 1e-14 * np.abs(run.x).max(axis=1)  # a difference of positions has their rounding
        for found, wanted, still, size in zip(steps_of(run), expected, stays, sizes[:-1].tolist(), strict=True):
            assert found == 0.0 if still else near(found, wanted, max(1e-11 * abs(wanted), size))
            compared += not still
    assert compared > 0.9 * 60 * 2 * len(STEPPED)


def without_direction(choice: Choice, floor: float | None, run: Run) -> list[bool]:
    """Return for each step whether a rule has no direction: fed the gradients of ``run`` it takes no step.

    A rule that cannot be fed with them has none where its own step overflows, and where it needs a lowest value.
    """
    if not choice.rule.needs:
        rate = float(choice.values["lr"])
        return [own == 0.0 for own in lengths_of_steps(choice.name, rate, run.gradient[: run.steps], run.x)]
    unmoved = floor is None and "floor" in choice.rule.needs
    return [unmoved or not np.isfinite(state).all() for state in run.state[1:]]


def test_one_length_keeps_the_directions() -> None:
    gradients_only = "surface=rosenbrock&optimizer=adam,lr=0.02&optimizer=sgd&optimizer=normalized-gd&fair=length"
    for run in simulate(Scenario.from_query(gradients_only))[2:]:
        assert (run.metrics.angle_to_gradient or 180) < 1e-6


def test_one_rate_is_the_first_ones_for_all() -> None:
    shared = Scenario.from_query(f"optimizer=momentum,lr=0.03,schedule=cosine&{ALL}&fair=rate", LIMITS)
    (alone, *_) = planned_optimizers(shared)
    for one in planned_optimizers(shared):
        assert one.values["lr"] == 0.03
        assert one.rates.tolist() == alone.rates.tolist()
    same = Scenario.from_query(everyone(",lr=0.03,schedule=cosine"), LIMITS)
    for run, twin in zip(simulate(shared)[2:], simulate(same), strict=True):
        assert run.x.tobytes() == twin.x.tobytes()


def test_with_own_rates_every_optimizer_runs_as_if_alone() -> None:
    scenario = Scenario.from_query(ALL, LIMITS)
    together = simulate(scenario)
    for place, name in enumerate(STEPPED):
        alone = simulate(Scenario.from_query(f"optimizer={name}"))
        assert [run.x.tobytes() for run in alone] == [run.x.tobytes() for run in together if run.optimizer == place]


def test_a_graft_has_its_own_direction_and_the_lenders_length() -> None:
    runs = simulate(Scenario.from_query("optimizer=rmsprop,length=sgd&optimizer=sgd,lr=0.05&steps=40"))
    grafted = [run for run in runs if run.optimizer == 0]
    for run in grafted:
        np.testing.assert_allclose(steps_of(run), lengths_of_steps("sgd", 0.05, run.gradient[:40], run.x), rtol=1e-9)
    alone = simulate(Scenario.from_query("optimizer=rmsprop&steps=1"))
    for run, twin in zip(grafted, alone, strict=True):
        a, b = run.x[1] - run.x[0], twin.x[1] - twin.x[0]
        assert a[0] * b[1] - a[1] * b[0] == pytest.approx(0, abs=1e-12)
        assert a @ b > 0


def test_a_chain_of_grafts_ends_at_the_one_with_a_length_of_its_own() -> None:
    chain = Scenario.from_query("optimizer=adam,length=rmsprop&optimizer=rmsprop,length=sgd&optimizer=sgd")
    assert [one.length_from for one in planned_optimizers(chain)] == [2, 2, None]
    direct = Scenario.from_query("optimizer=adam,length=sgd&optimizer=rmsprop,length=sgd&optimizer=sgd")
    assert [run.x.tobytes() for run in simulate(chain)] == [run.x.tobytes() for run in simulate(direct)]


BAD = [
    ("optimizer=adam,length=sgd", "adam", "sgd", "the name of another optimizer of the scenario"),
    ("optimizer=adam,length=adam", "adam", "adam", "the name of another optimizer of the scenario"),
    ("optimizer=sgd,length=nobody&optimizer=adam", "sgd", "nobody", "the name of another optimizer of the scenario"),
    (
        "optimizer=sgd,length=adam&optimizer=adam,length=sgd",
        "sgd",
        "adam",
        "step lengths that do not depend on each other in a circle",
    ),
    (
        "optimizer=sgd,length=adam&optimizer=adam,length=rmsprop&optimizer=rmsprop,length=sgd",
        "sgd",
        "adam",
        "step lengths that do not depend on each other in a circle",
    ),
]


@pytest.mark.parametrize(("query", "optimizer", "value", "allowed"), BAD)
def test_a_length_from_nowhere_is_told_and_dropped(query: str, optimizer: str, value: str, allowed: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(query)
    (problem,) = caught.value.problems
    assert (problem.parameter, problem.value, problem.allowed) == (f"optimizer {optimizer}: length", value, allowed)
    mended, _ = Scenario.nearest(query)
    assert Scenario.from_query(mended.query) == mended
    assert simulate(mended)


NOISY = "surface=rosenbrock&optimizer=sgd&optimizer=sgd,lr=0.0005&start=A,-1.2,1&start=B,0.3,2.5&steps=50&noise=0.3"


def test_noise_is_the_same_draw_for_every_optimizer_and_start() -> None:
    """What SGD saw is its step over its rate; the recorded gradient is exact."""
    scenario = Scenario.from_query(NOISY + "&seed=7")
    rates = [float(one.values["lr"]) for one in scenario.optimizers]
    surface = SURFACES["rosenbrock"]
    q = surface.pack(scenario.surface.values)
    draws = []
    for run in simulate(scenario):
        exact = np.array([surface.gradient(x, y, q) for x, y in run.x.tolist()])
        assert run.gradient.tobytes() == exact.tobytes()
        seen = np.diff(run.x, axis=0) / -rates[run.optimizer]
        draws.append(seen - run.gradient[:-1])
    for first, second in pairwise(draws):
        np.testing.assert_allclose(first, second, atol=1e-9)
    np.testing.assert_allclose(draws[0], noise_of(scenario), atol=1e-9)
    assert np.abs(draws[0]).min() > 1e-6  # there was noise at all


def test_the_seed_makes_the_noise_and_nothing_else_does() -> None:
    seven = noise_of(Scenario.from_query(NOISY + "&seed=7"))
    assert noise_of(Scenario.from_query(NOISY + "&seed=7")).tobytes() == seven.tobytes()
    assert noise_of(Scenario.from_query("optimizer=adam&noise=0.3&seed=7&steps=50")).tobytes() == seven.tobytes()
    assert noise_of(Scenario.from_query("noise=0.3&seed=7&steps=90"))[:50].tobytes() == seven.tobytes()
    assert not np.isclose(noise_of(Scenario.from_query(NOISY + "&seed=8")), seven).any()
    assert not noise_of(Scenario.from_query("seed=7")).any()


def test_the_noise_has_the_size_told() -> None:
    draws = noise_of(Scenario.from_query("noise=2.5&seed=1&steps=10000&optimizer=sgd"))
    assert draws.std(axis=0) == pytest.approx([2.5, 2.5], rel=0.03)
    assert draws.mean(axis=0) == pytest.approx([0, 0], abs=0.1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "own rates · axes 1:1 · no clipping · no noise"),
        (
            "optimizer=sgd,lr=0.05&optimizer=adam&fair=rate",
            "same rate for all, 0.05 · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=rmsprop&optimizer=sgd&fair=length",
            "same step length as RMSprop for all · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=rmsprop,length=sgd&optimizer=sgd",
            "own rates · RMSprop takes the step length of SGD · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd&optimizer=sgd,length=rmsprop&optimizer=rmsprop&optimizer=rmsprop,length=sgd",
            "own rates · step lengths as named · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd&optimizer=sgd,length=rmsprop&optimizer=rmsprop&optimizer=adam,length=sgd",
            "own rates · Adam takes the step length of SGD with its own step length · step lengths as named · "
            "axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd,schedule=cosine,warmup=5&noise=0.5&seed=3",
            "own rates · SGD: cosine schedule, warm-up 5 · axes 1:1 · no clipping · "
            "noise 0.5, the same for all, seed 3",
        ),
        (
            "optimizer=sgd,schedule=cosine,warmup=5&optimizer=adam,schedule=linear&fair=rate",
            "same rate for all, 0.07 · cosine schedule, warm-up 5 for all · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd&optimizer=adam,schedule=linear&fair=length",
            "same step length as SGD for all · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd,weight_decay=0.1&optimizer=sgd,weight_decay=0.2,schedule=linear",
            "own rates · SGD at a constant rate: weight decay 0.1 · SGD with linear decay: weight decay 0.2 · "
            "axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd,weight_decay=0.1&optimizer=sgd,schedule=step,warmup=3,weight_decay=0.1",
            "own rates · SGD with step decay: warm-up 3 · SGD at a constant rate: weight decay 0.1 · "
            "SGD with step decay: weight decay 0.1 · axes 1:1 · no clipping · no noise",
        ),
        (
            "optimizer=sgd,weight_decay=0.1&optimizer=sgd,weight_decay=0.2",
            "own rates · axes 1:1 · no clipping · no noise",
        ),
    ],
)
def test_the_caption_says_what_is_held_equal_and_every_aid(query: str, words: str) -> None:
    assert caption(Scenario.from_query(query)) == words


SIXTHS = ["&".join(ALL.split("&")[part::6]) for part in range(6)]
AIDS = (
    "fair=rate",
    "fair=length",
    "noise=0.3&seed=5",
    "optimizer=adam,lr=0.2,length=sgd,schedule=cosine,warmup=9&optimizer=sgd,schedule=step,every=20",
    "optimizer=adam,beta1=0.5&optimizer=rmsprop,length=adam,weight_decay=0.1",
)
EVERY_AID = [
    f"surface={surface}&{items}&{aid}&steps=60"
    for surface, items, aid in zip(SURFACES, cycle(SIXTHS), cycle(AIDS), strict=False)
]
"""Every surface with an aid and a sixth of the optimizers: in plain Python everything with everything takes minutes."""
TUNED = "optimizer=sgd&optimizer=rmsprop,length=sgd,schedule=cosine&start=A,-8,1.2&fair=tuned&noise=0.01&steps=40"
PROGRAM = """
import hashlib, json, sys
from dataclasses import asdict
from optimizers import Scenario, simulate
from optimizers.form.compiling import COMPILED
from optimizers.run import tuning
from tests.everyone import LIMITS

tuning.A_DECADE = 10  # of 200 rates that are tried, plain Python would take ten times as long

def prints(query):
    runs = simulate(Scenario.from_query(query, LIMITS))
    arrays = [array.tobytes() for run in runs for array in (run.x, run.loss, run.gradient, run.state)]
    ends = [[run.status, run.diverged_at, asdict(run.metrics)] for run in runs]
    return [hashlib.sha256(b"".join(arrays)).hexdigest(), json.dumps(ends)]

print(json.dumps({"compiled": COMPILED, "prints": [prints(query) for query in json.load(sys.stdin)]}))
"""


@pytest.mark.slow
def test_compiled_and_plain_runs_have_the_same_bits() -> None:
    """Also the metrics: their loops are the same in both."""
    answers = []
    for disabled in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", PROGRAM]
        queries = [*EVERY_AID, TUNED]  # tuning only of few optimizers in few steps: it takes long, too
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, input=json.dumps(queries)
        )
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout))
    assert [answer["compiled"] for answer in answers] == [True, False]
    assert answers[0]["prints"] == answers[1]["prints"]
