"""Colors and titles: an optimizer keeps its own, and two of one kind differ."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS
from optimizers.picture import series
from optimizers.picture.palette import HUES, SLOTS
from optimizers.picture.styles import sheet
from optimizers.rules import FIRST_VIEW

# Whatever else the machine does; and the fixture is the same for every example.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIRST = [rule.name for rule in FIRST_VIEW]
OTHERS = [f"no-such-rule-{k}" for k in range(40)]
LONG = dict.fromkeys([*FIRST, *OTHERS], OPTIMIZERS["sgd"])
names = st.lists(st.sampled_from(list(LONG)), max_size=SLOTS)


@pytest.fixture(autouse=True)
def a_long_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colors are assigned as if there were forty optimizers beside those of the first view."""
    monkeypatch.setattr(series, "OPTIMIZER_NAMES", tuple(LONG))


@unhurried
@given(st.lists(st.sampled_from(list(LONG)), unique=True, max_size=len(HUES)))
def test_the_optimizers_of_the_first_view_have_their_own_colors(chosen: list[str]) -> None:
    """Unless more others come before them than there are colors left."""
    found = dict(zip(chosen, series.slots(chosen), strict=True))
    if len(set(chosen) - set(FIRST)) <= len(HUES) - len(FIRST):
        assert {name: found[name] for name in chosen if name in FIRST} == {
            name: FIRST.index(name) for name in chosen if name in FIRST
        }


@unhurried
@given(names)
def test_no_two_share_a_color_or_a_slot_as_long_as_there_are_free_ones(chosen: list[str]) -> None:
    found = series.slots(chosen)
    assert set(found) <= set(range(SLOTS))
    assert len(set(found)) == len(chosen)
    assert len({slot % len(HUES) for slot in found}) == min(len(chosen), len(HUES))


@unhurried
@given(names, names)
def test_who_comes_later_changes_nothing(before: list[str], after: list[str]) -> None:
    assert series.slots([*before, *after])[: len(before)] == series.slots(before)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (FIRST, [0, 1, 2, 3]),
        (FIRST[::-1], [3, 2, 1, 0]),
        (["sgd"] * 3, [0, 4, 5]),
        (["rmsprop", "rmsprop", "adam"], [2, 4, 3]),
        (["adam"] * 10, [3, 4, 5, 6, 7, 0, 1, 2, 11, 12]),
        ([OTHERS[3], OTHERS[7], "sgd"], [7, 4, 0]),  # both would have the last one
        ([*OTHERS[:5], "sgd"], [4, 5, 6, 7, 0, 1]),  # none is left for the fifth
    ],
)
def test_by_hand(chosen: list[str], expected: list[int]) -> None:
    assert series.slots(chosen) == expected


def test_every_slot_has_a_style() -> None:
    style, colors = sheet("plot"), sheet("colors")
    for slot in range(SLOTS):
        assert f".series-{slot} {{" in style
        assert f"--series-{slot}: " in colors
