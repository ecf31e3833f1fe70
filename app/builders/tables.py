"""Every step of every run as a table: whole, or in parts."""

from optimizers import Continuation, Scenario, continuations, simulate
from optimizers.export.tables import (
    COLUMNS,
    JSON_END,
    counts,
    csv_head,
    csv_rows,
    json_column,
    json_head,
    json_run,
    to_csv,
    to_json,
)
from optimizers.run.simulation import simulate_one

from .parts import Part

ROWS = 2000
"""Rows of a part: about 200 kB, made in 15 ms."""


def csv_table(scenario: Scenario) -> bytes:
    """Return the table as CSV."""
    return to_csv(scenario, simulate(scenario)).encode()


def json_table(scenario: Scenario) -> bytes:
    """Return the table as JSON."""
    return to_json(scenario, simulate(scenario)).encode()


def csv_part(scenario: Scenario, part: Part) -> bytes:
    """Return a part of the table as CSV; the first one begins with the head."""
    texts = [csv_head(scenario)] if not (part.begin or part.first) else []
    for number in range(part.begin, part.end):
        run = simulate_one(scenario, *divmod(number, len(scenario.starts)))
        texts.append(csv_rows(scenario, run, *part.rows(), counts(scenario, run)))
    return "".join(texts).encode()


def all_continuations(scenario: Scenario) -> list[Continuation]:
    """Return how all runs continue, which the table as JSON says of each."""
    return continuations(scenario, simulate(scenario))


def json_part(scenario: Scenario, part: Part, ahead: list[Continuation], columns: tuple[str, ...]) -> bytes:
    """Return ``columns`` of the whole runs of a part as JSON, with what comes before the first and after the last.

    ahead: how the runs of the part continue.
    """
    count = len(scenario.optimizers) * len(scenario.starts)
    texts = [json_head(scenario)] if not part.begin and COLUMNS[0] in columns else []
    for number, continuation in zip(range(part.begin, part.end), ahead, strict=True):
        run = simulate_one(scenario, *divmod(number, len(scenario.starts)))
        if COLUMNS[0] in columns:
            texts += [", " if number else "", json_run(scenario, run, continuation)]
        texts += [json_column(run, name, 0, len(run.loss)) for name in columns]
        if COLUMNS[-1] in columns:
            texts.append("}" if number < count - 1 else "}" + JSON_END)
    return "".join(texts).encode()
