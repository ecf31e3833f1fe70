"""The lessons: every claim holds, every number is measured, and the angles agree with a hand calculation.

All tests read the lessons with the same reader of numbers, so they are in one file of a little over 300 lines.
"""

import re
from functools import cache
from math import atan, degrees
from string import Formatter

import numpy as np
import pytest

from app.claims import NEAR, Claim, Shown, holds
from app.lessons import CHAPTERS, OPENING, Lesson, address_in, answer_of, chapters, fill, lessons, measured, numbers
from app.measures import Value, find, play
from app.resources import folder
from app.view import demand
from optimizers import Scenario, simulate
from optimizers.query.choices import Limits
from optimizers.run.arrival import ring
from optimizers.run.horizon import horizon

LESSONS = list(lessons().values())
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.slug for lesson in LESSONS])
CLAIMS = [(lesson, claim) for lesson in LESSONS for claim in lesson.claims]
TIMES = 4
ENDS = {"stays", "basin", "status", "reached"}
"""Metrics that a longer run could refute."""


Comparison = tuple[str, str, float | str]


def texts(lesson: Lesson) -> list[str]:
    asked = lesson.prediction
    predicted = [asked.asks, asked.tells, *(choice.says for choice in asked.choices)]
    trials = [trial.text for trial in lesson.trials]
    return [*predicted, *lesson.paragraphs, *trials, *(claim.says for claim in lesson.claims)]


def turned(comparison: Comparison, values: dict[str, Value]) -> Claim:
    """Return a claim that must not hold where ``comparison`` does."""
    left, operator, right = comparison
    against = values.get(right, right) if isinstance(right, str) else right
    other: Comparison
    if operator == "near":
        assert isinstance(against, float | int)
        other = (left, "near", against * (1 + 3 * NEAR))
    elif operator == "is":
        other = (left, "is", 0.5 if against == "never" else "never")
    else:
        other = (left, {"<": ">", ">": "<"}[operator], right)
    return Claim.model_validate({"says": "", "that": [other]})


def longer(query: str) -> str:
    return re.sub(r"\bsteps=(\d+)", lambda found: f"steps={TIMES * int(found[1])}", query)


@cache
def numbers_of_longer_runs(slug: str) -> dict[str, Value]:
    """Return the numbers of a lesson whose scenarios take four times the steps."""
    lesson = lessons()[slug]
    queries = {name: longer(query) for name, query in lesson.queries.items()}
    later = lesson.model_copy(update={"query": longer(lesson.query), "queries": queries})
    return measured(later, Limits(steps=TIMES * Limits().steps, points=TIMES * Limits().points))


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_three_chapters_with_every_lesson_once() -> None:
    order = [slug for chapter in chapters() for slug in chapter.lessons]
    assert len(chapters()) == 3
    assert order == [lesson.slug for lesson in LESSONS]
    files = sorted(path.stem for path in (folder("templates") / "lessons").iterdir())
    assert sorted([*order, CHAPTERS]) == files


@EACH
def test_exactly_one_choice_of_a_prediction_is_true(lesson: Lesson) -> None:
    """And each of the others is refuted by the same numbers, so that no choice is true whatever the runs do."""
    values = numbers(lesson.slug)
    true = [holds(choice, values) for choice in lesson.prediction.choices]
    assert true.count(True) == 1
    assert true.index(True) == answer_of(lesson)
    right = lesson.prediction.choices[answer_of(lesson)]
    for comparison in right.that:
        assert not holds(turned(comparison, values), values), comparison


def test_the_answer_follows_the_runs() -> None:
    """With ten times the rate SGD leaves the ravine, and with a tenth it slides."""
    lesson = lessons()["ravine"]
    for rate, status in (("0.7", "diverged"), ("0.007", "running")):
        values = measured(lesson.model_copy(update={"query": lesson.query.replace("lr=0.07", f"lr={rate}")}))
        assert values["own_status"] == status
        assert not holds(lesson.prediction.choices[answer_of(lesson)], values)


