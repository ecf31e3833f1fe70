"""Bad input: every problem is named, with its value and what is allowed, and a legal scenario stands beside it."""

import math
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, SURFACES, Scenario, ScenarioError
from optimizers.query.choices import Limits
from optimizers.query.reader import SHORT, _once, _short_item
from optimizers.terms.text import LONGEST

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whatever else the machine does

TINY = Limits(steps=50, optimizers=2, starts=3, points=120, query=200, label=3)

STARTS_27 = "&".join(f"start=S{n},0,{n}" for n in range(27))

BAD = [
    # query, parameter, value, what is allowed, and something in the nearest legal query
    ("surface=no-such-surface", "surface", "no-such-surface", "one of " + ", ".join(SURFACES), "surface=ellipse"),
    ("surface", "surface", "", f"one of {next(iter(SURFACES))}", "surface=ellipse"),
    (
        "optimizer=no-such-optimizer",
        "optimizer",
        "no-such-optimizer",
        "one of " + ", ".join(OPTIMIZERS),
        "optimizer=sgd",
    ),
    ("surface=ellipse,a=1", "surface ellipse: a", "1", "one of kappa, theta", "kappa=25"),
    (
        "optimizer=sgd,beta=0.9",
        "optimizer sgd: beta",
        "0.9",
        "one of lr, schedule, warmup, every",
        "optimizer=sgd,lr=0.07&",
    ),
    (
        "color=red",
        "color",
        "red",
        "one of surface, optimizer, start, steps, fair, noise, seed, target, tolerance",
        "surface=ellipse",
    ),
    ("surface=saddle&surface=ellipse", "surface", "ellipse", "given once", "surface=saddle"),
    ("steps=5&steps=6", "steps", "6", "given once", "steps=5"),
    ("optimizer=sgd,lr=0.1,lr=0.2", "optimizer sgd: lr", "0.2", "given once", "optimizer=sgd,lr=0.1&"),
    ("optimizer=sgd,lr=nan", "optimizer sgd: lr", "nan", "a number from 1e-12 to 1e+100", "sgd,lr=0.07&"),
    ("optimizer=sgd,lr=inf", "optimizer sgd: lr", "inf", "a number from 1e-12 to 1e+100", "sgd,lr=0.07&"),
    ("optimizer=sgd,lr=1e999", "optimizer sgd: lr", "1e999", "a number from 1e-12 to 1e+100", "sgd,lr=1e+100&"),
    ("optimizer=sgd,lr=-1", "optimizer sgd: lr", "-1", "a number from 1e-12 to 1e+100", "sgd,lr=1e-12&"),
    ("optimizer=sgd,lr=", "optimizer sgd: lr", "", "a number from", "sgd,lr=0.07&"),
    ("optimizer=sgd,lr", "optimizer sgd", "lr", "name=value", "sgd,lr=0.07&"),
    ("optimizer=sgd,", "optimizer sgd", "", "name=value", "sgd,lr=0.07&"),
    ("optimizer=momentum,beta=1", "optimizer momentum: beta", "1", "from 0 to 0.99999", "beta=0.99999"),
    ("optimizer=momentum,form=mine", "optimizer momentum: form", "mine", "one of ewa, heavy-ball", "beta=0.9&"),
    ("optimizer=momentum,nesterov=2", "optimizer momentum: nesterov", "2", "0 or 1", "beta=0.9&"),
    ("optimizer=momentum,nesterov=0.5", "optimizer momentum: nesterov", "0.5", "0 or 1", "beta=0.9&"),
    ("surface=ellipse,kappa=0.5", "surface ellipse: kappa", "0.5", "a number from 1 to 1000", "kappa=1,"),
    ("surface=ellipse,theta=91", "surface ellipse: theta", "91", "a number from -90 to 90", "theta=90"),
    ("start=A", "start", "A", "label,x,y", "start=A,-8,1.2&start=B,-0.6,4"),
    ("start=", "start", "", "label,x,y", "start=A,-8,1.2&start=B,-0.6,4"),
    ("start=A,1", "start", "A,1", "label,x,y", "start=A,-8,1.2"),
    ("start=A,1,2,3", "start", "A,1,2,3", "label,x,y", "start=A,-8,1.2"),
    ("start=A,1,", "start A: y", "", "a number from -1000000 to 1000000", "start=A,-8,1.2"),
    ("start=A,nan,2", "start A: x", "nan", "a number from -1000000 to 1000000", "start=A,-8,1.2"),
    ("start=A,2,-1e7", "start A: y", "-1e7", "a number from -1000000 to 1000000", "start=A,2,-1000000"),
    ("start=A,1,2&start=A,3,4", "start", "A", "a label that no other start has", "start=A,1,2&start=B,3,4"),
    ("start=<b>A</b>,1,2", "start", "<b>A</b>", "a label of 1 to 12 letters and digits", "start=A,1,2"),
    ("start=%3Cb%3E,1,2", "start", "<b>", "a label of 1 to 12 letters and digits", "start=A,1,2"),
    ("start=ABCDEFGHIJKLM,1,2", "start", "ABCDEFGHIJKLM", "1 to 12 letters", "start=A,1,2"),
    ("start=,1,2", "start", "", "a label of 1 to 12 letters and digits", "start=A,1,2"),
    (STARTS_27, "start", "27 times", "at most 26", "start=S25,0,25&steps=120"),
    ("&".join(["optimizer=sgd"] * 17), "optimizer", "17 times", "at most 16", "optimizer=sgd"),
    ("steps=0", "steps", "0", "a whole number from 1 to 10000", "steps=1"),
    ("steps=-3", "steps", "-3", "a whole number from 1 to 10000", "steps=1"),
    ("steps=1e9", "steps", "1e9", "a whole number from 1 to 10000", "steps=10000"),
    ("steps=1e999", "steps", "1e999", "a whole number from 1 to 10000", "steps=10000"),
    ("steps=2.5", "steps", "2.5", "a whole number from 1 to 10000", "steps=2"),
    ("steps=", "steps", "", "a whole number from 1 to 10000", "steps=120"),
    ("start=%ff,1,2", "query", "start=%ff,1,2", "UTF-8 text", "start=A,-8,1.2"),
    ("start=\udcff,1,2", "query", "start=\\udcff,1,2", "UTF-8 text", "start=A,-8,1.2"),
    ("start=\ud800,1,2", "query", "start=\\ud800,1,2", "UTF-8 text", "start=A,-8,1.2"),
    ("\ud800" * 9000, "query", "?" * 59 + "…", "at most 8192 characters", "steps=120"),
    ("steps=" + "9" * 9000, "query", "steps=" + "9" * 53 + "…", "at most 8192 characters", "steps=120"),
]


