"""Every optimizer that takes one step after another, alone and in one scenario, however many there are."""

from optimizers import OPTIMIZERS
from optimizers.query.choices import Limits

STEPPED = {name: rule for name, rule in OPTIMIZERS.items() if not rule.solver}
"""The optimizers that are no solvers: whose step is all there is to them."""

LIMITS = Limits(optimizers=1000, points=10**9, query=10**6)


def everyone(values: str = "") -> str:
    """Return the items of all of them; ``values``: what each of them is given, such as ",lr=0.1"."""
    return "&".join(f"optimizer={name}{values}" for name in STEPPED)
