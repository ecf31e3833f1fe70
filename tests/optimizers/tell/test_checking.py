"""An update that a learner writes is compared with the rule, and a typical mistake is recognized."""

import pytest

from optimizers.rules.custom import CUSTOM
from optimizers.tell.checking import ROUNDING, Checked, check, exercise_of
from optimizers.tell.exercises import EXERCISES, Exercise

MISTAKES = [
    pytest.param(one, step, hint, id=f"{one.slug} {step}") for one in EXERCISES for step, hint in one.mistakes.items()
]


def checked(slug: str, step: str) -> Checked:
    exercise = exercise_of(slug)
    assert exercise is not None
    return check(exercise, CUSTOM.read(step))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_the_solution_equals_the_rule(exercise: Exercise) -> None:
    found = check(exercise, CUSTOM.read(exercise.solution))
    assert found.equal
    assert found.step is None
    assert found.largest < 1e-14
    assert found.exact == (
        exercise.slug in ("sgd", "momentum", "rmsprop")
    )  # the catalog's Adam carries β₁ᵗ as a product


@pytest.mark.parametrize(("exercise", "step", "hint"), MISTAKES)
def test_a_typical_mistake_is_recognized(exercise: Exercise, step: str, hint: str) -> None:
    found = check(exercise, CUSTOM.read(step))
    assert not found.equal
    assert found.hint == hint
    assert found.largest > 1e4 * ROUNDING
    assert found.step is not None


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_what_a_task_begins_with_is_no_solution(exercise: Exercise) -> None:
    found = check(exercise, CUSTOM.read(exercise.begin))
    assert not found.equal
    assert found.hint


def test_the_same_update_in_other_words_is_equal_up_to_rounding() -> None:
    found = checked("rmsprop", "a = beta*a; a += (1-beta)*g*g; x -= lr*g/(eps + a**0.5)")
    assert found.equal
    assert not found.exact
    assert found.verdict.startswith("Your update equals RMSprop up to rounding: the largest difference is ")


def test_a_mistake_in_other_words_is_recognized() -> None:
    step = "q = q*beta2 - (beta2-1)*g*g; k = beta1*k + g - beta1*g; x -= k*lr/(eps + q**0.5)"
    assert "bias correction" in checked("adam", step).hint


def test_a_number_in_place_of_a_name_is_found() -> None:
    found = checked("momentum", "v = 0.9*v + 0.1*g; x = x - lr*v")
    assert not found.equal
    assert "a number where a name such as beta belongs" in found.hint


def test_a_name_that_the_task_does_not_have_is_named() -> None:
    assert "also uses alpha" in checked("sgd", "x = x - alpha*g").hint


def test_a_difference_later_than_the_first_step_is_told_with_its_step() -> None:
    assert (
        checked("sgd", "x = x - lr*g*(1 - floor(min(t, 7)/7))").verdict
        == "Your update differs from SGD from step 7 on."
    )


def test_what_is_not_finite_is_named() -> None:
    assert "not finite" in checked("rmsprop", "s = beta*s + g; x = x - lr*g*log(s)/(s+eps)").hint


def test_an_update_without_memory_is_named() -> None:
    assert "has no memory" in checked("momentum", "x = x - lr*g*0.5*beta").hint
