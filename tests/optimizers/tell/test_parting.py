"""The verdict says whether a typed optimizer equals one of the catalog, and from which step on it differs."""

import pytest

from optimizers import Scenario, simulate, verdict
from optimizers.tell.parting import comparable
from optimizers.terms.text import encoded

AVERAGE = "s = beta*s + (1-beta)*g**2; "
ADAM = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g**2; "


def scenario(reference: str, step: str, more: str = "") -> Scenario:
    start = "start=A,-8,1.2&steps=40"
    return Scenario.from_query(f"optimizer={reference}&optimizer=custom,step={encoded(step)}{more}&{start}")


def said(reference: str, step: str, more: str = "") -> str:
    one = scenario(reference, step, more)
    return verdict(one, simulate(one))


@pytest.mark.parametrize(
    ("reference", "step", "sentence"),
    [
        (
            "rmsprop,lr=0.3",
            AVERAGE + "x = x - lr*(g/(sqrt(s)+eps))",
            "Custom equals RMSprop to the last bit in all 40 steps.",
        ),
        ("rmsprop,lr=0.3", AVERAGE + "x = x - lr*g/(sqrt(s)+eps)", "Custom equals RMSprop up to rounding: "),
        ("rmsprop,lr=0.3", AVERAGE + "x = x - lr*g/(sqrt(s+eps))", "Custom differs from RMSprop from step 1 on."),
        (
            "adam,lr=0.3",
            ADAM + "x = x - lr*(m/(1-beta1**t))/(sqrt(v/(1-beta2**min(t,2)))+eps)",
            "Custom differs from Adam from step 3 on.",
        ),
    ],
)
def test_it_is_said_first(reference: str, step: str, sentence: str) -> None:
    assert said(reference, step, ",lr=0.3").startswith(sentence)


def test_one_step_is_its_only_one() -> None:
    one = Scenario.from_query("optimizer=sgd,lr=0.05&optimizer=custom,step=x=x-g*lr,lr=0.05&start=A,-8,1.2&steps=1")
    assert verdict(one, simulate(one)).startswith("Custom equals SGD to the last bit in its only step.")


def test_only_equal_hyper_parameters_are_compared() -> None:
    step = AVERAGE + "x = x - lr*(g/(sqrt(s)+eps))"
    assert "RMSprop to" not in said("rmsprop,lr=0.3", step, ",lr=0.2")
    assert "RMSprop to" not in said("rmsprop,lr=0.3", step, ",lr=0.3,beta=0.8")
    assert "equals" not in said("sgd,lr=0.3", step, ",lr=0.3")
    first, second = scenario("rmsprop,lr=0.3,length=custom", step, ",lr=0.3").optimizers
    assert not comparable(second, first)


def test_the_optimizer_that_is_closest_is_named() -> None:
    query = (
        "optimizer=momentum,lr=0.05&optimizer=rmsprop,lr=0.05&optimizer=custom,"
        f"step={encoded('m = beta*m + (1-beta)*g; x = x - lr*m')},lr=0.05&start=A,-8,1.2&steps=40"
    )
    one = Scenario.from_query(query)
    assert verdict(one, simulate(one)).startswith("Custom equals Momentum to the last bit")


@pytest.mark.parametrize("step", ["x = x - lr*sqrt(g)", "x = x - lr/(g - g)"])
def test_an_update_that_gives_no_finite_number_stops_and_does_not_diverge(step: str) -> None:
    one = Scenario.from_query(f"optimizer=custom,step={encoded(step)}&start=A,-8,1.2&steps=60")
    assert verdict(one, simulate(one)) == "From A, Custom stops: the update gives a number that is not finite."
    far = Scenario.from_query(f"optimizer=custom,step={encoded('x = x - lr*g*x*x*x')}&start=A,-8,1.2&steps=60")
    assert len(simulate(far)[0].x) < 61, "this one ends early, too, but it has left long before"
    assert verdict(far, simulate(far)) == "From A, Custom diverges."
