"""What a step may need besides the gradient: loss, least loss, position, Hessian, the gradient at another point.

Each example rule is run by the kernel and compared with its textbook; and everything that runs a rule runs it too.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Run, Scenario, simulate
from optimizers.form.compiling import COMPILED
from optimizers.form.errors import FormError
from optimizers.run.continuation import continuations
from optimizers.run.fairness import noise_of
from optimizers.run.horizon import horizon
from optimizers.run.rest import at_rest
from optimizers.run.simulation import stream
from optimizers.run.tuning import resolve, tuned_rates
from optimizers.tell.explanation import explain
from optimizers.tell.scoreboard import cells
from optimizers.terms.types import Matrix, Vector
from tests.example_rules import BARE, TEXTBOOKS, Seen, Textbook, extragradient_point, polyak_step
from tests.latex import calculated
from tests.programs import assert_same_bits

ROOT = Path(__file__).parents[3]
SURFACE = "surface=rosenbrock,a=1,b=3"  # its minimum is not the origin: there weight decay pulls
RATES = {"polyak": 0.5, "newton": 0.7, "extragradient": 0.01, "schedule-free": 0.03, "nesterov": 0.01, "adamw": 0.05}
START = (-1.2, 0.7)
STEPS = 60
CLEAR = 20


@pytest.fixture(scope="module", autouse=True)
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The example rules, registered; their kernels go to a folder of their own: no later version shall find them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path_factory.mktemp("kernels"))
        for rule, _ in TEXTBOOKS.values():
            patch.setitem(OPTIMIZERS, rule.name, rule)
        yield


every_rule = pytest.mark.parametrize("name", TEXTBOOKS)


def query(name: str, more: str = "", conditions: str = "") -> str:
    start = f"start=A,{START[0]},{START[1]}"
    return f"{SURFACE}&optimizer=scratch-{name},lr={RATES[name]}{more}&{start}&steps={STEPS}{conditions}"


def with_decay(name: str) -> str:
    return f"optimizer=scratch-{name},lr={RATES[name]},weight_decay=0.1,schedule=cosine"


def grafts(name: str) -> list[str]:
    """Return a scenario in which a rule takes the length of SGD's steps, and one in which SGD takes that of its."""
    item, end = with_decay(name), f"start=A,{START[0]},{START[1]}&steps=30&noise=0.05"
    return [
        f"{SURFACE}&{item},length=sgd&optimizer=sgd,lr=0.01&{end}",
        f"{SURFACE}&optimizer=sgd,lr=0.01,length=scratch-{name}&{item}&{end}",
    ]


def first(text: str) -> Run:
    return simulate(Scenario.from_query(text))[0]


def path(scenario: Scenario, textbook: Textbook, decay: float, rates: Vector) -> Matrix:
    """Return where a textbook goes, (steps + 1, 2), on the function with coupled weight decay."""
    surface, noise = scenario.surface, noise_of(scenario)
    x, memory = np.array([scenario.starts[0].x, scenario.starts[0].y]), {}  # type: tuple[Vector, dict[str, Any]]
    rows = [x]
    for t in range(1, scenario.steps + 1):

        def gradient(at: Vector, t: int = t) -> Vector:
            slope: Vector = np.array(surface.gradient(*at)) + noise[t - 1] + decay * at
            return slope

        def hessian(at: Vector) -> Matrix:
            xx, xy, yy = surface.hessian(*at)
            return np.array([[xx, xy], [xy, yy]]) + decay * np.eye(2)

        seen = Seen(lambda at: float(surface.value(*at) + decay / 2 * at @ at), gradient, hessian, 0.0)
        x = textbook(x, memory, t, float(rates[t - 1]), seen)
        rows.append(x)
    return np.array(rows)


@pytest.mark.slow
@pytest.mark.parametrize("decay", [0.0, 0.3])
@pytest.mark.parametrize("noise", ["", "&noise=0.2&seed=3"])
@every_rule
def test_a_rule_does_what_its_textbook_says(name: str, noise: str, decay: float) -> None:
    scenario = Scenario.from_query(query(name, f",weight_decay={decay},schedule=cosine", noise))
    rates = 0.5 * (1 + np.cos(np.pi * np.arange(STEPS) / STEPS)) * RATES[name]
    found = simulate(scenario)[0].x
    expected = path(scenario, TEXTBOOKS[name][1], decay, rates)
    assert len(found) == STEPS + 1
    # Later Polyak's step amplifies rounding: with weight decay its lowest value is below what can be reached.
    assert np.abs(found - expected)[:CLEAR].max() <= 1e-11
    assert np.abs(np.diff(found, axis=0)).max() > 1e-3


