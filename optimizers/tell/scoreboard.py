"""The scoreboard, which compares the runs of a scenario, as values and as text.

``static/js/readout/scores.js`` is its twin.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..query.scenario import Scenario
from ..query.titles import titles
from ..run.continuation import Continuation, continuations
from ..run.runs import Run
from ..surfaces.surface import Landmark
from ..terms.text import short_number

NEVER, NOTHING = "never", "–"
ZERO = 5e-4  # degrees: an angle too small to show is zero, but for rounding


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its meaning, its value for a run (None if there is none), and the value as text.

    Value and text depend on a run and on how it continues after its last step.
    """

    name: str
    title: str
    value: Callable[[Run, Continuation], Any]
    text: Callable[[Run, Continuation], str]


def _column(name: str, title: str, value: Callable[[Run], Any], text: Callable[[Any], str]) -> Column:
    return Column(name, title, lambda run, _: value(run), lambda run, _: text(value(run)))


def _metric(name: str, title: str, metric: str, text: Callable[[Any], str]) -> Column:
    return _column(name, title, lambda run: getattr(run.metrics, metric), text)


def _step(step: int | None) -> str:
    return NEVER if step is None else str(step)


def _short(value: float | None) -> str:
    return NOTHING if value is None else short_number(value, 3)


def _degrees(value: float | None) -> str:
    return NOTHING if value is None else short_number(0.0 if value < ZERO else value, 3) + "°"


def _pair(flips: tuple[int, int] | None) -> str:
    return NOTHING if flips is None else ", ".join(map(str, flips))


def _stays(run: Run, ahead: Continuation) -> str:
    until = "" if ahead.leaves is None or ahead.rounded else f" until {ahead.leaves}"
    return _step(run.metrics.stays) + until


def _status(run: Run, ahead: Continuation) -> str:
    if ahead.leaves is not None:
        return "stays for a while" if ahead.rounded else f"stays until step {ahead.leaves}"
    if ahead.status != "diverged":
        return ahead.status
    left = run.diverged_at is not None and run.diverged_at <= run.steps
    return f"{'diverged' if left else 'not finite'} at step {run.diverged_at}"  # before it could leave the domain


COLUMNS = (
    _column("Loss", "loss f at the last step", lambda run: float(run.loss[-1]), short_number),
    _metric("Reached", "first step inside the ring of a minimum, or within the tolerance", "reached", _step),
    Column(
        "Stays",
        "first step from which it stays there, and the step at which it leaves again, if it does",
        lambda run, _: run.metrics.stays,
        _stays,
    ),
    _metric("Basin", "the minimum it stays at", "basin", _step),
    _metric("Flips", "how often x or y turned back by more than a pixel; not counted with noise", "flips", _pair),
    _metric("Detour", "path length divided by the straight distance between its ends", "detour", _short),
    _metric("Largest", "length of the largest step", "largest_step", _short),
    _metric("∠ −g", "mean angle of the steps to the negative gradient", "angle_to_gradient", _degrees),
    _metric("∠ min", "mean angle of the steps to the nearest minimum", "angle_to_minimum", _degrees),
    _metric("Evals", "gradient evaluations", "gradient_evaluations", str),
    _metric("Evals f", "evaluations of f that the steps took", "loss_evaluations", str),
    _metric("Evals H", "evaluations of the Hessian", "hessian_evaluations", str),
    _metric("Escape", "first step at which the loss is below the saddle", "escape_step", _step),
    Column("Status", "status of the run, checked beyond its last step", _status, _status),
)


def columns(scenario: Scenario, runs: Sequence[Run]) -> list[Column]:
    """Return the columns that are useful for ``runs``, all runs of ``scenario``."""
    minima = scenario.surface.minima
    stuck = all(run.metrics.escape_step is None for run in runs)
    idle = {
        "Basin": len(minima) < 2,
        "Escape": len(minima) > 0 and stuck,
        "Evals f": not any(run.metrics.loss_evaluations for run in runs),
        "Evals H": not any(run.metrics.hessian_evaluations for run in runs),
    }
    return [_located(column, minima) for column in COLUMNS if not idle.get(column.name)]


def _located(column: Column, minima: Sequence[Landmark]) -> Column:
    """Return the column of basins with coordinates instead of the minima's numbers, any other one unchanged.

    A minimum that is not the lowest is called local.
    """

    def text(run: Run, _: Continuation) -> str:
        if run.metrics.basin is None:
            return NOTHING
        minimum = minima[run.metrics.basin]
        there = f"({short_number(minimum.x, 3)}, {short_number(minimum.y, 3)})"
        if minimum.radius:
            there = f"circle of radius {short_number(minimum.radius, 3)}"
        return there if minimum.lowest else f"{there}, local"

    return replace(column, text=text) if column.name == "Basin" else column


def rows(scenario: Scenario, runs: Sequence[Run], ahead: Sequence[Continuation] | None = None) -> list[dict[str, Any]]:
    """Return a row for each run, by heading: first Run, a name such as "Adam A", then the value of every column.

    ahead: how the runs continue, by default as ``continuations`` finds it.
    """
    shown = columns(scenario, runs)
    ahead = continuations(scenario, runs) if ahead is None else ahead
    return [
        {"Run": name, **{column.name: column.value(run, after) for column in shown}}
        for name, run, after in zip(names(scenario, runs), runs, ahead, strict=True)
    ]


def cells(scenario: Scenario, runs: Sequence[Run], ahead: Sequence[Continuation] | None = None) -> list[list[str]]:
    """Return the same as text, as on the page: the headings, then a row for each run."""
    shown = columns(scenario, runs)
    ahead = continuations(scenario, runs) if ahead is None else ahead
    body = [
        [name, *(column.text(run, after) for column in shown)]
        for name, run, after in zip(names(scenario, runs), runs, ahead, strict=True)
    ]
    return [["Run", *(column.name for column in shown)], *body]


def names(scenario: Scenario, runs: Sequence[Run]) -> list[str]:
    """Return the name of each run: the title of its optimizer and the label of its start."""
    called = titles(scenario)
    return [f"{called[run.optimizer]} {scenario.starts[run.start].label}" for run in runs]
