"""Every optimizer of the registry in one scenario, however many there are."""

from optimizers import OPTIMIZERS
from optimizers.query.choices import Limits

LIMITS = Limits(optimizers=1000, points=10**9, query=10**6)


def everyone(values: str = "") -> str:
    """Return the items of all optimizers; ``values``: what each of them is given, such as ",lr=0.1"."""
    return "&".join(f"optimizer={name}{values}" for name in OPTIMIZERS)
