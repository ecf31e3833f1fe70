"""What the page finds on a run is what the library finds on it: every metric, but for arc tangents to the last bit."""

import base64
import json
import math
from typing import Any

import numpy as np
import pytest

from app.encoding import endings
from optimizers import Scenario, simulate
from optimizers.query.conditions import USUAL
from optimizers.run import judge
from optimizers.run.arrival import measures_of
from optimizers.run.draws import noisy
from optimizers.run.metrics import Criteria, Effort, Found, measure
from optimizers.run.nearest import norm
from optimizers.run.plan import plan
from optimizers.run.target import Target
from optimizers.terms.types import Matrix, Vector
from tests.javascript import Ask
from tests.truth.generator import scenario as truthful
from tests.verdict_words import drawn

ROUNDING = 1e-12  # of an arc tangent, which is another function in each browser
QUERIES = [
    "optimizer=sgd,lr=0.07&optimizer=sgd,lr=0.09&start=A,-8,1.2&start=B,-0.6,4&start=C,0,0&steps=120",
    "optimizer=sgd,lr=1e100&optimizer=adam,lr=1e100&start=A,-8,1.2&steps=40",
    "surface=rastrigin&optimizer=sgd&optimizer=rmsprop&start=A,3.7,-1.2&steps=900",
    "surface=drop-wave&optimizer=momentum&optimizer=adam&start=A,1.1,0.7&start=B,0,0&steps=400&target=loss",
    "surface=saddle&optimizer=sgd&optimizer=momentum&start=A,-3.5,0.01&start=B,2,0&steps=300",
    "surface=monkey-saddle&optimizer=sgd&start=A,0.3,0.2&steps=60&target=loss&tolerance=0.3",
    "optimizer=sgd,length=adam&optimizer=adam&optimizer=newton&start=A,-8,1.2&steps=50&noise=0.4&seed=3",
    "optimizer=sgd&start=A,-8,1.2&steps=1",
]


def answered(ask: Ask, run: tuple[Matrix, Vector, Matrix], steps: int, *criteria: Any) -> dict[str, Any]:
    x, loss, gradient = run
    columns = [base64.b64encode(column.tobytes()).decode() for column in (*x.T, loss, *gradient.T)]
    found: dict[str, Any] = ask("judged", columns, steps, *criteria)
    return found


def assert_alike(found: dict[str, Any], expected: Found) -> None:
    """Hold what the page finds against the end of the server's stream."""
    (sent,) = json.loads(endings([expected]))["runs"]
    metrics, others = sent.pop("metrics"), found.pop("metrics")
    assert found == {name: value for name, value in sent.items() if name not in ("optimizer", "start")}
    assert list(others) == list(metrics)
    for name, value in metrics.items():
        if "angle" in name and value is not None:
            assert math.isclose(others[name], value, rel_tol=ROUNDING, abs_tol=ROUNDING), name
        else:
            assert others[name] == value, name


def assert_judged_alike(ask: Ask, scenario: Scenario) -> set[str]:
    """Hold all runs of a scenario, but those of solvers, against the page's; return how they end."""
    measures = json.loads(json.dumps(measures_of(scenario.surface)))
    resolved, seen = plan(scenario), set()
    for run in simulate(scenario):
        one = resolved.optimizers[run.optimizer]
        if one.rule.solver:
            continue
        effort = one.effort(resolved.length_optimizer(run.optimizer))._asdict()
        assert run.found is not None
        criteria = measures, dict(scenario.conditions), noisy(scenario), effort
        found = answered(ask, (run.x, run.loss, run.gradient), scenario.steps, *criteria)
        seen.add(found["status"])
        assert_alike(found, run.found)
    return seen


@pytest.mark.parametrize("query", QUERIES)
def test_a_scenario_is_judged_alike(query: str, ask: Ask) -> None:
    assert_judged_alike(ask, Scenario.from_query(query))


def test_random_scenarios_are_judged_alike(ask: Ask) -> None:
    """Over the whole catalog; some of their runs end in each way."""
    seen = {status for seed in range(80) for status in assert_judged_alike(ask, drawn(seed))}
    seen |= {status for seed in range(80) for status in assert_judged_alike(ask, Scenario.from_query(truthful(seed)))}
    assert seen == {"converged", "running", "diverged"}


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e-30, 1.0, 1e100, 1e200, 1e308])
def test_wild_paths_are_judged_alike(size: float, ask: Ask) -> None:
    """Of numbers whose squares overflow or vanish, with gradients that are no numbers, in circles and to no minimum."""
    random = np.random.default_rng(5)
    for minima in ([], [(0.0, 0.0, 0.0)], [(0.0, 0.0, size), (size / 2, 0.0, 0.0), (-size, size, size / 3)]):
        for rows, steps in ((1, 1), (2, 1), (2, 5), (300, 299)):
            x = size * random.uniform(-1, 1, (rows, 2)) * random.choice([0.0, 1e-6, 1.0], (rows, 1))
            loss = np.abs(size * random.uniform(0, 1, rows))
            gradient = size * random.choice([-1.0, 0.0, 1e-9, 1.0], (rows, 2))
            with np.errstate(invalid="ignore"):
                gradient[-1:] *= random.choice([1.0, np.inf])
            edges = tuple((size * random.uniform(-1, 1, 4)).tolist())
            domain = (min(edges[:2]), max(edges[:2])), (min(edges[2:]), max(edges[2:]))
            with np.errstate(over="ignore"):
                measures: dict[str, Any] = {
                    "minima": minima,
                    "floor": None if not minima else 0.0,
                    "saddle": float(random.choice([0.1, 0.9])) * size,
                    "pixel": 0.1 * size,
                    "diagonal": size,
                    "domain": [*domain[0], *domain[1]],
                }
            for target in ("distance", "loss"):
                conditions = {**USUAL, "target": target, "tolerance": 0.25}
                ring = target == "distance"
                aim = Target(np.array(minima).reshape(-1, 3), 0.25 * size if ring else None, measures["floor"], 0.25)
                below = 1e-4 if ring else 0.25
                criteria = Criteria(aim, measures["pixel"], False, measures["saddle"], below, domain)
                expected = measure(x, loss, gradient, steps, criteria, Effort(2, 1, 0))
                effort = {"gradients": 2, "losses": 1, "hessians": 0}
                found = answered(ask, (x, loss, gradient), steps, measures, conditions, False, effort)
                assert_alike(found, expected)


def test_a_length_has_the_same_bits(ask: Ask) -> None:
    random = np.random.default_rng(3)
    scales = 10.0 ** random.uniform(-320, 308, (2000, 1))
    vectors = [*(scales * random.uniform(-1, 1, (2000, 2))).tolist(), [0.0, 0.0], [0.0, -3.0], [1.7e308, 1.7e308]]
    found = [float(text.replace("Infinity", "inf")) for text in ask("norms", vectors)]
    with np.errstate(over="ignore"):
        assert found == [norm(dx, dy) for dx, dy in vectors]
    assert found == pytest.approx([math.hypot(dx, dy) for dx, dy in vectors], rel=3e-16, abs=1e-323)
    assert judge.outside(3.0, 4.0, -1.0, 0.0, -1.0, 0.0) == 5.0
