"""How each optimizer and surface was checked: the record that ``python -m tests.record_checks`` writes."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_suffix(".json")
Kind = Literal["optimizers", "surfaces"]


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison of an entry with something that shares no code with it.

    against: what it was compared with. version: of what computed that. cases: settings or runs; count: how many steps
    or points of all of them, unit: which. largest: the largest deviation, relative, rounded up to a power of ten.
    why: the reason where it is larger than 1e-12.

    >>> from optimizers.tell.checked import checks_of
    >>> first = checks_of("optimizers", "adam")[0]
    >>> first.against, first.count, first.unit, first.largest <= 1e-12
    ('PyTorch', 6000, 'steps', True)
    """

    against: str
    version: str
    cases: int
    count: int
    unit: str
    largest: float
    why: str = ""


@cache
def record() -> dict[Kind, dict[str, tuple[Check, ...]]]:
    """Return all checks by kind and name."""
    read = json.loads(FILE.read_text("utf-8"))
    return {kind: {name: tuple(Check(**one) for one in all_) for name, all_ in of.items()} for kind, of in read.items()}


def checks_of(kind: Kind, name: str) -> tuple[Check, ...]:
    """Return the checks of an entry, none where it has not been recorded."""
    return record()[kind].get(name, ())
