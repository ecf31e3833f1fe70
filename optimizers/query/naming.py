"""Words in sentences: lists, counts of steps, numbers that differ."""

from collections.abc import Sequence

SHOWN = 3  # names of a longer list
LIST, EITHER, MORE = "{words} and {last}", "{words} or {last}", "{count} more"


def listed(words: Sequence[str], shown: int = SHOWN, joined: str = LIST) -> str:
    """Return ``words`` as a list in English; if there are more than ``shown`` + 1, the rest is counted.

    Which are shown then does not depend on their order. joined: how the last one follows, ``LIST`` or ``EITHER``.
    """
    *most, last = words
    if len(most) > shown:
        most, last = sorted(words)[:shown], MORE.format(count=len(words) - shown)
    return joined.format(words=", ".join(most), last=last) if most else last


def counted(count: int, noun: str) -> str:
    """Return "1 step" or "12 steps"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def unlike(a: float, b: float) -> tuple[str, str]:
    """Return two different numbers with four significant digits, or as many more as they need to look different."""
    digits = next((digits for digits in range(4, 17) if f"{a:.{digits}g}" != f"{b:.{digits}g}"), 17)
    return f"{a:.{digits}g}", f"{b:.{digits}g}"
