"""Every step of every run as a file, with the scenario and the versions that made it.

Numbers are written as the shortest text that reads back as the same bits.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version

import numpy as np

from ..query.naming import titles
from ..query.scenario import Scenario
from ..run.continuation import continuations
from ..run.runs import Run
from ..run.tuning import caption
from ..terms.text import finite

COLUMNS = ("x", "y", "loss", "gx", "gy")


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

    Before them stand lines ``# name: value`` (``pandas.read_csv(file, comment="#")`` passes over them). Gradients are
    exact, without noise.
    """
    text = io.StringIO()
    text.writelines(f"# {name}: {value}\n" for name, value in about(scenario).items())
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("optimizer", "start", "step", *COLUMNS))
    called = titles([one.name for one in scenario.optimizers])
    for run in runs:
        name, label = called[run.optimizer], scenario.starts[run.start].label
        columns = zip(*_columns(run).values(), strict=True)
        table.writerows((name, label, step, *values) for step, values in enumerate(columns))
    return text.getvalue()


def to_json(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return the same as JSON, with status, continuation and metrics of each run; what is not finite is null.

    Of each run x, y, loss, gx and gy are arrays, one value a step, step 0 the start. The metrics are those of these
    steps; the status is what may be said of the run after it was continued (see ``continuations``).
    """
    called = titles([one.name for one in scenario.optimizers])
    told = [
        {
            "optimizer": called[run.optimizer],
            "start": scenario.starts[run.start].label,
            "status": ahead.status,
            "steps": run.steps,
            "diverged_at": run.diverged_at if ahead.status == "diverged" else None,
            "continuation": asdict(ahead),
            "metrics": asdict(run.metrics),
            **_columns(run),
        }
        for run, ahead in zip(runs, continuations(scenario, runs), strict=True)
    ]
    return json.dumps(finite({**about(scenario), "runs": told}), ensure_ascii=False, allow_nan=False) + "\n"


def _columns(run: Run) -> dict[str, list[float]]:
    columns = (run.x[:, 0], run.x[:, 1], run.loss, run.gradient[:, 0], run.gradient[:, 1])
    return {name: column.tolist() for name, column in zip(COLUMNS, columns, strict=True)}
