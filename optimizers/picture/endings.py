"""Runs with the status that a picture shows."""

import copy
from collections.abc import Sequence

from ..query.scenario import Scenario
from ..run.continuation import Continuation, continuations
from ..run.runs import Run


def lasting(scenario: Scenario, runs: Sequence[Run], ahead: Sequence[Continuation] | None = None) -> list[Run]:
    """Return ``runs``, which are all runs of ``scenario``, with the status that they have after they were continued.

    A run that comes back when it is continued has not diverged, so no picture says that it has. ahead: how they
    continue, if it is known.
    """
    if all(run.status != "diverged" for run in runs):
        return list(runs)
    said = []
    for run, after in zip(runs, continuations(scenario, runs) if ahead is None else ahead, strict=True):
        if after.status != run.status:
            run = copy.copy(run)
            run.status, run.diverged_at = after.status, None
        said.append(run)
    return said