@every_rule
def test_pieces_are_the_whole(name: str) -> None:
    scenario = Scenario.from_query(query(name, ",weight_decay=0.1", "&noise=0.1"))
    (streamed,) = (part for part in stream(scenario) if isinstance(part, Run))
    whole = simulate(scenario)[0]
    for column in ("x", "loss", "gradient", "state"):
        assert getattr(streamed, column).tobytes() == getattr(whole, column).tobytes()


@pytest.mark.parametrize("more", ["", ",weight_decay=0.1", ",weight_decay=0.1,decoupled_weight_decay=1"])
@every_rule
def test_a_step_is_explained_as_it_was_taken(name: str, more: str) -> None:
    scenario = Scenario.from_query(query(name, more, "&noise=0.1"))
    run = simulate(scenario)[0]
    for step in (1, 2, 17):
        why = explain(scenario, 0, 0, step)
        moved = run.x[step] - run.x[step - 1]
        assert np.abs(moved - np.array(why.change)).max() <= 4e-16 * np.abs(run.x[step - 1]).max()
        for line in (line for lines in why.lines for line in lines if line.expression):
            assert float(calculated(line.expression)) == pytest.approx(line.value, rel=2e-3), line


def test_the_gradient_at_another_point_is_shown_with_the_point() -> None:
    scenario = Scenario.from_query(query("nesterov"))
    run = simulate(scenario)[0]
    there = run.x[4] + 0.9 * run.state[4, 0]
    x, y = scenario.surface.gradient(*there)
    for lines, slope in zip(explain(scenario, 0, 0, 5).lines, (x, y), strict=True):
        assert (lines[0].latex, lines[0].value) == (f"g({there[0]:.4g}, {there[1]:.4g}) = {slope:.4g}", slope)
        assert f"- 0.01 \\cdot {lines[0].latex.partition(' = ')[2]}" in lines[1].expression.replace("(-", "-")


@every_rule
def test_a_graft_has_its_direction_and_the_length_of_the_other(name: str) -> None:
    """With a rate that goes down to nearly nothing; by a rule that reads its position, what rounding leaves of it."""
    rounding = 2e-14 if TEXTBOOKS[name][0].reads_position else 4e-16
    for text in grafts(name):
        scenario = Scenario.from_query(text)
        run = simulate(scenario)[0]
        for step in (1, 2, 30):
            explained = explain(scenario, 0, 0, step)
            change = run.x[step] - run.x[step - 1]
            assert np.abs(change - np.array(explained.change)).max() <= rounding * np.abs(run.x[step - 1]).max()
            assert explained.grafted
    # At the first step both begin in the same place, so that the graft can be put together by hand.
    item, begin = with_decay(name), f"start=A,{START[0]},{START[1]}&steps=1"
    alone = [first(f"{SURFACE}&{one}&{begin}").x for one in (item, "optimizer=sgd,lr=0.01")]
    own, other = (np.diff(x, axis=0)[0] for x in alone)
    [grafted, _] = simulate(Scenario.from_query(f"{SURFACE}&{item},length=sgd&optimizer=sgd,lr=0.01&{begin}"))
    assert grafted.x[1] - grafted.x[0] == pytest.approx(own / np.hypot(*own) * np.hypot(*other), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "evaluations"),
    [
        ("polyak", (1, 1, 0)),
        ("newton", (1, 0, 1)),
        ("extragradient", (2, 0, 0)),
        ("schedule-free", (1, 0, 0)),  # it does not look at the gradient where it is
        ("nesterov", (1, 0, 0)),
        ("adamw", (1, 0, 0)),
    ],
)
def test_evaluations_are_counted(name: str, evaluations: tuple[int, int, int]) -> None:
    metrics = first(query(name)).metrics
    found = metrics.gradient_evaluations, metrics.loss_evaluations, metrics.hessian_evaluations
    assert found == tuple(STEPS * count for count in evaluations)


def test_the_evaluations_of_a_graft_are_those_of_both() -> None:
    text = f"{SURFACE}&optimizer=scratch-schedule-free,lr=0.03,length=sgd&optimizer=sgd,lr=0.01&steps=10&start=A,1,2"
    assert first(text).metrics.gradient_evaluations == 20
    text = text.replace("length=sgd", "length=scratch-newton").replace("optimizer=sgd", "optimizer=scratch-newton")
    metrics = first(text).metrics
    assert (metrics.gradient_evaluations, metrics.hessian_evaluations) == (20, 10)


