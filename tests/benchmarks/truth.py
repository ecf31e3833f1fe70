"""How right the numbers are: ``python -m tests.benchmarks.truth [scenarios [converged]]``, some minutes for the usual.

Random scenarios, seeded, against the runs in long double of ``tests.truth``. Printed are counts, and the scenarios of
what is wrong, or their seeds: ``python -c "from tests.truth import generator; print(generator.scenario(SEED))"``.
"""
# ruff: noqa: T201  # it prints

import sys
from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from tests.reference.number import EXTENDED, WHY_NOT
from tests.truth import generator
from tests.truth.carrying import FAR, Carried, carry
from tests.truth.measures import Case, Comparison, cases, compare
from tests.truth.verdicts import differences

SHOWN = 20  # of what is wrong
SCENARIOS, CONVERGED = 1000, 500
BEGIN = 1_000_000  # the seeds of the runs that are carried on: others than those of the paths


def main(scenarios: int = SCENARIOS, converged: int = CONVERGED) -> None:
    if not EXTENDED:
        sys.exit(WHY_NOT)
    clock = perf_counter()
    found = cases(map(generator.scenario, range(scenarios)))
    compared = compare(found)
    print(f"{scenarios} scenarios, {len(found)} runs, {perf_counter() - clock:.0f} s")
    _paths(compared)
    _horizons(compared)
    _verdicts(found)
    clock = perf_counter()
    _carried(converged)
    print(f"{perf_counter() - clock:.0f} s")


def _paths(compared: Sequence[Comparison]) -> None:
    before = [one for one in compared if one.apart is not None and one.kind in ("missed", "late")]
    without = [one.error for one in compared if one.apart is None and one.case.horizon is None]
    print(
        f"paths: {len(compared) - len(before)} within a pixel of the exact one up to their horizon, {len(before)} not"
    )
    print(f"  worst error of the {len(without)} without a horizon: {max(without, default=0):.2g} of their size")


def _horizons(compared: Sequence[Comparison]) -> None:
    kinds = Counter(one.kind for one in compared)
    rounded = sum(one.apart is not None for one in compared)
    print(
        f"horizons: rounding decides {rounded} runs; "
        + ", ".join(f"{kinds[k]} {k}" for k in ("missed", "late", "false"))
    )
    _show([f"{one.kind}: {one.case.horizon}, true {one.apart}: {one.case}" for one in compared if one.kind])


def _verdicts(found: Sequence[Case]) -> None:
    wrong = [f"{difference}: {case}" for case in found for difference in differences(case.scenario, case.run)]
    statuses = Counter(case.run.status for case in found)
    print(f"verdicts: {len(wrong)} of {len(found)} differ; " + ", ".join(f"{n} {s}" for s, n in statuses.most_common()))
    _show(wrong)


def _carried(converged: int) -> None:
    carried = carry(range(BEGIN, 2 * BEGIN), converged)
    leaving = [one for one in carried if one.said.leaves is not None]
    _continued("leave again, at another step than said", leaving, [one for one in leaving if not _agrees(one)])
    staying = [one for one in carried if one.said.status == "converged"]
    for times in (4, FAR):
        _continued(
            f"converged, had left at {times} times the steps", staying, [c for c in staying if c.has_left(times)]
        )


def _agrees(one: Carried) -> bool:
    return one.left == one.said.leaves


def _continued(title: str, carried: Sequence[Carried], wrong: Sequence[Carried]) -> None:
    sure = sum(one.horizon is None for one in wrong)
    print(f"{title}: {len(wrong)} of {len(carried)}, {sure} of them without a horizon")
    _show([f"seed {c.seed}, {c.steps} steps, horizon {c.horizon}: left at {c.left}, said {c.said}" for c in wrong])


def _show(lines: Sequence[str]) -> None:
    for line in lines[:SHOWN]:
        print(f"  {line}")
    if len(lines) > SHOWN:
        print(f"  and {len(lines) - SHOWN} more")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
