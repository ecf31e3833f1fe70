"""Colours and titles: an optimizer keeps its own, and two of one kind differ."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS
from optimizers.picture.series import SLOTS, slots
from optimizers.picture.styles import sheet
from optimizers.query.naming import titles

unhurried = settings(deadline=None)  # whatever else the machine does
ORDER = list(OPTIMIZERS)
names = st.lists(st.sampled_from(ORDER), max_size=SLOTS)


@unhurried
@given(st.lists(st.sampled_from(ORDER), unique=True))
def test_an_optimizer_has_its_place_in_the_catalog_whoever_else_is_there(chosen: list[str]) -> None:
    assert slots(chosen) == [ORDER.index(name) for name in chosen]


@unhurried
@given(names)
def test_no_two_share_a_slot_as_long_as_there_are_free_ones(chosen: list[str]) -> None:
    found = slots(chosen)
    assert len(set(found)) == len(chosen)
    assert set(found) <= set(range(SLOTS))


@unhurried
@given(names, names)
def test_who_comes_later_changes_nothing(before: list[str], after: list[str]) -> None:
    assert slots([*before, *after])[: len(before)] == slots(before)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["sgd", "sgd", "sgd"], [0, 1, 2]),
        (["sgd", "momentum", "sgd"], [0, 1, 2]),
        (["adam"] * 14, [*range(3, 16), 0]),
        (["sgd"] * 16 + ["adam", "adam"], [*range(16), 3, 3]),  # none is free
    ],
)
def test_by_hand(chosen: list[str], expected: list[int]) -> None:
    """The same cases are in series.test.mjs."""
    assert slots(chosen) == expected


def test_every_slot_has_a_style() -> None:
    style, colors = sheet("plot"), sheet("colors")
    for slot in range(SLOTS):
        assert f".series-{slot} {{" in style
        assert f"--series-{slot}: " in colors


def test_a_second_one_of_a_kind_is_numbered() -> None:
    assert titles(["rmsprop", "sgd", "rmsprop", "rmsprop"]) == ["RMSprop", "SGD", "RMSprop 2", "RMSprop 3"]
    assert titles([]) == []


@unhurried
@given(names)
def test_titles_are_unique(chosen: list[str]) -> None:
    assert len(set(titles(chosen))) == len(chosen)