@every_rule
def test_a_run_goes_on_where_it_ended(name: str) -> None:
    """What is continued is what a longer run would have done."""
    scenario = Scenario.from_query(query(name, conditions="&tolerance=0.3"))
    runs = simulate(scenario)
    (ahead,) = continuations(scenario, runs)
    longer = first(query(name, conditions="&tolerance=0.3").replace(f"steps={STEPS}", f"steps={4 * STEPS}"))
    if runs[0].status == "converged":
        assert (ahead.leaves is None) == (longer.metrics.stays is not None)
    assert runs[0].x.tobytes() == longer.x[: STEPS + 1].tobytes()


@every_rule
def test_rounding_does_not_decide_a_smooth_path(name: str) -> None:
    """But for Polyak's step close to the minimum, where it divides one next to nothing by another."""
    (step,) = horizon(Scenario.from_query(query(name)))
    assert step is None or (name == "polyak" and step > CLEAR)


def test_a_rule_that_reads_its_position_does_not_rest_where_the_gradient_is_zero() -> None:
    scenario = Scenario.from_query(f"{SURFACE}&optimizer=scratch-adamw&optimizer=scratch-newton&start=A,1,1&steps=5")
    assert [at_rest(scenario, one, 0) for one in resolve(scenario)] == [False, True]
    assert [bool((run.x != run.x[0]).any()) for run in simulate(scenario)] == [True, False]


def test_the_scoreboard_counts_what_a_rule_needs() -> None:
    scenario = Scenario.from_query(query("newton") + "&optimizer=scratch-polyak&optimizer=sgd")
    heads, *rows = cells(scenario, simulate(scenario))
    counted = [[row[heads.index(head)] for head in ("Evals", "Evals f", "Evals H")] for row in rows]
    assert counted == [["60", "0", "60"], ["60", "60", "0"], ["60", "0", "0"]]
    assert "Evals H" not in cells(plain := Scenario.from_query("steps=5"), simulate(plain))[0]


def prints() -> list[str]:
    """Return the hash of every number of runs of all rules, with noise, weight decay and grafts."""
    texts = [text for name in TEXTBOOKS for text in (query(name, ",weight_decay=0.1", "&noise=0.1"), *grafts(name))]
    runs = [first(text) for text in texts]
    return [
        hashlib.sha256(b"".join(array.tobytes() for array in (run.x, run.loss, run.gradient, run.state))).hexdigest()
        for run in runs
    ]


def test_compiled_and_plain_runs_have_the_same_bits() -> None:
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1" if COMPILED else "0"}
    command = [sys.executable, "-m", "tests.optimizers.rules.test_needs"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found = prints()
    assert done.stdout.split() == found
    assert len(set(found)) == len(found) == 3 * len(TEXTBOOKS)


def test_a_rate_is_found() -> None:
    scenario = Scenario.from_query(query("nesterov", conditions="&fair=tuned"))
    (found,) = tuned_rates(scenario)
    assert found is not None
    assert found.stays


def with_unknown_need(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, curvature: float) -> None:
    x[0] -= curvature


def with_need_of_a_point(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, gradient_at: Vector) -> None:
    x[0] -= gradient_at[0]


@pytest.mark.parametrize(
    ("changes", "function", "explained"),
    [
        ({"step": with_unknown_need}, with_unknown_need, "curvature"),
        ({"step": with_need_of_a_point}, with_need_of_a_point, "gradient_at"),
        ({"step": polyak_step, "point": extragradient_point}, polyak_step, "gradient_at"),
    ],
)
def test_a_rule_that_cannot_be_given_what_it_needs_is_an_error(changes: Any, function: Any, explained: str) -> None:
    with pytest.raises(FormError, match=explained) as raised:
        replace(BARE, **changes)
    assert raised.value.file.endswith(".py")
    assert function.__code__.co_firstlineno <= raised.value.line <= function.__code__.co_firstlineno + 5


if __name__ == "__main__":
    OPTIMIZERS.update({rule.name: rule for rule, _ in TEXTBOOKS.values()})  # type: ignore[attr-defined]  # a mapping that nothing else changes
    sys.stdout.write(" ".join(prints()))


@pytest.mark.parametrize(
    "more", ["", ",weight_decay=0.1,schedule=cosine", ",weight_decay=0.1,decoupled_weight_decay=1"]
)
@every_rule
def test_the_exported_program_has_the_same_bits(name: str, more: str, tmp_path: Path) -> None:
    assert_same_bits(Scenario.from_query(query(name, more, "&noise=0.1&start=B,1,2")), tmp_path)


@every_rule
def test_the_exported_program_of_a_graft_has_the_same_bits(name: str, tmp_path: Path) -> None:
    for text in grafts(name):
        assert_same_bits(Scenario.from_query(text), tmp_path)
