"""Runs as a picture speaks of them."""

import copy
from collections.abc import Sequence

from ..query.scenario import Scenario
from ..run.continuation import continuations
from ..run.runs import Run


def lasting(scenario: Scenario, runs: Sequence[Run]) -> list[Run]:
    """Return ``runs``, all those of ``scenario``, with the status that they have after they were continued.

    What a longer run brings back has not diverged, and no picture says that it has.
    """
    if all(run.status != "diverged" for run in runs):
        return list(runs)
    said = []
    for run, ahead in zip(runs, continuations(scenario, runs), strict=True):
        if ahead.status != run.status:
            run = copy.copy(run)
            run.status, run.diverged_at = ahead.status, None
        said.append(run)
    return said
