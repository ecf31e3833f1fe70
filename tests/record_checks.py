"""Compute every comparison with references and other libraries, and record it: ``python -m tests.record_checks``.

After a new optimizer or surface; names as arguments record these alone. It writes optimizers/tell/checked.json, which
the reference page shows. Deviations are rounded up to a power of ten, so that other machines find the same.
"""

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import get_args

from optimizers import OPTIMIZERS, SURFACES
from optimizers.tell.checked import FILE, Check, Kind, record
from tests.checks import Comparison, comparisons

NAMES = {"optimizers": list(OPTIMIZERS), "surfaces": list(SURFACES)}


def computed(comparison: Comparison) -> Check:
    """Return a comparison with the largest deviation of all its cases."""
    largest = rounded_up(max(case() for case in comparison.cases))
    said = (
        comparison.against,
        comparison.version,
        comparison.how,
        len(comparison.cases),
        comparison.count,
        comparison.unit,
    )
    return Check(*said, largest, comparison.why if largest > 1e-12 else "")


def rounded_up(deviation: float) -> float:
    """Return the next power of ten, 0 for 0."""
    return float(f"1e{math.ceil(math.log10(deviation))}") if deviation else 0.0


def main(chosen: Sequence[str]) -> None:
    made: dict[Kind, dict[str, list[dict[str, object]]]] = {}
    for kind in get_args(Kind):
        made[kind] = {}
        for name in NAMES[kind]:
            known = record()[kind].get(name) if chosen and name not in chosen else None
            checks = known or [computed(one) for one in comparisons(kind, name)]
            made[kind][name] = [asdict(one) for one in checks]
            sys.stdout.write(f"{kind} {name}: {max((one.largest for one in checks), default=None)}\n")
    FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
