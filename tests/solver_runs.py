"""Runs of solvers, and the same runs by their references in long double."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optimizers import Run, Scenario, simulate
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.reference.finding import numbers, path_of
from tests.reference.number import Real, real
from tests.reference.seen import Seen

RUNS: Mapping[str, tuple[str, ...]] = {
    "line-search": ("", ",lr=0.3,rho=0.7,c=0.1", ",exact=1"),
    "cg": ("",),
    "bfgs": ("",),
    "nelder-mead": ("", ",xatol=0.01,fatol=0.5"),
}
"""The settings of each solver that are compared with its reference."""

PLACES = (
    "surface=ellipse,kappa=25,theta=30&start=A,-8,1.2&steps=40",
    "surface=rosenbrock,b=7&start=A,-1.2,1&steps=25",
    "surface=himmelblau&start=A,-0.3,-1&steps=30",
    "surface=beale&start=A,0.5,-0.8&steps=30",
)


def runs_of(name: str) -> list[str]:
    """Return the queries of runs that are compared."""
    places = [place + "0" for place in PLACES] if name == "nelder-mead" else PLACES  # it takes more steps to its end
    return [f"{place}&optimizer={name}{values}" for values in RUNS[name] for place in places]


def compared(name: str) -> int:
    """Return how many steps are compared with the reference of a solver."""
    return sum(taken(run_of(query)) for query in runs_of(name))


def taken(run: Run) -> int:
    """Return after how many steps a solver stopped."""
    moved = np.flatnonzero((np.diff(run.x, axis=0) != 0).any(axis=1))
    return int(moved[-1]) + 1 if len(moved) else 0


def run_of(query: str) -> Run:
    [run] = simulate(Scenario.from_query(query))
    return run


def exact(query: str, run: Run, **changed: Value) -> Matrix:
    """Return the path of the only run of a scenario by the reference; changed: values of hyper-parameters."""
    scenario = Scenario.from_query(query)
    (one,), (start,) = scenario.optimizers, scenario.starts
    f = Seen(scenario.surface.name, numbers(scenario.surface.values), Real(0), real([0, 0]))
    lengths = np.sqrt((np.diff(real(run.x), axis=0) ** 2).sum(axis=1))[: taken(run)]
    p = numbers({**one.values, **changed})
    rows: list[Any] = [real([start.x, start.y])]
    rows += path_of(one.name)(f, rows[0], scenario.steps, p, lengths)
    rows += [rows[-1]] * (scenario.steps + 1 - len(rows))
    return np.asarray(rows, dtype=np.float64)


def error(query: str) -> float:
    """Return how far a run is from its reference at most, relative to the farthest that it has been so far."""
    run = run_of(query)
    right = exact(query, run)
    return float((np.abs(run.x - right) / np.maximum.accumulate(np.abs(right), axis=0)).max())
