"""Why a step is what it is."""

from dataclasses import asdict

from optimizers import Scenario, explain

from ..encoding import dumps
from ..mathml import mathml


def steps_json(scenario: Scenario, optimizer: int, start: int, step: int) -> bytes:
    """Return the explanation of a step, with its formulas as MathML. Raises ScenarioError if there is no such step."""
    explanation = explain(scenario, optimizer, start, step)
    described = asdict(explanation)
    for lines, written in zip(described["lines"], explanation.lines, strict=True):
        for one, line in zip(lines, written, strict=True):
            one["mathml"] = mathml(line.latex, "block")
    for arrow in described["arrows"]:
        arrow["mathml"] = mathml(arrow["symbol"])
    return dumps(described)
