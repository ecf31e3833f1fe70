"""What is said of other conventions, with the very numbers that are printed: the paths are the same."""

import re

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Run, Scenario, simulate
from optimizers.tell.theory import notes
from optimizers.terms.types import Vector

REST = "&start=A,-8,1.2&steps=40"


def run(items: str) -> Run:
    return simulate(Scenario.from_query(items + REST))[0]


def notes_of(items: str) -> tuple[str, ...]:
    return notes(Scenario.from_query(items + REST))[0]


def printed(sentence: str) -> float:
    """Return the number after the equals sign; one only, so that it is the right one."""
    (text,) = re.findall(r"= ([0-9.e+-]+)[^0-9]", sentence)
    return float(text.rstrip("."))


def distance(a: Run, b: Run) -> float:
    """Return how far the two are apart at most, of how far the first goes."""
    assert a.x.shape == b.x.shape
    return float(np.abs(a.x - b.x).max() / np.ptp(a.x, axis=0).max())


@pytest.mark.parametrize("nesterov", [0, 1])
@pytest.mark.parametrize(("lr", "beta"), [(0.07, 0.9), (0.3, 0.5), (0.02, 0.99), (0.07, 0)])
@pytest.mark.parametrize(("form", "other"), [("ewa", "heavy-ball"), ("heavy-ball", "ewa")])
def test_both_forms_of_momentum_take_the_same_path(
    form: str, other: str, lr: float, beta: float, nesterov: int
) -> None:
    rate = lr * (1 - beta) if form == "heavy-ball" else lr  # so that neither diverges
    item = f"optimizer=momentum,beta={beta},nesterov={nesterov}"
    mine = f"{item},form={form},lr={rate!r}"
    (sentence,) = notes_of(mine)
    same = run(f"{item},form={other},lr={printed(sentence)!r}")
    assert distance(run(mine), same) < 1e-3  # four digits are printed
    assert beta == 0 or distance(run(mine), run(f"{item},form={other},lr={rate!r}")) > 0.02


@pytest.mark.parametrize(
    "item",
    [
        "rmsprop,lr=0.3,beta=0.9",
        "rmsprop,lr=0.2,beta=0.99",
        "rmsprop,lr=0.2,beta=0.99,eps_inside=1",
        "rmsprop,lr=0.3,beta=0.9,bias_correction=1",
        "adam,lr=0.3",
        "adam,lr=0.3,bias_correction=0,beta1=0.8,beta2=0.99",
    ],
)
def test_the_first_step_is_as_long_as_said(item: str) -> None:
    sentence = notes_of(f"optimizer={item}")[0]
    assert sentence.startswith(("The first step moves", "Without bias correction the first step"))
    step: Vector = np.abs(run(f"optimizer={item}").x[1] - (-8, 1.2))
    assert step == pytest.approx([printed(sentence)] * 2, rel=1e-3)


@pytest.mark.parametrize("item", ["rmsprop,s0=1", "rmsprop,centered=1", "rmsprop,warmup=5", "adam,warmup=5"])
def test_nothing_is_said_of_a_first_step_that_depends_on_more(item: str) -> None:
    assert not [sentence for sentence in notes_of(f"optimizer={item}") if "first step" in sentence]


@pytest.mark.parametrize("inside", [0, 1])
def test_eps_inside_and_outside_the_root_weigh_the_same_where_s_is_zero(inside: int) -> None:
    """beta=0.99999 keeps S so small that eps alone divides the first gradients."""
    item = "optimizer=rmsprop,beta=0.99999,lr=0.001"
    start = "&start=A,-0.0000001,0.000000001&steps=5"
    sentence = notes_of(f"{item},eps=0.01,eps_inside={inside}")[-1]
    assert sentence.startswith("Inside" if not inside else "Outside")
    queries = [f"eps=0.01,eps_inside={inside}", f"eps={printed(sentence)!r},eps_inside={1 - inside}"]
    first, second = (simulate(Scenario.from_query(f"{item},{end}{start}"))[0] for end in queries)
    assert distance(first, second) < 1e-3
    wrong = simulate(Scenario.from_query(f"{item},eps=0.01,eps_inside={1 - inside}{start}"))[0]
    assert distance(first, wrong) > 0.1


def test_the_rate_is_the_one_that_runs() -> None:
    """Under fair=rate that is the first optimizer's, and a borrowed length has no rate to convert."""
    both = "optimizer=sgd,lr=0.02&optimizer=momentum,lr=0.07,beta=0.5"
    assert "= 0.035." in notes(Scenario.from_query(both))[1][0]
    assert "= 0.01." in notes(Scenario.from_query(both + "&fair=rate"))[1][0]
    assert notes(Scenario.from_query(both + "&fair=length")) == [(), ()]
    assert notes(Scenario.from_query(both + ",length=sgd")) == [(), ()]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_notes_are_sentences(name: str) -> None:
    for sentence in notes_of(f"optimizer={name}"):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_a_rule_that_needs_a_least_value_says_where_there_is_none() -> None:
    query = "surface=saddle,wall=0&optimizer=polyak"
    (sentence,) = notes_of(query)
    assert "This surface has none" in sentence
    assert (run(query).x == run(query).x[0]).all()
    assert "lowest value" not in "".join(notes_of("surface=saddle&optimizer=polyak"))
    assert (run("surface=saddle&optimizer=polyak").x[1] != run("surface=saddle&optimizer=polyak").x[0]).all()
