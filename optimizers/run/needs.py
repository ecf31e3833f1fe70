"""Where the kernel puts what a step needs besides the gradient (see ``rules.rule.NEEDS``): all in one vector e.

e = (loss, floor, position, gradient_at, Hessian row by row)
"""

from collections.abc import Callable
from typing import Any

from ..rules.rule import Rule

LOSS, FLOOR, GRADIENT_AT = range(3)
BEND, ROOM = 4, 8  # in a plane
ANY, ELSEWHERE, CURVED, PLACED = 1, 2, 4, 8


def flags(rule: Rule) -> int:
    """Return what the kernel has to do for a rule, as the sum of these.

    ``ANY``: it needs more than the gradient; ``ELSEWHERE``: also at another point; ``CURVED``: the Hessian;
    ``PLACED``: it reads its position, so that its steps cannot be taken from the origin.
    """
    elsewhere, curved = "gradient_at" in rule.needs, "hessian" in rule.needs
    return ANY * bool(rule.needs) + ELSEWHERE * elsewhere + CURVED * curved + PLACED * rule.reads_position


def room(size: int) -> int:
    """Return the length of e for positions of ``size`` numbers."""
    return 2 + size + size * size


def pick(need: str, size: int) -> Callable[[Any], Any]:
    """Return the function that takes what a step needs from e."""

    def loss(e: Any) -> Any:
        return e[0]

    def floor(e: Any) -> Any:
        return e[1]

    def gradient_at(e: Any) -> Any:
        return e[2 : 2 + size]

    def hessian(e: Any) -> Any:
        return e[2 + size : 2 + size + size * size].reshape(size, size)

    picks = {one.__name__: one for one in (loss, floor, gradient_at, hessian)}
    return picks[need]
