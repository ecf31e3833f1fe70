"""Of a scenario that a person has edited in a lesson file, the file shows the same and says the same as the library."""

from collections.abc import Iterator

import pytest

from app.builders.offline import fixed
from optimizers import Scenario
from optimizers.terms.errors import problem_lines
from tests.page_engine import PageEngine, running_page_engine

AUTHOR = (
    "surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&optimizer=momentum,lr=0.3&start=A,-8,1.2&start=B,-0.6,4&steps=60"
)
RUNS = "optimizer=sgd,lr=0.07&start=A,1,1&steps=50"
EDITED = (
    AUTHOR.replace("0.07", "0.075"),
    "surface=ellipse,theta=20&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=1e-3&start=Q,3,3&start=數,-4,1&steps=200",
    f"surface=ellipse,kappa=1e9,theta=-1e3&{RUNS}",
    f"surface=ellipse,kapa=3,kappa=x,theta=nan&{RUNS}&hello=1",
    f"surface=ellipse,kappa=4,kappa=5,,theta&surface=saddle&{RUNS}&steps=7",
    "surface=ellipse&optimizer=adamm&optimizer=sgd,lr=1e400,lrr=3&start=A,1e300,-1e999&start=A,1,2&start=B&steps=999999999",
    "surface=ellipse&optimizer=sgd,lr=&optimizer=momentum,lr=0.1,beta=0.9999999,nesterov=2,form=x&start=A,1,1&steps=-3",
    "surface=ellipse&optimizer=sgd,lr=0.01&start=<b>x</b>,1,2&start=%22,1,2&start=A,1,1,1&start=C,y,1&steps=2.5",
    f"?surface=ellipse&{RUNS}&&&tolerance=0.005&fair=own&noise=0&v=7&theme=<script>",
    "surface=ellipse&"
    + "&".join(["optimizer=sgd,lr=0.01"] * 20)
    + "&"
    + "&".join(f"start=S{k},1,{k}" for k in range(30))
    + "&steps=9",
    f"surface=ellipse&{RUNS}&" + "&".join(f"x{k}=1" for k in range(30)),
)
"""Legal or not, but complete, so that nothing is left to what the file or the library takes for granted."""

SERVER_ONLY = ", line-search, cg, bfgs, nelder-mead, custom"
"""Optimizers that the file's engine cannot run."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def mended(engine: PageEngine, author: str, *texts: str) -> list[tuple[str, list[str]]]:
    scenario = Scenario.from_query(author)
    found = engine.ask(ask="mended", query=scenario.query, texts=texts, fixed=fixed(scenario))
    return [(one["query"], one["problems"]) for one in found]


@pytest.mark.parametrize("text", EDITED, ids=[str(k) for k in range(len(EDITED))])
def test_the_nearest_scenario_and_the_problems_are_those_of_the_library(text: str, engine: PageEngine) -> None:
    nearest, error = Scenario.nearest(text)
    ((query, problems),) = mended(engine, AUTHOR, text)
    assert Scenario.from_query(query).query == nearest.query
    said = [line.replace(SERVER_ONLY, "") for line in problem_lines(error.problems, error.more)] if error else []
    assert sorted(problems) == sorted(said)


@pytest.mark.parametrize(
    ("text", "said", "changed"),
    [
        (
            "surface=rosenbrock",
            "The parameter surface cannot be rosenbrock. Allowed: ellipse, the surface of this file.",
            {},
        ),
        ("surface=elipse", "Unknown surface elipse. Known: ellipse, the surface of this file.", {}),
        (f"{AUTHOR}&fair=rate", "The parameter fair cannot be rate. Allowed: own; anything else needs the server.", {}),
        (f"{AUTHOR}&noise=0.3", "The parameter noise cannot be 0.3. Allowed: 0; anything else needs the server.", {}),
        (
            AUTHOR.replace("lr=0.3", "lr=0.3,weight_decay=0.1,length=sgd"),
            "weight_decay of optimizer momentum cannot be 0.1. Allowed: 0; anything else needs the server.",
            {},
        ),
        (
            AUTHOR.replace("sgd", "bfgs"),
            "The parameter optimizer cannot be bfgs. Allowed: one of sgd, momentum",
            {"optimizer=sgd,lr=0.07&": ""},
        ),
        ("x" * 9000, f"The parameter query cannot be “{'x' * 59}…”. Allowed: at most 8192 characters.", {}),
        ("steps=9", "", {"steps=60": "steps=9"}),
        ("start=A,1", "The parameter start cannot be “A,1”. Allowed: label,x,y.", {}),
    ],
)
def test_what_the_file_does_not_have_or_what_is_left_out_is_the_author_s(
    text: str, said: str, changed: dict[str, str], engine: PageEngine
) -> None:
    ((query, problems),) = mended(engine, AUTHOR, text)
    expected = AUTHOR
    for before, after in changed.items():
        expected = expected.replace(before, after)
    assert query == Scenario.from_query(expected).query
    assert said in "".join(problems[:1])
    assert bool(problems) is bool(said)


def test_with_noise_only_its_steps_and_its_seed_change(engine: PageEngine) -> None:
    author = f"{AUTHOR}&noise=0.1"
    edited = (author.replace("60", "61"), f"{author}&seed=9", f"{author}&seed=x", author.replace("0.1", "0.2"))
    found = mended(engine, author, *edited)
    legal = (author.replace("60", "61"), f"{author}&seed=9", author, author)
    assert [query for query, _ in found] == [Scenario.from_query(one).query for one in legal]
    assert [len(problems) for _, problems in found] == [0, 0, 1, 1]
    assert "The parameter seed cannot be x. Allowed: a whole number from " in found[2][1][0]


@pytest.mark.parametrize(
    ("author", "edited", "legal"),
    [
        (
            "surface=linear-regression&optimizer=sgd",
            "surface=linear-regression,scale=2,rows=30&optimizer=sgd",
            "scale=2",
        ),
        ("surface=rosenbrock&optimizer=sgd", "surface=rosenbrock,a=0.5&optimizer=sgd", "a=0.5"),
        ("surface=logistic-regression&optimizer=sgd", "surface=logistic-regression,scale=2&optimizer=sgd", "scale=2"),
        ("surface=ackley&optimizer=sgd", "surface=ackley,a=10&optimizer=sgd", "surface=ackley&"),
    ],
)
def test_the_numbers_of_the_surface_may_change_where_its_minima_follow_from_them(
    author: str, edited: str, legal: str, engine: PageEngine
) -> None:
    ((query, problems),) = mended(engine, author, edited)
    assert legal in query
    assert "rows=30" not in query
    assert bool(problems) is ("rows" in edited or "ackley" in edited)
