"""The view shares the query string with the scenario, and never reaches the numerical library."""

from urllib.parse import quote, urlencode

import pytest

from app.view import CHOICES, KEYS, NAMES, Query, View, demand, understand
from optimizers import Scenario, ScenarioError
from optimizers.query.choices import Limits

LIMITS = Limits()
SCENARIO = "surface=saddle,wall=0.1&optimizer=adam&start=Q,1,2&steps=50"


def rows() -> list[dict[str, str]]:
    """Every value of every key, with the others in step: all of them would be thousands."""
    most = max(len(values) for values in CHOICES.values())
    return [
        {key: values[(k + place) % len(values)] for place, (key, values) in enumerate(CHOICES.items())}
        for k in range(2 * most)
    ]


def legal(text: str) -> Query:
    query = understand(text, LIMITS)
    assert query.problems == ()
    assert demand(text, LIMITS) == query
    return query


def problems_of(text: str) -> list[tuple[str, str, str]]:
    """The problems of a query, which are also those of the error that ``demand`` raises."""
    problems = understand(text, LIMITS).problems
    with pytest.raises(ScenarioError) as error:
        demand(text, LIMITS)
    assert error.value.problems == problems
    return [(problem.parameter, problem.value, problem.allowed) for problem in problems]


def test_nothing_is_the_first_view() -> None:
    assert legal("") == Query(Scenario.from_query(""), View("side-by-side", "auto", "f8", None), ())
    assert legal("v=2") == legal("")
    assert all(getattr(View(), key) == values[0] for key, values in CHOICES.items())


@pytest.mark.parametrize("choices", rows())
def test_every_choice(choices: dict[str, str]) -> None:
    items = [f"{key}={value}" for key, value in choices.items() if value]  # no ui is the usual one of the place
    query = legal("&".join([*items, SCENARIO]))
    assert all(getattr(query.view, key) == value for key, value in choices.items())
    assert query.scenario == Scenario.from_query(SCENARIO)


def test_the_view_may_stand_anywhere_and_leaves_no_trace_in_the_scenario() -> None:
    items = SCENARIO.split("&")
    for k in range(len(items) + 1):
        query = legal("&".join([*items[:k], "theme=dark", "step=7", *items[k:]]))
        assert query.view == View(theme="dark", step=7)
        assert query.scenario.query == Scenario.from_query(SCENARIO).query


@pytest.mark.parametrize(("step", "shown"), [("0", 0), ("50", 50), ("007", 7)])
def test_a_step_of_the_scenario(step: str, shown: int) -> None:
    assert legal(f"{SCENARIO}&step={step}").view.step == shown


@pytest.mark.parametrize("step", ["51", "-1", "1.5", "1e1", "+3", "", "nan", "٣", "²", "9" * 5000])
def test_no_step_of_the_scenario(step: str) -> None:
    ((parameter, value, allowed),) = problems_of(f"{SCENARIO}&step={step}")
    assert (parameter, allowed) == ("step", "a whole number from 0 to 50")
    assert value == (step if len(step) < 60 else "9" * 59 + "…")


def test_the_step_is_measured_against_the_mended_scenario() -> None:
    query = understand("steps=20000&step=20000", Limits(steps=100))
    assert [problem.parameter for problem in query.problems] == ["step", "steps"]
    assert (query.scenario.steps, query.view.step) == (100, None)


def test_percent_encoding_and_spaces_change_nothing() -> None:
    plain = f"{SCENARIO}&layout=overlay&theme=dark&step=3"
    expected = legal(plain)
    encoded = "&".join("".join(f"%{byte:02X}" for byte in item.encode()) for item in plain.split("&"))
    assert legal(encoded) == expected
    assert legal(quote(plain, safe="&")) == expected
    assert legal(plain.replace("&", " & ").replace("=", " = ")) == expected


@pytest.mark.parametrize("key", KEYS)
def test_a_key_stands_once(key: str) -> None:
    names = CHOICES.get(key, NAMES.get(key, ("0,1,0,1", "1,2,1,2") if key == "region" else ("2", "1")))
    value, other = names[1], names[-1]
    assert problems_of(f"{key}={value}&{SCENARIO}&{key}={other}") == [(key, other, "given once")]
    assert understand(f"{key}={value}&{key}={other}", LIMITS).view != View()


def test_what_is_not_text_is_told_in_text() -> None:
    """Bytes that are no UTF-8 come as lone surrogates, which no answer could carry."""
    for raw in (b"theme=\xff", b"theme=%ff", b"\xff=1", b"start=\xff,1,2", b"step=\xe4", b"surface=\xf0\x9f"):
        problems = understand(raw.decode("utf-8", "surrogateescape"), LIMITS).problems
        assert len(problems) == 1
        str(problems[0]).encode()


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The+ravine", "The ravine"),
        ("The+ravine+%2B+a+slope", "The ravine + a slope"),
        ("+The++ravine+", None),
        ("C%2B%2B", "C++"),
        ("1+1%3D2,+or+3", "1 1=2, or 3"),
        ("f(x)%3D1e+5", "f(x)=1e 5"),
        ("%54he%20ravine", "The ravine"),
    ],
)
def test_a_plus_in_a_title_is_a_space_as_forms_write_it(written: str, title: str | None) -> None:
    for key in ("title", "%74itle", "+title+"):
        query = understand(f"{SCENARIO}&{key}={written}", LIMITS)
        assert query.view.title == (title or "The ravine")
        assert [problem.parameter for problem in query.problems] == ([] if title else ["title"])
    if title:
        form = urlencode({"title": title, "hide": "verdict, why", "theme": " dark "})
        assert legal(f"{SCENARIO}&{form}").view == View(title=title, hide=("verdict", "why"), theme="dark")


def test_a_query_too_long_is_not_read() -> None:
    text = "theme=dark&" + "x" * LIMITS.query
    query = understand(text, LIMITS)
    assert query.view == View()
    assert query.scenario == Scenario.from_query("")
    assert [problem.parameter for problem in query.problems] == ["query"]
    assert understand("theme=dark&layout=overlay", Limits(query=10)).view == View()


def test_a_region_of_the_plane() -> None:
    query = legal(f"{SCENARIO}&region=-1,1e0,+.5,2&layout=3-d")
    assert query.view == View(region=(-1.0, 1.0, 0.5, 2.0), layout="3-d")
    assert query.address().endswith("&layout=3-d&region=-1,1,0.5,2")
    assert query.scenario == Scenario.from_query(SCENARIO)
    assert query.view.flat == "overlay"


@pytest.mark.parametrize("region", ["", "1", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,1,2,3", "1e999,1,2,3", ",,,"])
def test_no_region(region: str) -> None:
    ((parameter, value, allowed),) = problems_of(f"{SCENARIO}&region={region}")
    assert (parameter, value) == ("region", region)
    assert allowed.startswith("left,right,bottom,top, in this order, from −10000000 to 10000000")
    assert understand(f"{SCENARIO}&region={region}", LIMITS).view == View()


@pytest.mark.parametrize("region", ["1,-1,2,-2", "0,0,0,0", "-1e9,1,2,3"])
def test_the_nearest_region_is_legal(region: str) -> None:
    problems_of(f"{SCENARIO}&region={region}")
    mended = understand(f"{SCENARIO}&region={region}", LIMITS)
    assert legal(mended.address()).view == mended.view != View()
