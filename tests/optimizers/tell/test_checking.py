"""An update that a learner writes is compared with the rule, and a typical mistake is recognized."""

import pytest

from optimizers.rules.custom import CUSTOM
from optimizers.tell.checking import ROUNDING, Checked, check, exercise_of
from optimizers.tell.exercises import EXERCISES, Exercise

MISTAKES = [
    pytest.param(one, one.written(mistake), mistake.hint, id=f"{one.slug} {one.written(mistake)}")
    for one in EXERCISES
    for mistake in one.typical
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


ADAM = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g**2; a = m/(1-beta1**t); b = v/(1-beta2**t); "
ADAM_STEP = "x = x - lr*a/(sqrt(b)+eps)"
AVERAGE = "s = beta*s + (1-beta)*g**2; "


@pytest.mark.parametrize(
    ("slug", "step", "change"),
    [
        ("sgd", "x = x - lr*abs(g)", "write g instead of abs(g)"),
        ("sgd", "x = x - lr", "write lr*g instead of lr"),
        ("sgd", "x = x - lr/g", "write lr*g instead of lr/g"),
        ("sgd", "x = x - 2*lr*g", "write lr instead of 2*lr"),
        ("momentum", "v = beta*v + (1-beta)*x; x = x - lr*v", "write g instead of x"),
        ("momentum", "v=beta*v+1-beta*g; x=x-lr*v", "parentheses are missing around 1 - beta"),
        ("momentum", "v = v + (1-beta)*g; x = x - lr*v", "write beta*v instead of v"),
        ("rmsprop", AVERAGE + "x = x - lr*g/(sqrt(s)-eps)", "write sqrt(s) + eps instead of sqrt(s) - eps"),
        ("rmsprop", AVERAGE + "x = x - lr*(g/sqrt(s)+eps)", "parentheses are missing around sqrt(s) + eps"),
        ("rmsprop", AVERAGE + "x = lr*g/(sqrt(s)+eps)", "write x - lr*g/(sqrt(s) + eps) instead of"),
        ("rmsprop", "s = beta*s + (1-beta)*g**3; x = x - lr*g/(sqrt(s)+eps)", "write 2 instead of 3"),
        ("rmsprop", "s = beta*s + (1-beta)*norm(g); x = x - lr*g/(sqrt(s)+eps)", ""),
        ("adam", ADAM.replace("*g**2", "*m**2") + ADAM_STEP, "write g instead of m"),
        ("adam", ADAM.replace("v/(1-beta2**t)", "v/(1-beta1**t)") + ADAM_STEP, "write beta2 instead of beta1"),
        ("adam", ADAM.replace("(1-beta2)*g**2", "g**2") + ADAM_STEP, "write (1 - beta2)*g**2 instead of g**2"),
        ("adam", ADAM + "x = x - 2*lr*a/(sqrt(b)+eps)", "write lr instead of 2*lr"),
        ("adamw", ADAM + "x = x - lr*(a/(sqrt(b)+eps) + weight_decay*g)", "write x instead of g"),
        (
            "adamw",
            "x = x - lr*weight_decay*x; " + ADAM + ADAM_STEP + "; x = x*(1-lr*weight_decay)",
            "Remove the statement",
        ),
    ],
)
def test_the_one_change_that_makes_an_update_right_is_named(slug: str, step: str, change: str) -> None:
    hint = checked(slug, step).hint
    assert change in hint
    assert hint.startswith("One change makes it right. ") == bool(change)


def test_what_is_tried_is_said_as_it_is() -> None:
    """The statement that a hint of a missing factor names, corrected as the hint says, is right."""
    said = checked("momentum", "v = beta*v + lr*(1-beta)*g; x = x - v*beta").hint
    assert said == "One change makes it right. In “x = x - v*beta”, write v instead of v*beta."
    assert checked("momentum", "v = beta*v + lr*(1-beta)*g; x = x - v").equal


def test_a_name_that_means_another_is_said() -> None:
    assert "also uses eta. Write lr instead of eta." in checked("sgd", "x = x - eta*g").hint
    assert "also uses grad. Write g instead of grad." in checked("sgd", "x = x - lr*grad").hint


@pytest.mark.parametrize("slug", ["momentum", "rmsprop", "adam"])
def test_state_that_is_set_back_in_every_step_is_named(slug: str) -> None:
    exercise = exercise_of(slug)
    assert exercise is not None
    name = exercise.solution[0]
    assert f"sets {name} to a number first, in every step" in checked(slug, f"{name} = 0; {exercise.solution}").hint


def test_two_mistakes_that_have_no_number_at_all_are_told_apart() -> None:
    late = ADAM.replace("beta1**t", "beta1**(t-1)").replace("beta2**t", "beta2**(t-1)") + ADAM_STEP
    swapped = ADAM.replace("beta1**t", "t**beta1").replace("beta2**t", "t**beta2") + ADAM_STEP
    assert "Is t too small by one?" in checked("adam", late).hint
    assert "Is t too small by one?" not in checked("adam", swapped).hint


def test_a_long_update_is_not_searched_for_a_change() -> None:
    assert checked("sgd", "x = x - 2*lr*g*1").hint
    assert not checked("sgd", "x = x - 2*lr*g" + "*1" * 60).hint


def test_what_is_not_finite_is_named() -> None:
    assert "not finite" in checked("rmsprop", "s = beta*s + g; x = x - lr*g*log(s)/(s+eps)").hint


def test_an_update_without_memory_is_named() -> None:
    assert "has no memory" in checked("momentum", "x = x - lr*g*0.5*beta").hint
