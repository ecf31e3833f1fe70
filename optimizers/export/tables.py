"""Every step of every run as a file, with the scenario and the versions that made it.

Numbers are written as the shortest text that reads back as the same bits.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..query.scenario import Scenario
from ..query.titles import titles
from ..run.continuation import Continuation, continuations
from ..run.evaluations import evaluations
from ..run.runs import Run
from ..run.solving import solves
from ..run.tuning import caption
from ..terms.text import finite
from ..terms.types import Vector

COLUMNS = ("x", "y", "loss", "gx", "gy")
COUNTED = ("gradients", "losses", "hessians")
ROWS = 1000  # in a piece, about 100 kB


def about(scenario: Scenario) -> dict[str, str]:
    """Return what determines the numbers: the scenario in its canonical form, the caption of what is held equal, and
    the versions of this package and of NumPy, which draws the noise.
    """
    return {
        "scenario": scenario.query,
        "caption": caption(scenario),
        "optimizer-trajectories": version("optimizer-trajectories"),
        "numpy": np.__version__,
    }


def to_csv(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return a row for every step of ``runs``, all runs of ``scenario``: optimizer, start, step, x, y, loss, gx, gy.

    Where there are solvers, whose steps differ in cost, three columns more count the gradients, values (losses) and
    Hessians evaluated up to the step. Lines ``# name: value`` come first
    (``pandas.read_csv(file, comment="#")`` skips them). Gradients are exact, without noise.
    """
    return "".join(csv_pieces(scenario, runs))


def csv_pieces(scenario: Scenario, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what ``to_csv`` returns, at most ``ROWS`` rows at a time, each piece made when it is asked for."""
    yield csv_head(scenario)
    for run in runs:
        counted = counts(scenario, run)
        for first in range(0, len(run.loss), ROWS):
            yield csv_rows(scenario, run, first, first + ROWS, counted)


def csv_head(scenario: Scenario) -> str:
    """Return what ``to_csv`` begins with: what determines the numbers, and the names of the columns."""
    head = "".join(f"# {name}: {value}\n" for name, value in about(scenario).items())
    return head + _rows([("optimizer", "start", "step", *COLUMNS, *(COUNTED if _counts(scenario) else ()))])


def counts(scenario: Scenario, run: Run) -> list[NDArray[np.int64]]:
    """Return the columns of what a run has evaluated, none where there is no solver."""
    return list(evaluations(scenario, run).T) if _counts(scenario) else []


def csv_rows(scenario: Scenario, run: Run, first: int, end: int, counted: Sequence[NDArray[np.int64]]) -> str:
    """Return the rows of the steps ``first`` to ``end`` of a run, without ``end``. counted: see ``counts``."""
    name = titles(scenario)[run.optimizer]
    label, columns = scenario.starts[run.start].label, _columns(run).values()
    values = zip(*(column[first:end].tolist() for column in (*columns, *counted)), strict=True)
    return _rows((name, label, step, *row) for step, row in enumerate(values, first))


def to_json(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return the same as JSON, with status, continuation and metrics of each run; a number that is not finite is null.

    For each run x, y, loss, gx and gy are arrays with one value for each step, step 0 being the start. The metrics are
    those of these steps; the status is that after the continuation (see ``continuations``).
    """
    return "".join(json_pieces(scenario, runs))


def json_pieces(scenario: Scenario, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what ``to_json`` returns, at most ``ROWS`` numbers at a time, each piece made when it is asked for."""
    yield json_head(scenario)
    for number, (run, ahead) in enumerate(zip(runs, continuations(scenario, runs), strict=True)):
        yield (", " if number else "") + json_run(scenario, run, ahead)
        for name in COLUMNS:
            for first in range(0, len(run.loss), ROWS):
                yield json_column(run, name, first, first + ROWS)
        yield "}"
    yield JSON_END


JSON_END = "]}\n"


def json_head(scenario: Scenario) -> str:
    """Return what ``to_json`` begins with: what determines the numbers."""
    return _dumps(about(scenario))[:-1] + ', "runs": ['


def json_run(scenario: Scenario, run: Run, ahead: Continuation) -> str:
    """Return the object of a run without its columns, which follow, and without the brace that ends it."""
    written = {
        "optimizer": titles(scenario)[run.optimizer],
        "start": scenario.starts[run.start].label,
        "status": ahead.status,
        "steps": run.steps,
        "diverged_at": run.diverged_at if ahead.status == "diverged" else None,
        "continuation": asdict(ahead),
        "metrics": asdict(run.metrics),
    }
    return _dumps(written)[:-1]


def json_column(run: Run, name: str, first: int, end: int) -> str:
    """Return the numbers of a column from step ``first`` to ``end``, without ``end``, and its name and brackets."""
    numbers = _dumps(_columns(run)[name][first:end].tolist())[1:-1]
    return (", " if first else f', "{name}": [') + numbers + ("]" if end >= len(run.loss) else "")


def _counts(scenario: Scenario) -> bool:
    return solves(*(one.rule for one in scenario.optimizers))


def _rows(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _dumps(value: Any) -> str:
    return json.dumps(finite(value), ensure_ascii=False, allow_nan=False)


def _columns(run: Run) -> dict[str, Vector]:
    columns = (run.x[:, 0], run.x[:, 1], run.loss, run.gradient[:, 0], run.gradient[:, 1])
    return dict(zip(COLUMNS, columns, strict=True))
