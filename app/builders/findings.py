"""What is found out about a scenario for its verdict, each computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from optimizers import Continuation, Run, Scenario, continuations
from optimizers.picture.series import slots
from optimizers.run.fairness import PlannedOptimizer
from optimizers.run.horizon import horizon_of
from optimizers.run.plan import plan, run
from optimizers.run.simulation import runs_of
from optimizers.tell.verdict import verdict_parts


@dataclass(frozen=True, slots=True)
class Findings:
    """A scenario, its optimizers as they run, the runs, how they continue, and from where rounding decides each."""

    scenario: Scenario
    optimizers: Sequence[PlannedOptimizer]
    runs: Sequence[Run]
    ahead: list[Continuation]
    decided: list[int | None]

    @property
    def verdict(self) -> list[dict[str, Any]]:
        """The parts of the verdict on the runs, each with its text and kind; names of optimizers with their slot."""
        found = verdict_parts(self.scenario, self.runs, self.ahead, self.decided, self.optimizers)
        taken = slots([one.name for one in self.scenario.optimizers])
        slot: dict[int | None, dict[str, int]] = {None: {}, **{index: {"slot": one} for index, one in enumerate(taken)}}
        return [{"text": part.text, "kind": part.kind, **slot[part.optimizer]} for part in found]


def findings(scenario: Scenario) -> Findings:
    """Return what is found out about ``scenario``."""
    resolved = plan(scenario)
    paths = run(resolved)
    runs = runs_of(resolved, paths)
    ahead, decided = continuations(scenario, runs), horizon_of(resolved, paths)
    return Findings(scenario, resolved.optimizers, runs, ahead, decided)
