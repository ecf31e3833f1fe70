"""LaTeX as MathML, which browsers draw without a script."""

import re
from threading import Lock

from cachetools import LRUCache, cached
from latex2mathml.converter import convert

MOST = 1_000_000  # bytes of MathML that are kept
NUMBER = re.compile(r"(?<![\w.^_}])\d+(?:\.\d+)?(?![\w.])")
"""A number on its own: one after ^ or _ may belong to a formula, of which LaTeX takes only one digit."""
STAND_IN, STANDING = "7301{:02}.25", re.compile(r"7301(\d\d)\.25")
"""What stands for the numbers while a formula is converted, each one different."""


def mathml(latex: str, display: str = "inline") -> str:
    """Return ``latex`` as MathML, with the LaTeX as its text for readers.

    Formulas are converted and kept with stand-ins for their numbers: there are few formulas, but any number of numbers.
    """
    if not latex:
        return ""
    numbers = NUMBER.findall(latex)
    if len(numbers) < 100 and not STANDING.search(latex):
        order = iter(range(len(numbers)))
        formula = NUMBER.sub(lambda _: STAND_IN.format(next(order)), latex)
        found = STANDING.sub(lambda match: numbers[int(match[1])], _converted(formula, display))
    else:
        found = str(convert(latex, display=display))
    text = latex.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return found.replace("<math ", f'<math alttext="{text}" ', 1)


@cached(LRUCache(MOST, len), lock=Lock())
def _converted(formula: str, display: str) -> str:
    return str(convert(formula, display=display))
