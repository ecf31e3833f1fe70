"""Solvers against their references, closed forms and the conditions that their papers state."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Run, Scenario, explain, simulate
from optimizers.rules.solver import Direction
from optimizers.terms.types import Matrix, Vector
from tests.solver_runs import RUNS, error, exact, run_of, runs_of, taken

NAMES = [name for name, rule in OPTIMIZERS.items() if rule.solver]
LINES = ("line-search", "cg", "bfgs")  # those that search along a line
ROSENBROCK = "surface=rosenbrock&start=A,-1.2,1&steps=60"
NEAR = 1e-12
SEEN = 1e-6


def direction_of(name: str) -> Direction:
    solver = OPTIMIZERS[name].solver
    assert solver is not None
    assert solver.direction is not None
    return solver.direction


def toward(name: str, x: Matrix, g: Matrix) -> Vector:
    """Return the direction of the next step as numbers."""
    return np.array([sum(a * b for a, b in terms) for terms in direction_of(name)(x, g)])


def test_every_solver_is_compared() -> None:
    assert list(RUNS) == NAMES


@pytest.mark.parametrize("query", [query for name in RUNS for query in runs_of(name)])
def test_a_solver_takes_the_path_of_its_reference(query: str) -> None:
    assert taken(run_of(query)) > 2
    assert error(query) <= NEAR


def first_change(name: str, parameter: str, values: Any, rest: str = "") -> None:
    """Assert that for one of ``values`` one per cent more changes the path, and the reference changes alike."""
    for value in values:
        query = f"surface=himmelblau&start=A,-0.3,-1&steps=80&optimizer={name},{parameter}={value!r}{rest}"
        more = query.replace(f"={value!r}", f"={1.01 * value!r}")
        run, other = run_of(query), run_of(more)
        if np.abs(run.x - other.x).max() > SEEN:
            right = exact(query, run)
            assert np.abs(run.x - right).max() <= NEAR
            assert np.abs(other.x - right).max() > SEEN
            return
    pytest.fail(f"one per cent of {parameter} is seen nowhere")


@pytest.mark.parametrize(
    ("name", "parameter", "values", "rest"),
    [
        ("line-search", "lr", [0.2], ""),
        ("line-search", "rho", [0.6], ""),
        ("line-search", "c", np.geomspace(0.05, 0.5, 240).tolist(), ""),
        ("nelder-mead", "xatol", np.geomspace(1e-3, 1e-1, 460).tolist(), ",fatol=1"),
        ("nelder-mead", "fatol", np.geomspace(1e-5, 1e-1, 920).tolist(), ",xatol=1"),
    ],
)
def test_one_per_cent_of_a_parameter_is_seen(name: str, parameter: str, values: list[float], rest: str) -> None:
    first_change(name, parameter, values, rest)


@pytest.mark.parametrize("name", ["cg", "bfgs"])
def test_a_gradient_just_above_the_tolerance_is_not_yet_the_end(name: str) -> None:
    run = run_of(f"{ROSENBROCK}&optimizer={name}")
    sizes = np.abs(run.gradient).max(axis=1)
    step = int(np.argmin(np.where(sizes < sizes[0] / 100, np.arange(len(sizes)), np.inf)))  # the first that is so small
    for factor, stops in ((0.995, False), (1.005, True)):
        other = run_of(f"{ROSENBROCK}&optimizer={name},gtol={factor * float(sizes[step])!r}")
        assert (taken(other) == step) == stops


@pytest.mark.parametrize("kappa", [4.0, 25.0])
def test_exact_line_search_zigzags_as_the_closed_form(kappa: float) -> None:
    """From (κ, 1) on ½x² + ½κy² steepest descent has x = qᵏ (κ, (−1)ᵏ) with q = (κ − 1)/(κ + 1)."""
    run = run_of(f"surface=ellipse,kappa={kappa}&start=A,{kappa},1&steps=20&optimizer=line-search,exact=1")
    k = np.arange(21)
    right = ((kappa - 1) / (kappa + 1)) ** k * np.array([kappa + 0 * k, (-1.0) ** k])
    assert np.abs(run.x - right.T).max() <= 1e-13 * kappa
    assert run.metrics.hessian_evaluations == run.metrics.gradient_evaluations == 20
    assert run.metrics.loss_evaluations == 21


def test_an_accepted_step_is_the_first_that_lowers_f_enough() -> None:
    scenario = Scenario.from_query(f"{ROSENBROCK}&optimizer=line-search,rho=0.5,c=0.01,lr=1")
    [run], f, lengths = simulate(scenario), scenario.surface, []
    for k in range(run.steps):
        g, x = run.gradient[k], run.x[k]
        halvings = round(-np.log2((run.x[k + 1] - x) @ -g / (g @ g)))
        enough = [float(f.value(*(x - g / 2**j))) <= run.loss[k] - 0.01 * (g @ g) / 2**j for j in range(halvings + 1)]
        assert enough == [False] * halvings + [True], k
        lengths.append(halvings)
    assert len(set(lengths)) > 2
    assert run.metrics.loss_evaluations == 1 + sum(lengths) + run.steps
    assert run.metrics.gradient_evaluations == run.steps


@pytest.mark.parametrize("name", ["cg", "bfgs"])
def test_with_exact_steps_its_directions_lead_to_the_minimum_of_a_quadratic_in_two(name: str) -> None:
    H = np.array([[3.0, 1.0], [1.0, 9.0]])
    x = np.array([[-4.0, 2.5]])
    directions = []
    for _ in range(2):
        d = toward(name, x, x @ H)
        directions.append(d)
        x = np.vstack([x, x[-1] - (x[-1] @ H @ d) / (d @ H @ d) * d])
    assert np.abs(x[2]).max() < 1e-14 < np.abs(x[1]).max()
    assert directions[0] @ H @ directions[1] == pytest.approx(0.0, abs=1e-11)


@pytest.mark.parametrize(("name", "c2"), [("cg", 0.4), ("bfgs", 0.9)])
@pytest.mark.parametrize("surface", ["surface=rosenbrock&start=A,-1.2,1", "surface=beale&start=A,0.5,-0.8"])
def test_each_step_goes_along_its_direction_and_meets_the_wolfe_conditions(name: str, c2: float, surface: str) -> None:
    run = run_of(f"{surface}&optimizer={name}&steps=60")
    for k in range(taken(run) - 1):  # the last step may be too short for its recurrence to be found in the positions
        d, step = toward(name, run.x[: k + 1], run.gradient[: k + 1]), run.x[k + 1] - run.x[k]
        assert d @ step == pytest.approx(np.hypot(*d) * np.hypot(*step), rel=1e-9)
        assert run.loss[k + 1] <= run.loss[k] + 1e-4 * (run.gradient[k] @ step)
        assert abs(run.gradient[k + 1] @ d) <= c2 * abs(run.gradient[k] @ d) * (1 + 1e-9)


@pytest.mark.parametrize(("name", "method"), [("cg", "CG"), ("bfgs", "BFGS"), ("nelder-mead", "Nelder-Mead")])
def test_the_run_and_its_evaluations_are_those_that_scipy_reports(name: str, method: str) -> None:
    from scipy.optimize import minimize

    scenario = Scenario.from_query(f"{ROSENBROCK}&optimizer={name}&steps=200".replace("steps=60&", ""))
    [run], f = simulate(scenario), scenario.surface
    slope: Callable[[Vector], Vector] | None = (lambda x: np.array(f.gradient(*x))) if method != "Nelder-Mead" else None
    found = minimize(lambda x: float(f.value(*x)), [-1.2, 1.0], jac=slope, method=method, options={"return_all": True})
    assert run.x[: taken(run) + 1].tolist() == [list(x) for x in np.array(found.allvecs)][: taken(run) + 1]
    assert run.x[-1].tolist() == found.x.tolist()
    assert run.metrics.loss_evaluations == found.nfev
    assert run.metrics.gradient_evaluations == found.get("njev", 0)


@pytest.mark.parametrize("name", LINES)
def test_the_explanation_of_a_step_says_its_direction_its_length_and_what_it_cost(name: str) -> None:
    scenario = Scenario.from_query(f"{ROSENBROCK}&optimizer={name}")
    [run] = simulate(scenario)
    for step in (1, 2, 7):
        found = explain(scenario, 0, 0, step)
        d = toward(name, run.x[:step], run.gradient[:step])
        assert found.change == tuple(run.x[step] - run.x[step - 1])
        for i, lines in enumerate(found.lines):
            assert [line.symbol for line in lines] == ["d", r"\Delta"]
            assert [line.value for line in lines] == pytest.approx([d[i], found.change[i]])
            length = float(lines[1].expression.split(r"\cdot")[0])
            assert length * d[i] == pytest.approx(found.change[i], rel=2e-3)
        assert found.remark.startswith(f"For this step {OPTIMIZERS[name].title} took ")
        assert "of the gradient" in found.remark


def test_a_step_after_the_end_is_said_to_be_none() -> None:
    scenario = Scenario.from_query(f"{ROSENBROCK}&optimizer=bfgs")
    [run] = simulate(scenario)
    found = explain(scenario, 0, 0, 50)
    assert (found.change, found.lines[0][0].note) == ((0.0, 0.0), "no change: the solver has stopped")
    counts = f"{run.metrics.gradient_evaluations} evaluations of the gradient and {run.metrics.loss_evaluations}"
    assert (
        found.remark
        == f"BFGS stopped after {taken(run)} steps, having taken {counts} evaluations of f, and stays there."
    )


def evaluations(run: Run) -> tuple[int, int, int]:
    found = run.metrics
    return found.gradient_evaluations, found.loss_evaluations, found.hessian_evaluations


def test_evaluations_of_steps_add_up_to_those_of_the_run() -> None:
    """The numbers in the remarks, up to the step with which the run ends."""
    query = "surface=himmelblau&start=A,-0.3,-1&steps=6&optimizer=nelder-mead"
    scenario = Scenario.from_query(query)
    [run] = simulate(scenario)
    counts = [int(explain(scenario, 0, 0, k).remark.split(" took ")[1].split(" ")[0]) for k in range(1, 7)]
    assert evaluations(run) == (0, sum(counts), 0)
