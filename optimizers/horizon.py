"""How far a path means anything: where its twin, started one unit in the last place away, has left it.

Some rules amplify rounding: RMSprop near a minimum does, and from there on the path is a matter of the last digit.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from .scenario import SURFACES, Scenario, Start
from .simulation import Run, stream_of
from .tuning import resolve

PIXELS = 500
"""A domain is drawn about so many pixels wide."""


def horizon(scenario: Scenario, distance: float | None = None) -> list[int | None]:
    """Return for each run the first step at which one of its eight twins is farther than ``distance`` from it.

    The runs are in the order of ``simulate``. ``distance`` is by default a pixel, the domain's width / ``PIXELS``.
    None where every twin stays near; a twin that leaves the finite world earlier or later has left the run.
    """
    if distance is None:
        (left, right), _ = SURFACES[scenario.surface.name].domain
        distance = (right - left) / PIXELS
    field = resolve(scenario)  # once: the twins run with the same rates
    runs = [piece for piece in stream_of(scenario, field) if isinstance(piece, Run)]
    steps: list[int | None] = [None] * len(runs)
    for moved in _twins(scenario):
        twins = (piece for piece in stream_of(moved, field) if isinstance(piece, Run))
        for place, (run, twin) in enumerate(zip(runs, twins, strict=True)):
            apart = _apart(run, twin, distance)
            before = steps[place]
            if apart is not None and (before is None or apart < before):
                steps[place] = apart
    return steps


def _twins(scenario: Scenario) -> Iterator[Scenario]:
    for dx, dy in product((-math.inf, None, math.inf), repeat=2):
        if dx is not None or dy is not None:
            yield replace(scenario, starts=tuple(_moved(start, dx, dy) for start in scenario.starts))


def _moved(start: Start, dx: float | None, dy: float | None) -> Start:
    x = start.x if dx is None else math.nextafter(start.x, dx)
    y = start.y if dy is None else math.nextafter(start.y, dy)
    return Start(start.label, x, y)


def _apart(run: Run, twin: Run, distance: float) -> int | None:
    rows = min(len(run.x), len(twin.x))
    with np.errstate(over="ignore"):  # of two that leave for infinity in opposite directions
        far = np.hypot(*(run.x[:rows] - twin.x[:rows]).T) > distance
    if far.any():
        return int(np.argmax(far))
    return None if len(run.x) == len(twin.x) else rows