@pytest.mark.parametrize(("query", "parameter", "value", "allowed", "nearest"), BAD)
def test_bad_input_is_told_and_mended(query: str, parameter: str, value: str, allowed: str, nearest: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(query)
    (problem,) = caught.value.problems
    assert (problem.parameter, problem.value) == (parameter, value)
    assert allowed in problem.allowed
    said = str(caught.value)
    assert said == str(problem)
    assert re.fullmatch(
        r"(The parameter .+ (cannot be .+|is given \d+ times|is given more than once, again as .+|is empty)"
        r"|The (surface|optimizer) .+ cannot be followed by .+|A parameter has no name|Unknown .+)\. .+\.",
        said,
    )
    assert all(one in said for one in parameter.split(": ")), "it names the parameter"
    assert problem.kind == "repeated" or problem.allowed.removeprefix("one of ") in said

    scenario, error = Scenario.nearest(query)
    assert error is not None
    assert error.problems == caught.value.problems
    assert nearest in scenario.query + "&"
    assert Scenario.from_query(scenario.query) == scenario


@pytest.mark.parametrize("query", [query for query, *_ in BAD])
def test_what_was_read_before_is_read_the_same_way(query: str) -> None:
    """Items are remembered where they are legal; and each start has to be legal beside the others, too."""
    twice = [Scenario.nearest(query) for _ in range(2)]
    assert twice[0][0] == twice[1][0]
    assert str(twice[0][1]) == str(twice[1][1])


def test_a_learning_rate_that_is_not_written_is_that_of_the_surface() -> None:
    rates = [
        Scenario.from_query(f"surface={surface}&optimizer=sgd&optimizer=sgd,lr=0.07").optimizers
        for surface in ("ellipse,kappa=25", "ellipse,kappa=100", "ellipse,kappa=25")
    ]
    assert [[one.values["lr"] for one in optimizers] for optimizers in rates] == [[0.07] * 2, [0.018, 0.07], [0.07] * 2]


def test_a_label_may_be_legal_under_one_limit_and_not_under_another() -> None:
    for _ in range(2):
        assert Scenario.from_query("start=long,1,2").starts[0].label == "long"
        with pytest.raises(ScenarioError, match="1 to 3 letters"):
            Scenario.from_query("start=long,1,2&steps=1&optimizer=sgd", TINY)


@pytest.mark.parametrize("remembered", [_once.cache_info, _short_item.cache_info])
def test_few_items_are_remembered_and_only_short_ones(remembered: Any) -> None:
    assert (remembered().maxsize or math.inf) * SHORT <= 2**18
    size = remembered().currsize
    Scenario.nearest("optimizer=sgd,lr=0." + "0" * SHORT)
    Scenario.nearest("start=A,1,0." + "0" * SHORT)
    assert remembered().currsize <= size + 1  # the surface


def test_all_problems_are_told_at_once() -> None:
    query = "surface=no-such-surface&optimizer=adam,beta1=1,f=2,c=3,e=4,b=5,d=6,a=7,lr=nan"
    query += "&start=A,x,inf&start=B&steps=0&size=9"
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(query)
    parameters = [problem.parameter for problem in caught.value.problems]
    adam = [f"optimizer adam: {name}" for name in (*"fcebda", "lr", "beta1")]
    assert parameters == ["size", "surface", *adam, "start A: x", "start A: y", "start", "steps"]
    assert str(caught.value) == " ".join(str(problem) for problem in caught.value.problems)


def test_legal_parts_survive_beside_bad_ones() -> None:
    scenario, _ = Scenario.nearest(
        "surface=saddle,wall=9&optimizer=no-such-optimizer&optimizer=sgd,lr=2&start=Q,1,2&start=R&steps=x"
    )
    assert scenario.query == "surface=saddle,wall=1&optimizer=sgd,lr=2&start=Q,1,2&steps=120"


TOKENS = [
    *("surface", "optimizer", "start", "steps", "noise", *SURFACES, *OPTIMIZERS, "lr", "beta", "kappa", "wall"),
    *("=", "=", ",", ",", "&", "&", "?", "%", "%ff", "%26", "+", " ", "A", "B", "<b>", "é", "\0", "\ud800", "…"),
    *("0", "1", "-1", "0.5", "1e9", "1e999", "-1e999", "nan", "inf", "1e-400", "9" * 400, "10000", "2.5"),
]
anything = st.text(st.characters(exclude_categories=[]))
nearly = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)
item = st.tuples(
    st.sampled_from(["surface=ellipse", "surface=saddle", "optimizer=sgd", "optimizer=adam", "start=A", "steps"]),
    st.sampled_from(["", ",", "=", ",lr=", ",beta1=", ",kappa=", ",1,"]),
    st.sampled_from(["", "0", "-3", "7", "1e9", "1e999", "nan", "x", "2.5", "1,1", "5000"]),
).map("".join)
queries = anything | nearly | st.lists(item, max_size=40).map("&".join)


