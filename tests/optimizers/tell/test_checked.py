"""The record of checks: every entry has one, it is of these comparisons, and what is computed again agrees with it."""

from dataclasses import replace
from typing import get_args

import pytest

from optimizers import OPTIMIZERS, SURFACES
from optimizers.tell.checked import Check, Kind, checks_of, record
from tests.checks import Comparison, comparisons
from tests.record_checks import computed, rounded_up

ENTRIES = [("optimizers", name) for name in OPTIMIZERS] + [("surfaces", name) for name in SURFACES]
EVERY_ENTRY = pytest.mark.parametrize(("kind", "name"), ENTRIES)
STALE = "the record is not of today's comparisons: python -m tests.record_checks"


def differences(comparison: Comparison, check: Check, deviation: float) -> list[str]:
    """Return what a record says otherwise than a comparison of which one case was computed again."""
    said = {"against": check.against, "how": check.how, "cases": check.cases, "count": check.count, "unit": check.unit}
    here = {name: getattr(comparison, name) for name in said} | {"cases": len(comparison.cases)}
    found = [f"{name}: {here[name]}, recorded {said[name]}" for name in said if said[name] != here[name]]
    if not comparison.against.endswith("NumPy") and check.version != comparison.version:
        found.append(f"version {comparison.version}, recorded {check.version}")
    # Another processor rounds otherwise, by a few units in the last place.
    if deviation > max(10 * check.largest, 1e-15):
        found.append(f"deviation {deviation:g}, recorded {check.largest:g}")
    return found


def test_every_entry_is_recorded_and_nothing_else() -> None:
    assert list(record()) == list(get_args(Kind))
    assert [(kind, name) for kind, of in record().items() for name in of] == ENTRIES, STALE


@EVERY_ENTRY
def test_the_record_is_of_the_comparisons_of_today(kind: Kind, name: str) -> None:
    checks = checks_of(kind, name)
    made = comparisons(kind, name)
    assert len(checks) == len(made) > 0, STALE
    for comparison, check in zip(made, checks, strict=True):
        assert not (found := differences(comparison, check, comparison.cases[0]())), (*found, STALE)


@EVERY_ENTRY
def test_where_a_deviation_is_larger_than_rounding_the_reason_stands_beside_it(kind: Kind, name: str) -> None:
    for check in checks_of(kind, name):
        assert 0.0 <= check.largest <= (1e-11 if check.why else 1e-12), check
        assert bool(check.why) == (check.largest > 1e-12)


def test_a_record_that_is_stale_is_found() -> None:
    comparison = Comparison("a formula", "1.0", "values", (lambda: 2e-14, lambda: 3e-13), 40, "points")
    check = computed(comparison)
    assert check == Check("a formula", "1.0", "values", 2, 40, "points", 1e-12)
    assert differences(comparison, check, 2e-14) == []
    for other in ({"cases": 3}, {"version": "1.1"}, {"against": "another"}, {"count": 41}, {"largest": 1e-15}):
        assert len(differences(comparison, replace(check, **other), 2e-14)) == 1


def test_deviations_are_rounded_up() -> None:
    assert [rounded_up(deviation) for deviation in (0.0, 2e-16, 1e-13, 1.1e-13)] == [0.0, 1e-15, 1e-13, 1e-12]


def test_a_reason_is_recorded_only_where_it_is_needed() -> None:
    large = Comparison("a formula", "1.0", "values", (lambda: 2e-12,), 1, "points", "large terms cancel")
    assert computed(large).why == "large terms cancel"
    assert computed(replace(large, cases=(lambda: 2e-13,))).why == ""
