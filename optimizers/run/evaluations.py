"""How many gradients, values and Hessians a run has evaluated up to each of its steps."""

import numpy as np
from numpy.typing import NDArray

from ..query.scenario import Scenario
from .metrics import Effort
from .runs import Run
from .solving import solve
from .tuning import resolve_one


def evaluations(scenario: Scenario, run: Run) -> NDArray[np.int64]:
    """Return what a run has evaluated up to each step, (steps + 1, 3): gradients, losses, Hessians.

    Of a solver, whose run is computed again for it, the step at which it stops includes those that made it stop.
    """
    one, length_optimizer = resolve_one(scenario, run.optimizer)
    steps = np.arange(len(run.loss))
    if not one.rule.solver:
        return steps[:, np.newaxis] * np.array(one.effort(length_optimizer), dtype=np.int64)
    efforts = [Effort(0, 0, 0)]
    solved = solve(scenario.surface, one, scenario.starts[run.start], scenario.steps, each=efforts.append)
    found = np.array(efforts, dtype=np.int64)[np.minimum(steps, len(efforts) - 1)]
    found[solved.taken :] = solved.effort
    return found