@EACH
def test_a_trial_changes_something_and_its_numbers_are_measured_in_what_it_shows(lesson: Lesson) -> None:
    """A number may also be one that the lesson's own scenario has, such as the value that is replaced."""
    for trial in lesson.trials:
        shown = demand(lesson.trial_address(trial), Limits()).scenario
        assert shown.query == lesson.queries[trial.query] != lesson.query
        found = [lesson.numbers[name].query for name in names(trial.text)]
        assert set(found) <= {"", trial.query}
        assert not found or trial.query in found or any(word in trial.text for word in ("both", "diagonal"))


@pytest.mark.parametrize(("lesson", "claim"), CLAIMS, ids=[f"{lesson.slug}: {claim.says}" for lesson, claim in CLAIMS])
def test_every_claim_holds(lesson: Lesson, claim: Claim) -> None:
    assert holds(claim, numbers(lesson.slug)), fill(lesson, claim.says)


@pytest.mark.parametrize(("lesson", "claim"), CLAIMS, ids=[f"{lesson.slug}: {claim.says}" for lesson, claim in CLAIMS])
def test_a_claim_speaks_of_what_it_compares_and_fails_the_other_way_round(lesson: Lesson, claim: Claim) -> None:
    compared = {side for left, _, right in claim.that for side in (left, right)} & set(lesson.numbers)
    assert names(claim.says) & compared
    values = numbers(lesson.slug)
    for comparison in claim.that:
        assert not holds(turned(comparison, values), values), comparison


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lesson", "claim"),
    [
        (lesson, claim)
        for lesson, claim in CLAIMS
        if any(lesson.numbers[left].metric in ENDS for left, _, _ in claim.that if left in lesson.numbers)
    ],
    ids=lambda value: value.slug if isinstance(value, Lesson) else value.says,
)
def test_a_claim_about_the_end_of_runs_holds_over_four_times_the_steps(lesson: Lesson, claim: Claim) -> None:
    later = numbers_of_longer_runs(lesson.slug)
    ends = {name: later[name] for name, number in lesson.numbers.items() if number.metric in ENDS}
    assert holds(claim, {**numbers(lesson.slug), **ends}), ends


@EACH
def test_a_run_that_stays_does_so_from_the_same_step_over_four_times_the_steps(lesson: Lesson) -> None:
    """Tuned rates are left out: a longer run is judged longer and may find another rate."""
    queries = {"": lesson.query, **lesson.queries}
    ends = [
        name
        for name, number in lesson.numbers.items()
        if number.metric in ENDS and "fair=tuned" not in queries[number.query]
    ]
    later, values = numbers_of_longer_runs(lesson.slug), numbers(lesson.slug)
    assert {name: later[name] for name in ends} == {name: values[name] for name in ends}


@pytest.mark.parametrize("slug", ["adam", "choosing-beta"])
def test_a_run_that_leaves_the_ring_again_is_seen_to_in_a_run_recorded_to_that_step(slug: str) -> None:
    lesson, values = lessons()[slug], numbers(slug)
    number = lesson.numbers["leaves"]
    leaves, inside = values["leaves"], values["inside"]
    assert isinstance(leaves, int)
    assert isinstance(inside, int)
    query = re.sub(r"\bsteps=\d+", f"steps={leaves}", lesson.queries[number.query])
    subject = find(play(query), number.run)
    radius = ring(subject.scenario)
    assert radius is not None
    away = np.hypot(*subject.run.x.T)
    assert away[inside - 1] > radius
    assert (away[inside:leaves] <= radius).all()
    assert away[leaves] > radius


def test_adam_leaves_because_the_root_mean_square_fades() -> None:
    """Momentum diverges on a quadratic above lr · λ = 2 (1 + β)/(1 − β). Adam's rate in y is lr/√v."""
    run = simulate(Scenario.from_query(longer(lessons()["adam"].queries["long"])))[0]
    leaves = numbers("adam")["leaves"]
    assert isinstance(leaves, int)
    rate = 0.3 / np.sqrt(run.state[100:leaves, 1, 1])
    grows = 100 + int(np.argmax(rate * 25 > 2 * 1.9 / 0.1))
    assert 4000 < grows < leaves
    y = np.abs(run.x[:, 1])
    assert y[grows - 500 : grows - 400].max() > 1e3 * y[grows - 50 : grows].max()
    assert y[grows + 250 : grows + 300].max() > 1e3 * y[grows : grows + 50].max()


