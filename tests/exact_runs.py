"""Runs of every variant of a rule, with noise, schedules and weight decay, and the same runs by the references."""

from collections.abc import Mapping

import numpy as np

from optimizers import SURFACES, Rule, Scenario, simulate
from optimizers.query.registry import parameters_of
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.feeding import CHOOSING, variants
from tests.optimizers.run.test_engine import middle
from tests.truth.plan import plans
from tests.truth.simulator import simulate as exactly

GROUND = "surface=ellipse,kappa=2,theta=20&start=A,3,-2&noise=3&seed=5&steps=150"
"""The noise is so large that no gradient comes near zero, where a path would depend on the rounding of its sign."""
BENT = "surface=saddle&start=A,0.7,0.4&noise=3&seed=5&steps=6"
"""Here one curvature is negative, which is of interest to rules that look at it."""


def runs_of(rule: Rule) -> list[str]:
    """Return queries of runs of the rule in every variant, and with every schedule and weight decay.

    A rule that needs more than gradients also runs where the surface bends down.
    """
    rates = SURFACES["ellipse"].suggestion({"kappa": 2.0, "theta": 20.0}).rates
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    odd |= {p.name: p.suggested(rates) for p in rule.parameters if p.unit}
    usual = {name: value for name, value in odd.items() if name == rule.parameters[0].name}
    items = [{**values, **chosen} for values in variants(rule) for chosen in (odd, usual)]
    bent = [written(rule, item, BENT) for item in items if rule.needs]
    shared = parameters_of(rule)[len(rule.parameters) :]
    others = {p.name: 20.0 if p.whole else middle(p) for p in shared if p.scale not in CHOOSING}
    for choosing in (p for p in shared if p.scale in CHOOSING):
        items += [{**items[0], **others, choosing.name: option} for option in choosing.choices or (0.0, 1.0)]
    return [*(written(rule, item, GROUND) for item in items), *bent]


def written(rule: Rule, values: Mapping[str, Value], ground: str) -> str:
    """Return the query of one run with these values; ground: its surface, start and conditions."""
    pairs = [f"{p.name}={p.write(values[p.name])}" for p in parameters_of(rule) if p.name in values]
    return f"{ground}&optimizer={','.join([rule.name, *pairs])}"


def path_of(query: str) -> Matrix:
    [run] = simulate(Scenario.from_query(query))
    return run.x


def exact(query: str) -> Matrix:
    """Return the path of the only run of a scenario by the references."""
    [path] = exactly(plans(Scenario.from_query(query)))
    return np.asarray(path, dtype=np.float64)
