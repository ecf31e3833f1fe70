"""The verdict on a scenario, and what is known about its runs."""

from dataclasses import asdict

from optimizers import Scenario, continuations, simulate, verdict
from optimizers.run.horizon import horizon
from optimizers.run.tuning import caption
from optimizers.tell.theory import notes, theory

from ..encoding import dumps


def verdict_json(scenario: Scenario) -> bytes:
    """Return the verdict, how runs continue, the caption, the marks of theory, the horizon, and other conventions."""
    runs = simulate(scenario)
    ahead, decided = continuations(scenario, runs), horizon(scenario)
    described = {
        "verdict": verdict(scenario, runs, ahead, decided),
        "continuations": [asdict(one) for one in ahead],
        "caption": caption(scenario),
        "theory": [asdict(marks) for marks in theory(scenario)],
        "horizon": decided,
        "notes": notes(scenario),
    }
    return dumps(described)