def test_no_rate_brings_sgd_from_b_to_the_ring_sooner_than_lesson_4_says() -> None:
    """Above 2/λmax y only grows. Below, 1201 rates are tried."""
    first = numbers("rmsprop-from-b")["sgd_tuned_reached"]
    steps = [
        run.metrics.reached
        for lr in np.geomspace(1e-3, 0.08, 1201)
        for run in simulate(
            Scenario.from_query(f"surface=ellipse,kappa=25&optimizer=sgd,lr={lr}&start=B,-0.6,4&steps=40")
        )
    ]
    assert min(step for step in steps if step is not None) == first


@EACH
def test_no_number_is_decided_by_rounding(lesson: Lesson) -> None:
    """A run that rounding decides from some step on may still be spoken of for an earlier step."""
    played = {name: play(query) for name, query in {"": lesson.query, **lesson.queries}.items()}
    horizons = {name: horizon(one.scenario) for name, one in played.items()}
    for name, number in lesson.numbers.items():
        run = find(played[number.query], number.run).run
        place = run.optimizer * len(played[number.query].scenario.starts) + run.start
        decided, value = horizons[number.query][place], numbers(lesson.slug)[name]
        assert decided is None or (isinstance(value, int) and value < decided), name


@EACH
def test_no_number_is_typed_by_hand(lesson: Lesson) -> None:
    """0, 1 and 2 may stand by themselves: they belong to formulas, as in 1 − β, lr/2 and y = 0."""
    for text in (lesson.title, lesson.question, *texts(lesson)):
        bare = re.sub(r"{[^}]*}", "", text)
        assert set(re.findall(r"[0-9][0-9.,]*[0-9]|[0-9]", bare)) <= {"0", "1", "2"}, text


@EACH
def test_every_number_is_used_and_every_name_is_a_number(lesson: Lesson) -> None:
    shown = set().union(*(names(text) for text in texts(lesson)))
    every = [*lesson.claims, *lesson.prediction.choices]
    compared = {side for claim in every for left, _, right in claim.that for side in (left, right)}
    assert shown <= set(lesson.numbers)
    assert set(lesson.numbers) <= shown | compared
    assert {left for claim in every for left, _, _ in claim.that} <= set(lesson.numbers)
    assert {number.query for number in lesson.numbers.values()} <= {"", *lesson.queries}


@EACH
def test_every_query_is_legal_and_written_as_the_page_writes_it(lesson: Lesson) -> None:
    assert demand(lesson.address, Limits()).scenario.query == lesson.query
    for query in (*lesson.queries.values(), *map(lesson.trial_address, lesson.trials)):
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


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, ".1f", "never"),
        (61, ".1f", "61"),
        ("diverged", "", "diverged"),
        (0.08, "", "0.08"),
        (-3.14159, ".2f", "−3.14"),
        (4.2e-30, ".1e", "4.2·10⁻³⁰"),
        (9999, "", "9999"),
        (10_000, "", "10,000"),
        (0, "times", "not once"),
        (1, "times", "once"),
        (2, "times", "twice"),
        (13, "times", "13 times"),
    ],
)
def test_numbers_as_text(value: float | str | None, form: str, text: str) -> None:
    assert format(Shown(value), form) == text


@pytest.mark.parametrize("version", ["v=1&", "v=2&", ""])
def test_an_address_with_a_view_alone_shows_the_lesson_as_it_is_meant(version: str) -> None:
    lesson = lessons()["ravine"]
    shown = demand(address_in(lesson, f"{version}theme=dark"), Limits())
    assert (shown.scenario.query, shown.view.theme, shown.view.step) == (lesson.query, "dark", None)
    opened = demand(address_in(lesson, f"{version}theme=dark", OPENING), Limits())
    assert (opened.scenario.query, opened.view.step) == (lesson.query, 0)
    assert demand(address_in(lesson, f"{version}step=3", OPENING), Limits()).view.step == 3


def test_an_address_with_a_scenario_keeps_its_version() -> None:
    text = "v=1&surface=ellipse&optimizer=sgd,lr=0.01&start=A,1,1&steps=5"
    assert address_in(lessons()["ravine"], text) == text
