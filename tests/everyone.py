"""Every optimizer that takes one step after another: alone, in one scenario, and each on some of the surfaces."""

from collections.abc import Iterable

from optimizers import OPTIMIZERS, SURFACES, Rule, Surface
from optimizers.query.choices import Limits

STEPPED = {name: rule for name, rule in OPTIMIZERS.items() if not rule.solver}
"""The optimizers that are no solvers: whose step is all there is to them."""

LIMITS = Limits(optimizers=1000, points=10**9, query=10**6)


def everyone(values: str = "") -> str:
    """Return the items of all of them; ``values``: what each of them is given, such as ",lr=0.1"."""
    return "&".join(f"optimizer={name}{values}" for name in STEPPED)


def pairs(rules: Iterable[Rule]) -> list[tuple[Surface, Rule]]:
    """Return pairs of a surface and a rule: every rule on the first surface and on others, every surface with others.

    For what is true of all pairs. In the kernel and in programs a surface and a rule are two functions that know
    nothing of each other: only positions, values and derivatives pass between them. So where a rule and a surface pass
    with others, their pair can fail by the numbers alone that it happens to meet, and random scenarios meet others.
    """
    surfaces, rules = list(SURFACES.values()), list(rules)
    chosen = dict.fromkeys((surfaces[0], rule) for rule in rules)
    for k in range(max(len(surfaces), len(rules))):
        for shift in (0, 7):
            chosen[surfaces[(k + shift) % len(surfaces)], rules[k % len(rules)]] = None
    return list(chosen)


PAIRS = pairs(STEPPED.values())
IDS = [f"{surface.name}-{rule.name}" for surface, rule in PAIRS]
