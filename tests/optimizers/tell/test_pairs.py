"""Two typical mistakes at once are recognized: every pair of every task that can be made together."""

from collections.abc import Sequence

import numpy as np
import pytest

from optimizers.rules.custom import CUSTOM
from optimizers.tell import checking
from optimizers.tell.checking import check, trace
from optimizers.tell.drafts import Mistake, filled, together
from optimizers.tell.exercises import EXERCISES, Exercise
from optimizers.tell.mistakes import ADAM, LATE, RATE, SIGN

PAIRS = {"sgd": 31, "momentum": 42, "rmsprop": 93, "adam": 301, "adamw": 461}
"""How many pairs each task has."""
ALIKE = {"sgd": 1, "momentum": 7, "rmsprop": 1, "adam": 19, "adamw": 3}
"""How many of them move as something simpler or as another pair: one mistake hides the other, or both make a third."""
NEAR = 1e-8
EVERY_TASK = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)


def alike(exercise: Exercise, some: Sequence[Mistake], others: Sequence[Mistake]) -> bool:
    """Return whether updates with these mistakes have the same positions; all that are not finite are the same."""
    found = []
    for mistakes in (some, others):
        rows = trace(exercise, CUSTOM.read(exercise.written(*mistakes)))
        found.append(np.where(np.isfinite(rows), rows, np.nan))
    return np.allclose(found[0], found[1], rtol=NEAR, atol=NEAR, equal_nan=True)


@EVERY_TASK
def test_a_draft_with_its_own_parts_is_the_rule(exercise: Exercise) -> None:
    assert check(exercise, CUSTOM.read(exercise.written())).equal
    assert filled(exercise.draft, exercise.parts) == exercise.written()


@EVERY_TASK
def test_every_part_that_a_mistake_writes_is_one_of_the_draft(exercise: Exercise) -> None:
    for one in exercise.typical:
        assert one.parts.keys() <= exercise.parts.keys()


@EVERY_TASK
def test_two_typical_mistakes_at_once_are_both_named(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of AdamW that are two of Adam's are left to Adam. No pair is one change, which takes long to find."""
    monkeypatch.setattr(checking, "_repair", lambda exercise, step: "")
    known = {one.hint: one for one in exercise.typical}
    pairs = {
        f"There are two mistakes. {one.hint} {other.hint}": (one, other) for one, other in together(exercise.typical)
    }
    assert len(list(together(exercise.typical))) == PAIRS[exercise.slug]
    others = 0
    for first, second in together(exercise.typical):
        if exercise.slug == "adamw" and first in ADAM:
            continue
        found = check(exercise, CUSTOM.read(exercise.written(first, second)))
        if found.hint == f"There are two mistakes. {first.hint} {second.hint}":
            continue
        others += 1
        if found.equal:
            said = first.hint + second.hint
            assert LATE in said, "one step late, Nesterov's momentum is momentum"
            assert "Nesterov" in said
        else:
            same = [known[found.hint]] if found.hint in known else pairs[found.hint]
            assert alike(exercise, same, (first, second))
    assert others == ALIKE[exercise.slug]


@EVERY_TASK
def test_no_one_change_makes_a_pair_right(exercise: Exercise) -> None:
    """With the search for one change, too, a step that is added and has no learning rate is two mistakes."""
    sign = next(one for one in exercise.typical if one.hint == SIGN)
    rate = next(one for one in exercise.typical if one.hint == RATE)
    hint = check(exercise, CUSTOM.read(exercise.written(sign, rate))).hint
    assert hint == f"There are two mistakes. {sign.hint} {rate.hint}"


def test_two_mistakes_in_other_words_are_recognized() -> None:
    said = check(EXERCISES[2], CUSTOM.read("q = q*beta - (beta-1)*g*g; x += lr*g/(eps + q)")).hint
    assert said.startswith("There are two mistakes. Take the square root")
    assert "Did you add the step?" in said


def test_three_mistakes_are_not_taken_for_two() -> None:
    said = check(EXERCISES[2], CUSTOM.read("s = beta*s + g**2; x = x + g/(s+eps)")).hint
    assert not said.startswith("There are two mistakes.")


def test_updates_that_give_no_number_are_told_apart() -> None:
    """Both divide 0 by 0 in the first step, and the second takes the root of a negative number in all steps."""
    adam = EXERCISES[3]
    averages = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g**2"
    late = f"a = m/(1-beta1**t); b = v/(1-beta2**t); x = x - lr*a/sqrt(b); {averages}"
    said = check(adam, CUSTOM.read(late)).hint
    assert said.startswith("There are two mistakes.")
    assert "Did you forget eps?" in said
    assert LATE in said
    unknown = f"{averages}; a = m/(1-beta1**t); b = v/(1-beta2**t); x = x - lr*a/sqrt(-b*b-1)*log(0-b*b)"
    assert "not finite" in check(adam, CUSTOM.read(unknown)).hint