@unhurried
@given(queries, st.sampled_from([Limits(), TINY]))
def test_every_text_has_a_nearest_legal_scenario(text: str, limits: Limits) -> None:
    scenario, error = Scenario.nearest(text, limits)
    unbounded = Limits(limits.steps, limits.optimizers, limits.starts, limits.points, label=limits.label)
    assert Scenario.from_query(scenario.query, unbounded) == scenario
    if error is None:
        assert Scenario.from_query(text, limits) == scenario
        return
    str(error).encode()  # what cannot be encoded cannot reach a page
    assert all("".join([p.parameter, p.value, p.allowed]).encode() for p in error.problems)
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(text, limits)
    assert caught.value.problems == error.problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("optimizer=sgd,+lr=0.1", "optimizer=sgd,lr=0.1"),
        ("+optimizer+=+sgd+,+lr+=+0.1+", "optimizer=sgd,lr=0.1"),
        ("optimizer=sgd%2C+lr%3D0.1", "optimizer=sgd,lr=0.1"),
        ("optimizer=sgd,lr=+0.1", "optimizer=sgd,lr=0.1"),
        ("optimizer=sgd,lr=+.1", "optimizer=sgd,lr=0.1"),
        ("optimizer=sgd,lr=1e+100", "optimizer=sgd,lr=1e100"),
        ("optimizer=sgd,lr=1e%2B100", "optimizer=sgd,lr=1e100"),
        ("optimizer=sgd,lr=%2B0.1", "optimizer=sgd,lr=0.1"),
        ("start=A,+1,+2e+0&start=B,-1,1e+1", "start=A,1,2&start=B,-1,10"),
        ("start=A,+-1,+2", "start=A,-1,2"),
        ("+&steps=7&+", "steps=7"),
    ],
)
def test_a_plus_is_a_space_as_forms_write_it_but_for_that_of_a_number(written: str, meant: str) -> None:
    assert Scenario.from_query(written) == Scenario.from_query(meant)


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("start=%2BA,1,2", "start", "+A"),
        ("start=A+B,1,2", "start", "A B"),
        ("optimizer=sgd,lr=1+1", "optimizer sgd: lr", "1+1"),
        ("optimizer=sgd,lr=1e+", "optimizer sgd: lr", "1e"),
    ],
)
def test_a_plus_that_is_neither_is_told_as_it_was_read(query: str, parameter: str, value: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(query)
    assert [(p.parameter, p.value) for p in caught.value.problems] == [(parameter, value)]


@pytest.mark.parametrize("head", ["optimizer=sgd,lr=", "surface=ellipse,kappa=", "start=A,1,", "steps=", "noise="])
def test_a_number_has_a_longest_length_and_the_error_says_it(head: str) -> None:
    longest = "0" * 97 + "1.5" if head != "steps=" else "0" * 99 + "7"
    assert len(longest) == LONGEST
    Scenario.from_query(head + longest)
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(f"{head}0{longest}")
    (problem,) = caught.value.problems
    assert problem.allowed.endswith(", of at most 100 characters")
    assert len(problem.value) == 60


def test_an_error_names_twenty_problems_and_counts_the_others() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query("&".join(["a"] * 4096))
    error = caught.value
    assert (len(error.problems), error.more) == (20, 4076)
    assert str(error) == " ".join([*map(str, error.problems), "4076 more problems are not listed."])
    for count in (1, 20, 21):
        with pytest.raises(ScenarioError) as caught:
            Scenario.from_query("&".join(["a"] * count))
        assert (len(caught.value.problems), caught.value.more) == (min(count, 20), max(0, count - 20))
        assert str(caught.value).endswith(" 1 more problem is not listed.") == (count == 21)


def seconds(query: str) -> float:
    """How long it takes to read a text: the shortest of several times, for the machine does other things too."""
    times = []
    for _ in range(9):
        begun = time.thread_time()
        Scenario.nearest(query)
        times.append(time.thread_time() - begun)
    return min(times)


FLOODS = {
    "digits": lambda n: "optimizer=sgd,lr=" + "9" * n + "x",
    "digits around a point": lambda n: f"start=A,{'9' * (n // 2)}.{'9' * (n // 2)}x,1",
    "items": lambda n: "&".join(["a"] * (n // 2)),
    "items that are no text": lambda n: "&".join(["%ff"] * (n // 4)),
    "optimizers": lambda n: "&".join(["optimizer=adam"] * (n // 15)),
    "starts": lambda n: "&".join(["start=A,1,2"] * (n // 12)),
    "parts": lambda n: "optimizer=adam," + ",".join(["a"] * (n // 2)),
    "parts of one name": lambda n: "optimizer=adam," + ",".join(["a=1"] * (n // 4)),
    "pluses": lambda n: "+" * n,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_text_is_refused_in_time_that_grows_with_its_length_and_no_faster(flood: Callable[[int], str]) -> None:
    short, long = flood(1000), flood(8000)
    assert seconds(long) < 24 * seconds(short)  # eight times; where it grew with the square, 64 times
