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

from ..query.naming import titles
from ..query.scenario import Scenario
from ..run.continuation import continuations
from ..run.runs import Run
from ..run.tuning import caption
from ..terms.text import finite
from ..terms.types import Vector

COLUMNS = ("x", "y", "loss", "gx", "gy")
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
    """Return a row for every step of ``runs``, all those of ``scenario``: optimizer, start, step, x, y, loss, gx, gy.

    Lines ``# name: value`` come first (``pandas.read_csv(file, comment="#")`` skips them). Gradients are
    exact, without noise.
    """
    return "".join(csv_pieces(scenario, runs))


def csv_pieces(scenario: Scenario, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what ``to_csv`` returns, at most ``ROWS`` rows at a time, each piece made when it is asked for."""
    head = "".join(f"# {name}: {value}\n" for name, value in about(scenario).items())
    yield head + _rows([("optimizer", "start", "step", *COLUMNS)])
    called = titles([one.name for one in scenario.optimizers])
    for run in runs:
        name, label = called[run.optimizer], scenario.starts[run.start].label
        columns = _columns(run).values()
        for first in range(0, len(run.loss), ROWS):
            values = zip(*(column[first : first + ROWS].tolist() for column in columns), strict=True)
            yield _rows((name, label, step, *row) for step, row in enumerate(values, first))


def to_json(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return the same as JSON, with status, continuation and metrics of each run; a number that is not finite is null.

    For each run x, y, loss, gx and gy are arrays with one value for each step, step 0 being the start. The metrics are
    those of these steps; the status is that after the continuation (see ``continuations``).
    """
    return "".join(json_pieces(scenario, runs))


def json_pieces(scenario: Scenario, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what ``to_json`` returns, at most ``ROWS`` numbers at a time, each piece made when it is asked for."""
    called = titles([one.name for one in scenario.optimizers])
    begin = _dumps(about(scenario))[:-1] + ', "runs": ['
    for run, ahead in zip(runs, continuations(scenario, runs), strict=True):
        written = {
            "optimizer": called[run.optimizer],
            "start": scenario.starts[run.start].label,
            "status": ahead.status,
            "steps": run.steps,
            "diverged_at": run.diverged_at if ahead.status == "diverged" else None,
            "continuation": asdict(ahead),
            "metrics": asdict(run.metrics),
        }
        yield begin + _dumps(written)[:-1]
        for name, column in _columns(run).items():
            for first in range(0, len(column), ROWS):
                before = ", " if first else f', "{name}": ['
                yield before + _dumps(column[first : first + ROWS].tolist())[1:-1]
            yield "]"
        begin = "}, "
    yield "}]}\n"


def _rows(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _dumps(value: Any) -> str:
    return json.dumps(finite(value), ensure_ascii=False, allow_nan=False)


def _columns(run: Run) -> dict[str, Vector]:
    columns = (run.x[:, 0], run.x[:, 1], run.loss, run.gradient[:, 0], run.gradient[:, 1])
    return dict(zip(COLUMNS, columns, strict=True))
