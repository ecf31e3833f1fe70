"""The lessons: every claim holds, every number is measured, and the angles agree with a hand calculation."""

from math import atan, degrees
from string import Formatter

import pytest

from app.lessons import Claim, Lesson, Shown, fill, holds, lessons, numbers
from app.measures import METRICS_AT, find, measure, runs_of
from app.view import demand
from optimizers import Limits

LESSONS = list(lessons().values())
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.slug for lesson in LESSONS])
CLAIMS = [(lesson, claim) for lesson in LESSONS for claim in lesson.claims]
OPPOSITE = {"<": ">", ">": "<"}


def texts(lesson: Lesson) -> list[str]:
    return [*lesson.paragraphs, *(claim.says for claim in lesson.claims)]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_the_eleven_of_the_issue_in_order() -> None:
    assert [lesson.slug for lesson in LESSONS] == [
        "ravine",
        "momentum",
        "rmsprop-from-a",
        "rmsprop-from-b",
        "longer-step",
        "turned-ravine",
        "jitter",
        "adam",
        "choosing-beta",
        "saddle",
        "misleading-demo",
    ]


@pytest.mark.parametrize(("lesson", "claim"), CLAIMS, ids=[f"{lesson.slug}: {claim.says}" for lesson, claim in CLAIMS])
def test_every_claim_holds(lesson: Lesson, claim: Claim) -> None:
    assert holds(claim, numbers(lesson.slug)), fill(lesson, claim.says)


@pytest.mark.parametrize(("lesson", "claim"), CLAIMS, ids=[f"{lesson.slug}: {claim.says}" for lesson, claim in CLAIMS])
def test_a_claim_speaks_of_what_it_compares_and_fails_the_other_way_round(lesson: Lesson, claim: Claim) -> None:
    compared = {side for left, _, right in claim.that for side in (left, right)} & set(lesson.numbers)
    assert names(claim.says) & compared
    for left, operator, right in claim.that:
        if operator in OPPOSITE:
            turned = Claim.model_validate({"says": "", "that": [(left, OPPOSITE[operator], right)]})
            assert not holds(turned, numbers(lesson.slug))


@EACH
def test_every_number_is_used_and_every_name_is_a_number(lesson: Lesson) -> None:
    shown = set().union(*(names(text) for text in texts(lesson)))
    compared = {side for claim in lesson.claims for left, _, right in claim.that for side in (left, right)}
    assert shown <= set(lesson.numbers)
    assert set(lesson.numbers) <= shown | compared
    assert {left for claim in lesson.claims for left, _, _ in claim.that} <= set(lesson.numbers)
    assert {number.query for number in lesson.numbers.values()} <= {"", *lesson.queries}


@EACH
def test_every_query_is_legal_and_written_as_the_page_writes_it(lesson: Lesson) -> None:
    assert demand(lesson.address, Limits()).scenario.query == lesson.query
    for query in filter(None, (*lesson.queries.values(), lesson.trial.query)):
        demand(query, Limits())


@EACH
def test_the_prose_is_filled(lesson: Lesson) -> None:
    for text in texts(lesson):
        filled = fill(lesson, text)
        assert "{" not in filled
        assert "None" not in filled
        assert "nan" not in filled


def test_first_step_angles_of_a_and_b_by_hand() -> None:
    """κ = 25: −g = (−x, −25 y). The minimum lies at (−x, −y) from a start; all of this in the quarter x > 0 > y.

    A = (−8, 1.2): SGD steps along (8, −30), RMSprop along (1, −1), the minimum lies along (8, −1.2).
    B = (−0.6, 4): SGD steps along (0.6, −100), RMSprop along (1, −1), the minimum lies along (0.6, −4).
    As 1.2/8 = 0.6/4, the minimum lies as far from the diagonal at A as at B, on the other side of it.
    """
    values = numbers("rmsprop-from-b")
    by_hand = {
        "sgd_a": degrees(atan(30 / 8) - atan(1.2 / 8)),
        "a": 45 - degrees(atan(1.2 / 8)),
        "sgd_b": degrees(atan(100 / 0.6) - atan(4 / 0.6)),
        "b": degrees(atan(4 / 0.6)) - 45,
    }
    assert by_hand == pytest.approx({"sgd_a": 66.54, "a": 36.47, "sgd_b": 8.19, "b": 36.47}, abs=0.005)
    assert {name: values[name] for name in by_hand} == pytest.approx(
        by_hand, abs=1e-5
    )  # RMSprop's eps turns it by 1.5e-6


def test_first_steps_by_hand() -> None:
    """RMSprop: lr · g / √((1 − β) g²); Adam with bias correction: lr; without: lr · (1 − β₁)/√(1 − β₂)."""
    values = numbers("adam")
    steps = {"step": 0.3, "raw_step": 0.3 * 0.1 / 0.001**0.5, "rms_step": 0.3 / 0.1**0.5}
    assert {name: values[name] for name in steps} == pytest.approx(steps, rel=1e-6)


def test_a_step_of_45_degrees_drawn_at_a_stretch() -> None:
    scenario, runs = runs_of("surface=ellipse,kappa=10,theta=0&optimizer=rmsprop,lr=0.09&start=A,-8,1.2&steps=1")
    assert measure(scenario, runs[0], "drawn_angle", 1.44) == pytest.approx(degrees(atan(1 / 1.44)))


def test_what_never_happens_comes_after_every_step() -> None:
    values = {"never": None, "late": 500, "text": "running"}

    def says(left: str, operator: str, right: object) -> bool:
        return holds(Claim.model_validate({"says": "", "that": [(left, operator, right)]}), values)

    assert says("never", ">", "late")
    assert not says("never", "<", "late")
    assert says("never", "is", "never")
    assert not says("late", "is", "never")
    assert says("text", "is", "running")
    assert not says("text", "is", "diverged")
    assert says("late", "near", 500.1)
    assert not says("late", "near", 510)
    with pytest.raises(TypeError, match="no order"):
        says("text", "<", 3)


def test_a_run_is_found_by_name_and_count() -> None:
    scenario, runs = runs_of(
        "surface=ellipse&optimizer=rmsprop,lr=0.1&optimizer=sgd,lr=0.01&optimizer=rmsprop,lr=0.2"
        "&start=A,-8,1.2&start=B,-0.6,4&steps=3"
    )
    found = [find(scenario, runs, name) for name in ("rmsprop A", "rmsprop B", "sgd A", "rmsprop#2 B")]
    assert [(run.optimizer, run.start) for run in found] == [(0, 0), (0, 1), (1, 0), (2, 1)]
    with pytest.raises(ValueError, match="no optimizer 'other'"):
        find(scenario, runs, "other A")
    for metric in METRICS_AT:
        with pytest.raises(ValueError, match="needs at"):
            measure(scenario, runs[0], metric, None)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, ".1f", "never"),
        (61, ".1f", "61"),
        ("diverged", "", "diverged"),
        (0.08, "", "0.08"),
        (-3.14159, ".2f", "−3.14"),
        (4.2e-30, ".1e", "4.2·10⁻³⁰"),
    ],
)
def test_numbers_as_text(value: float | str | None, form: str, text: str) -> None:
    assert format(Shown(value), form) == text
