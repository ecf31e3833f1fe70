"""The scoreboard as data and as text: what the page's table tells."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizers import Continuation, Scenario, continuations, simulate
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.double_well import DOUBLE_WELL
from optimizers.tell.scoreboard import COLUMNS, cells, columns, rows

ROOT = Path(__file__).resolve().parents[3]
TWO = Scenario.from_query("optimizer=sgd&optimizer=sgd,lr=0.081&start=A,-8,1.2&start=b,1,1&steps=2000")


def test_a_row_a_run_with_the_runs_own_numbers() -> None:
    runs = simulate(TWO)
    table = rows(TWO, runs)
    assert [row["Run"] for row in table] == ["SGD η = 0.07 A", "SGD η = 0.07 b", "SGD η = 0.081 A", "SGD η = 0.081 b"]
    for run, row in zip(runs, table, strict=True):
        assert row["Loss"] == run.loss[-1]
        assert (row["Reached"], row["Stays"]) == (run.metrics.reached, run.metrics.stays)
        assert list(row)[1:] == [column.name for column in columns(TWO, runs)]


def test_text_by_hand() -> None:
    scenario = Scenario.from_query("surface=ellipse,kappa=1&optimizer=sgd,lr=0.5&start=A,-8,0&steps=2")
    (run,) = simulate(scenario)
    run.loss[-1] = 0.125  # numbers whose text is known
    known: dict[str, Any] = {"reached": None, "flips": (0, 2), "detour": None, "largest_step": 12345.678}
    run.metrics = replace(run.metrics, **known, angle_to_gradient=1e-6, angle_to_minimum=12.345)
    head, row = cells(scenario, [run])
    shown = dict(zip(head, row, strict=True))
    assert (shown["Run"], shown["Loss"], shown["Detour"], shown["Largest"]) == ("SGD A", "0.13", "–", "1.23e4")
    assert (shown["∠ −g"], shown["∠ min"], shown["Reached"], shown["Flips"]) == ("0°", "12.3°", "never", "0, 2")
    assert shown["Evals"] == "2"


def test_status_tells_where_a_run_diverged() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=1&steps=500&start=A,1,1")
    (run,) = simulate(scenario)
    assert run.status == "diverged"
    assert cells(scenario, [run])[1][-1] == f"diverged at step {run.diverged_at}"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("optimizer=custom,step=x=x-lr*sqrt(-1-x*x)&start=A,1,1", "not finite at step 1"),
        ("optimizer=custom,step=x=x-lr*g/(5-t)&start=A,1,1", "not finite at step 5"),
        ("optimizer=custom,step=x=x-100*g&start=A,1,1&steps=30", "diverged at step 1"),
        ("optimizer=sgd,lr=1&start=A,1,1&steps=500", "diverged at step 1"),
    ],
)
def test_status_tells_a_step_without_a_finite_value_from_one_that_leaves_the_domain(query: str, status: str) -> None:
    scenario = Scenario.from_query(query)
    assert cells(scenario, simulate(scenario))[1][-1] == status


def test_status_is_that_of_the_run_continued() -> None:
    """As recorded RMSprop has converged, too; but its limit cycle is wider than the ring."""
    scenario = Scenario.from_query(
        "surface=ellipse,kappa=10&optimizer=rmsprop,lr=0.1,beta=0.9&optimizer=sgd,lr=0.15&optimizer=sgd,lr=0.01"
        "&start=A,-3,1&steps=60"
    )
    runs = simulate(scenario)
    assert [run.status for run in runs] == ["converged", "converged", "running"]
    leaves = continuations(scenario, runs)[0].leaves
    assert leaves is not None
    stays = [run.metrics.stays for run in runs]
    column = cells(scenario, runs)[0].index("Stays")
    assert [row[column] for row in cells(scenario, runs)[1:]] == [f"{stays[0]} until {leaves}", str(stays[1]), "never"]
    assert [row[-1] for row in cells(scenario, runs)[1:]] == [f"stays until step {leaves}", "converged", "running"]
    known = [Continuation(60, None, "running")] * 3
    assert [row["Status"] for row in rows(scenario, runs, known)] == ["running"] * 3


def test_basin_is_a_column_where_there_are_several_minima() -> None:
    scenario = Scenario.from_query("surface=saddle&optimizer=sgd&start=A,1,1&start=B,1,-1&start=C,1,0&steps=200")
    head, *table = cells(scenario, simulate(scenario))
    assert [row[head.index("Basin")] for row in table] == ["(0, 3.16)", "(0, −3.16)", "–"]
    assert [row["Basin"] for row in rows(scenario, simulate(scenario))] == [1, 0, None]
    assert "Basin" not in cells(TWO, simulate(TWO))[0]


def test_a_minimum_that_is_not_the_lowest_is_called_local() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=0.1&start=A,-1.2,0.5&start=B,1.2,0.5&steps=200")
    tilted = replace(scenario, surface=BoundSurface(DOUBLE_WELL, {"tilt": 0.2}))
    head, *table = cells(tilted, simulate(tilted))
    assert [row[head.index("Basin")] for row in table] == ["(−1, 0), local", "(1, 0)"]
    level = replace(scenario, surface=BoundSurface(DOUBLE_WELL, {"tilt": 0.0}))
    head, *table = cells(level, simulate(level))
    assert [row[head.index("Basin")] for row in table] == ["(−1, 0)", "(1, 0)"]


def test_with_noise_flips_are_not_counted() -> None:
    scenario = Scenario.from_query("optimizer=sgd&noise=1")
    head, *table = cells(scenario, simulate(scenario))
    assert {row[head.index("Flips")] for row in table} == {"–"}


@pytest.mark.parametrize(
    ("query", "shown"), [("surface=ellipse", False), ("surface=saddle,wall=0", True), ("surface=saddle", True)]
)
def test_escape_is_a_column_where_there_is_something_to_escape(query: str, shown: bool) -> None:
    scenario = Scenario.from_query(query)
    assert ("Escape" in cells(scenario, simulate(scenario))[0]) is shown


def test_the_page_has_the_same_columns() -> None:
    script = (ROOT / "static/js/readout/scores.js").read_text("utf-8")
    listed = script.partition("COLUMNS = [")[2].partition("\n];")[0]
    shown = re.findall(r'(?:column\(|\bname: )"([^"]+)", (?:title: )?"', listed)  # a copy's columns have no title
    assert shown == [column.name for column in COLUMNS]
