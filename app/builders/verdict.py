"""The verdict on a scenario, and what is known about its runs."""

from optimizers import Scenario
from optimizers.run.tuning import caption, rates
from optimizers.tell.theory import notes, theory

from ..encoding import dumps
from .findings import Findings, findings


def verdict_json(scenario: Scenario, found: Findings | None = None) -> bytes:
    """Return the verdict, as text and in parts; how runs continue, the caption, marks, rates, horizon and notes.

    found: what is found out about the scenario, if it is known.
    """
    found = found or findings(scenario)
    parts = found.verdict
    described = {
        "verdict": "".join(part["text"] for part in parts),
        "verdict_parts": parts,
        "continuations": found.ahead,
        "caption": caption(scenario),
        "theory": theory(scenario, found.optimizers),
        "rates": rates(scenario, found.optimizers),
        "horizon": found.decided,
        "notes": notes(scenario, found.optimizers),
    }
    return dumps(described)
