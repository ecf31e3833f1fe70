"""The lines of a stream of trajectories: of a whole scenario or a part of it."""

from collections.abc import Iterable

from optimizers import Run, Scenario
from optimizers.run.fairness import PlannedOptimizer
from optimizers.run.metrics import Found
from optimizers.run.plan import plan, run
from optimizers.run.simulation import stream_one
from optimizers.run.stepping import CHUNK
from optimizers.run.tuning import caption

from .. import VERSION
from ..encoding import all_points, array, endings, line, points
from .parts import Part

Rates = float | dict[str, str] | None

ROWS = 4 * CHUNK
"""Rows of a part: about 200 kB, which wait in memory for a client that reads slowly. They are whole pieces of a run."""


def whole_lines(scenario: Scenario, precision: str) -> bytes:
    """Return all lines, of runs that one call has computed."""
    planned = plan(scenario)
    paths = run(planned)
    first, last = head_line(scenario, map(rates_of, planned.optimizers)), endings(paths.found.tolist())
    return b"".join([first, *all_points(paths, precision), last])


def head_line(scenario: Scenario, rates: Iterable[Rates]) -> bytes:
    """Return the first line. rates: what ``rates_of`` returns of each optimizer."""
    return line("scenario", query=scenario.query, caption=caption(scenario), version=VERSION, rates=list(rates))


def rates_of(one: PlannedOptimizer) -> Rates:
    """Return the learning rate that decides the length of each step, one number if it never changes; None of a solver.

    They are exact whatever the precision of the points.
    """
    if one.rule.solver:
        return None
    return one.length_pace.rate if one.length_pace.constant else array(one.length_rates, "f8")


def part_lines(scenario: Scenario, precision: str, part: Part) -> tuple[bytes, list[Found]]:
    """Return the lines of a part, and what was found of the runs that end in it."""
    lines: list[bytes] = []
    found: list[Found] = []
    for number in range(part.begin, part.end):
        for piece in stream_one(scenario, *divmod(number, len(scenario.starts))):
            if isinstance(piece, Run):
                assert piece.found is not None
                if part.has(piece.steps):
                    found.append(piece.found)
            elif part.has(piece.first):
                lines.append(points(piece, precision))
            elif piece.first > part.last:
                break
    return b"".join(lines), found
