"""What is found out about a scenario for its verdict, each computed once."""

from collections.abc import Sequence
from dataclasses import dataclass

from optimizers import Continuation, Run, Scenario, continuations, verdict
from optimizers.run.fairness import PlannedOptimizer
from optimizers.run.horizon import horizon_of
from optimizers.run.plan import plan, run
from optimizers.run.simulation import runs_of


@dataclass(frozen=True, slots=True)
class Findings:
    """A scenario, its optimizers as they run, the runs, how they continue, and from where rounding decides each."""

    scenario: Scenario
    optimizers: Sequence[PlannedOptimizer]
    runs: Sequence[Run]
    ahead: list[Continuation]
    decided: list[int | None]

    @property
    def verdict(self) -> str:
        """The verdict on the runs."""
        return verdict(self.scenario, self.runs, self.ahead, self.decided, self.optimizers)


def findings(scenario: Scenario) -> Findings:
    """Return what is found out about ``scenario``."""
    resolved = plan(scenario)
    paths = run(resolved)
    runs = runs_of(resolved, paths)
    ahead, decided = continuations(scenario, runs), horizon_of(resolved, paths)
    return Findings(scenario, resolved.optimizers, runs, ahead, decided)
