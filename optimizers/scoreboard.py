"""The scoreboard: how the runs of a scenario compare, as values and as text. ``static/js/scores.js`` is its twin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .continuation import Continuation, continuations
from .naming import titles
from .runs import Run
from .scenario import SURFACES, Scenario
from .text import short_number

NEVER, NOTHING = "never", "–"
ZERO = 5e-4  # degrees: less than shows is the rounding of an angle of zero


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it means, its value for a run (None where there is none), and that as text.

    value: of a run, and of how it goes on after its last step.
    """

    name: str
    title: str
    value: Callable[[Run, Continuation], Any]
    text: Callable[[Any], str]


def _metric(name: str) -> Callable[[Run, Continuation], Any]:
    return lambda run, _: getattr(run.metrics, name)


def _step(step: int | None) -> str:
    return NEVER if step is None else str(step)


def _short(value: float | None) -> str:
    return NOTHING if value is None else short_number(value, 3)


def _degrees(value: float | None) -> str:
    return NOTHING if value is None else short_number(0.0 if value < ZERO else value, 3) + "°"


def _status(run: Run, ahead: Continuation) -> str:
    if ahead.leaves is not None:
        return f"stays until step {ahead.leaves}"
    return f"diverged at step {run.diverged_at}" if ahead.status == "diverged" else ahead.status


COLUMNS = (
    Column("Loss", "f at the last step", lambda run, _: float(run.loss[-1]), short_number),
    Column("Reached", "first step inside the ring of a minimum, or within the tolerance", _metric("reached"), _step),
    Column("Stays", "first step from which on it stays there", _metric("stays"), _step),
    Column(
        "Flips",
        "how often x and y turned back by more than a pixel",
        _metric("flips"),
        lambda flips: NOTHING if flips is None else ", ".join(map(str, flips)),
    ),
    Column("Detour", "path length over the straight distance between its ends", _metric("detour"), _short),
    Column("Largest", "length of the largest step", _metric("largest_step"), _short),
    Column("∠ −g", "mean angle of the steps to the negative gradient", _metric("angle_to_gradient"), _degrees),
    Column("∠ min", "mean angle of the steps to the nearest minimum", _metric("angle_to_minimum"), _degrees),
    Column("Evals", "gradient evaluations", _metric("gradient_evaluations"), str),
    Column("Escape", "first step at which it has left the saddle", _metric("escape_step"), _step),
    Column("Status", "of the run, continued beyond its last step", _status, str),
)


def columns(scenario: Scenario, runs: Sequence[Run]) -> list[Column]:
    """Return the columns that say something about ``runs``, all those of ``scenario``."""
    bounded = SURFACES[scenario.surface.name].floor(scenario.surface.values) is not None
    stuck = all(run.metrics.escape_step is None for run in runs)
    return [column for column in COLUMNS if not (column.name == "Escape" and bounded and stuck)]


def rows(scenario: Scenario, runs: Sequence[Run], ahead: Sequence[Continuation] | None = None) -> list[dict[str, Any]]:
    """Return a row a run, by heading: first Run, its name such as "Adam A", then the value of every column.

    ahead: how the runs go on, by default as ``continuations`` finds it.
    """
    shown = columns(scenario, runs)
    ahead = continuations(scenario, runs) if ahead is None else ahead
    return [
        {"Run": name, **{column.name: column.value(run, after) for column in shown}}
        for name, run, after in zip(names(scenario, runs), runs, ahead, strict=True)
    ]


def cells(scenario: Scenario, runs: Sequence[Run], ahead: Sequence[Continuation] | None = None) -> list[list[str]]:
    """Return the same as text, as the page shows it: the headings, then a row a run."""
    shown = columns(scenario, runs)
    body = [[row["Run"], *(column.text(row[column.name]) for column in shown)] for row in rows(scenario, runs, ahead)]
    return [["Run", *(column.name for column in shown)], *body]


def names(scenario: Scenario, runs: Sequence[Run]) -> list[str]:
    """Return what each run is called: the title of its optimizer and the label of its start."""
    called = titles([choice.name for choice in scenario.optimizers])
    return [f"{called[run.optimizer]} {scenario.starts[run.start].label}" for run in runs]
