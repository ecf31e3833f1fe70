"""An update as a draft with named parts, so that mistakes, each of which changes some parts, can be made together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, because each exists once
class Mistake:
    """A typical mistake: what it writes in some parts of a draft, and the sentence that helps."""

    parts: Parts
    hint: str


def filled(draft: str, parts: Parts) -> str:
    """Return a draft with its parts put in, which may themselves have parts.

    >>> filled("x = x - {rate}{slope}", {"rate": "lr*", "slope": "{gradient}", "gradient": "g"})
    'x = x - lr*g'
    """
    while "{" in draft:
        draft = draft.format_map(parts)
    return draft


def together(mistakes: Sequence[Mistake]) -> Iterator[tuple[Mistake, Mistake]]:
    """Yield every two mistakes that can be made at once: those that change different parts."""
    for one, other in combinations(mistakes, 2):
        if not one.parts.keys() & other.parts.keys():
            yield one, other
