"""The scoreboard as data and as text: what the page's table tells."""

import re
from pathlib import Path

import pytest

from optimizers import Scenario, simulate
from optimizers.scoreboard import COLUMNS, cells, columns, rows

ROOT = Path(__file__).resolve().parents[1]
TWO = Scenario.from_query("optimizer=sgd&optimizer=sgd,lr=0.081&start=A,-8,1.2&start=b,1,1&steps=2000")


def test_a_row_a_run_with_the_runs_own_numbers() -> None:
    runs = simulate(TWO)
    table = rows(TWO, runs)
    assert [row["Run"] for row in table] == ["SGD A", "SGD b", "SGD 2 A", "SGD 2 b"]
    for run, row in zip(runs, table, strict=True):
        assert row["Loss"] == run.loss[-1]
        assert (row["Hit"], row["Settled"]) == (run.metrics["first_hit"], run.metrics["settled"])
        assert list(row)[1:] == [column.name for column in columns(TWO, runs)]


def test_text_by_hand() -> None:
    scenario = Scenario.from_query("surface=ellipse,kappa=1&optimizer=sgd,lr=0.5&start=A,-8,0&steps=2")
    (run,) = simulate(scenario)
    run.loss[-1] = 0.125  # numbers whose text is known
    run.metrics |= {"detour": None, "largest_step": 12345.678, "angle_to_gradient": 1e-6, "angle_to_minimum": 12.345}
    head, row = cells(scenario, [run])
    told = dict(zip(head, row, strict=True))
    assert (told["Run"], told["Loss"], told["Detour"], told["Largest"]) == ("SGD A", "0.13", "–", "1.23e4")
    assert (told["∠ −g"], told["∠ min"], told["Hit"], told["Flips"]) == ("0°", "12.3°", "never", "0, 0")
    assert told["Evals"] == "2"


def test_status_tells_where_a_run_diverged() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=1&steps=500&start=A,1,1")
    (run,) = simulate(scenario)
    assert run.status == "diverged"
    assert cells(scenario, [run])[1][-1] == f"diverged at step {run.diverged_at}"


@pytest.mark.parametrize(
    ("query", "shown"), [("surface=ellipse", False), ("surface=saddle,wall=0", True), ("surface=saddle", True)]
)
def test_escape_is_a_column_where_there_is_something_to_escape(query: str, shown: bool) -> None:
    scenario = Scenario.from_query(query)
    assert ("Escape" in cells(scenario, simulate(scenario))[0]) is shown


def test_the_page_has_the_same_columns() -> None:
    script = (ROOT / "static/js/scores.js").read_text("utf-8")
    listed = script.partition("COLUMNS = [")[2].partition("\n];")[0]
    assert re.findall(r'(?:column\(|name: )"([^"]+)"', listed) == [column.name for column in COLUMNS]
