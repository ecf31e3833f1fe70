"""A typical mistake together with another one, which no list has: both are named, and no third one is overlooked."""

import pytest

from optimizers.rules.custom import CUSTOM
from optimizers.tell.checking import check, exercise_of
from optimizers.tell.drafts import Mistake
from optimizers.tell.mistakes import ADAM, INSIDE, MOMENTUM, RATE, ROOT, SIGN, SQUARED

AVERAGES = "m=beta1*m+(1-beta1)*g; v=beta2*v+(1-beta2)*g**2"
CORRECTED = "a=m/(1-beta1**t); b=v/(1-beta2**t)"


def hint(slug: str, step: str) -> str:
    exercise = exercise_of(slug)
    assert exercise
    return check(exercise, CUSTOM.read(step)).hint


def of(mistakes: tuple[Mistake, ...], **parts: str) -> str:
    """Return the hint of the mistake that writes ``parts``."""
    return next(one.hint for one in mistakes if one.parts == parts)


@pytest.mark.parametrize(
    ("slug", "step", "change", "mistake"),
    [
        ("sgd", "x=x+lr*g*t", "In “x = x + lr*g*t”, write lr*g instead of lr*g*t.", SIGN),
        ("momentum", "v=beta*v-(1-beta)*g; x=x-v", "write beta*v + (1 - beta)*g instead of beta*v", RATE),
        ("momentum", "v=beta*v+g; x=x-lr*v*t", "write lr*v instead of lr*v*t.", of(MOMENTUM, weight="")),
        ("rmsprop", "s=beta*s+(1-beta)*g**3; x=x-lr*g/(s+eps)", "write 2 instead of 3.", ROOT),
        ("rmsprop", "s=beta*s+(1-beta)*g**2; x=x-lr*s/sqrt(s+eps)", "write g instead of s.", INSIDE),
        ("rmsprop", "s=beta*s+(1-beta)*g; x=x-lr*s/(sqrt(s)+eps)", "write g instead of s.", SQUARED),
        ("adam", f"{AVERAGES}; {CORRECTED}; x=x+lr*a/(sqrt(b)+lr)", "write eps instead of lr.", SIGN),
        ("adam", f"{AVERAGES}**3; x=x-lr*m/(sqrt(v)+eps)", "write", of(ADAM, over1="", over2="")),
        (
            "adamw",
            f"{AVERAGES}; {CORRECTED}; x=x-lr*a/(b+eps)-lr*weight_decay*g",
            "In “x = x - lr*a/(b + eps) - lr*weight_decay*g”, write x instead of g.",
            ROOT,
        ),
    ],
)
def test_a_typical_mistake_and_any_other_are_both_named(slug: str, step: str, change: str, mistake: str) -> None:
    said = hint(slug, step)
    assert said.startswith("There are two mistakes. ")
    assert change in said
    assert said.endswith(f" {mistake}")


@pytest.mark.parametrize(
    ("step", "rest"),
    [
        ("s=beta*s+(1-beta)*g**3; x=x-lr*g/(s+eps)", "s=beta*s+(1-beta)*g**2; x=x-lr*g/(s+eps)"),
        ("s=beta*s+(1-beta)*g**2*t; x=x+lr*g/(sqrt(s)+eps)", "s=beta*s+(1-beta)*g**2; x=x+lr*g/(sqrt(s)+eps)"),
    ],
)
def test_after_the_change_the_typical_mistake_is_left(step: str, rest: str) -> None:
    assert hint("rmsprop", step).endswith(hint("rmsprop", rest))


def test_a_name_of_another_task_and_a_typical_mistake_are_both_named() -> None:
    said = hint("sgd", "x=x+alpha*g")
    assert said == (
        f"The hyper-parameters of this task are lr. Your update also uses alpha. Write lr instead of alpha. {SIGN}"
    )


@pytest.mark.parametrize("step", ["s=beta*s+g**2; x=x+g/(s+eps)", "s=beta*s+g**3*t; x=x-lr*g*x/(s+eps)"])
def test_three_mistakes_are_not_taken_for_two(step: str) -> None:
    assert not hint("rmsprop", step).startswith("There are two mistakes.")


def test_an_update_that_is_too_large_is_not_searched() -> None:
    assert hint("sgd", "x=x+lr*g*t" + "+0*g" * 40) == ""
