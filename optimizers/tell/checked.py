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

    against: what it was compared with. version: of what computed that. how: on what. cases: settings or runs; count:
    how many steps or points of all of them, unit: which. largest: the largest deviation, relative, rounded up to a
    power of ten. why: the reason where it is larger than 1e-12.

    >>> from optimizers.tell.checked import checks_of
    >>> first = checks_of("optimizers", "adam")[0]
    >>> first.against, first.count, first.unit, first.largest <= 1e-12
    ('PyTorch', 6000, 'steps', True)
    """

    against: str
    version: str
    how: str
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


def sentence(check: Check) -> str:
    """Return a check in one line, for readers.

    >>> sentence(Check("PyTorch", "2.13.0", "given gradients", 6, 6000, "steps", 1e-13))
    'PyTorch 2.13.0, given gradients: 6 cases, 6,000 steps, largest deviation at most 10⁻¹³'
    """
    cases = f"{check.cases} case{'s' if check.cases > 1 else ''}"
    far = f"largest deviation at most {_power(check.largest)}" if check.largest else "no deviation"
    why = f"; {check.why}" if check.why else ""
    return f"{check.against} {check.version}, {check.how}: {cases}, {check.count:,} {check.unit}, {far}{why}"


def _power(largest: float) -> str:
    """Return a power of ten as it is printed."""
    exponent = f"{largest:.0e}".partition("e")[2]
    return "10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
