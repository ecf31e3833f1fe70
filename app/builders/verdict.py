"""The verdict on a scenario, and what is known about its runs."""

from optimizers import Scenario
from optimizers.run.tuning import caption, rates
from optimizers.tell.theory import notes, theory

from ..encoding import dumps
from .findings import findings


def verdict_json(scenario: Scenario) -> bytes:
    """Return the verdict, how runs continue, the caption, the marks of theory, rates, the horizon, and conventions."""
    found = findings(scenario)
    described = {
        "verdict": found.verdict,
        "continuations": found.ahead,
        "caption": caption(scenario),
        "theory": theory(scenario, found.optimizers),
        "rates": rates(scenario, found.optimizers),
        "horizon": found.decided,
        "notes": notes(scenario, found.optimizers),
    }
    return dumps(described)
