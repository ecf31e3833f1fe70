"""The page in one file: what it holds, what it may load, which is nothing, and how large it is."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.builders.offline import TRANSLATED
from app.engine import engine_module
from app.lesson_file import lesson_file
from app.lessons import lessons
from app.modules import linked
from app.security import hashed
from app.view import demand
from optimizers import ScenarioError
from optimizers.query.choices import Limits
from tests.__main__ import node
from tests.answers import assert_problem, client
from tests.markup import elements, island, packed

TWO = "surface=rosenbrock&optimizer=adam&optimizer=rmsprop,lr=0.02&start=A,-1.2,1&steps=300"
SCRIPT = Path(__file__).parents[1] / "lesson-file.mjs"
LOADING = ("src", "srcset", "data", "poster", "action", "background", "ping")  # attributes with what is loaded
LARGEST, SMALL = 400_000, 340_000  # bytes, of any file without Plotly, and of one with the usual parts


def crowd(optimizers: int, starts: int, steps: int, surface: str) -> str:
    """Return a scenario with many runs, which go many ways."""
    kinds = ("sgd", "momentum", "rmsprop", "adam")
    rates = "&".join(f"optimizer={kinds[i % 4]},lr={0.01 + 0.003 * i:.3f}" for i in range(optimizers))
    places = "&".join(f"start=S{i},{-1.4 + 0.11 * i:.2f},{1.2 - 0.09 * i:.2f}" for i in range(starts))
    return f"surface={surface}&{rates}&{places}&steps={steps}"


EVERYTHING = "ui=full&show=why,chart,scoreboard,surface,starts"
LARGE = {
    "usual": "",
    "all parts": f"{TWO}&{EVERYTHING}",
    "a region of many contours": "surface=rastrigin&region=-1,1,-1,1&layout=overlay",
    "4 × 26 runs": crowd(4, 26, 120, "ellipse"),
    "typed waves": "surface=custom,f=sin(9*x)*cos(9*y)&optimizer=adam&start=A,1,1",
    "noise": f"{crowd(4, 10, 1000, 'ellipse')}&noise=0.5",
    "noise, of which only NumPy can make one draw": f"{crowd(4, 10, 1000, 'ellipse')}&noise=0.5&seed=4294",
    "each tuned": "fair=tuned&optimizer=sgd&optimizer=adam&start=A,-8,1.2&steps=3000",
    "minibatches": "surface=linear-regression,batch=4&optimizer=adam&start=A,0,0&steps=2000",
    "a schedule": f"{crowd(2, 10, 2000, 'rosenbrock')}&optimizer=sgd,schedule=cosine",
    "a solver": "optimizer=bfgs&optimizer=nelder-mead&start=A,-8,1.2&steps=2000",
}
"""Scenarios whose files have most to hold."""


def scripts(file: str) -> dict[str, str]:
    """Return the text of each script by its id, of the one that runs by its type."""
    found = [one for one in elements(file) if one.tag == "script"]
    return {one.attributes.get("id", one.attributes["type"]): one.text for one in found}


def links(file: str) -> set[str]:
    """Return where the links of a file lead, without the query."""
    return {one.attributes["href"].partition("?")[0] for one in elements(file) if one.tag == "a"}


def answers(file: str) -> dict[str, str]:
    """Return what a file holds in place of a server, by address."""
    return dict(json.loads(packed(file)["answers"])["answers"])


@pytest.mark.parametrize("query", ["", f"{TWO}&show=why,chart,scoreboard,surface,starts&theme=dark", "plotly=1"])
def test_it_loads_nothing(query: str) -> None:
    file = lesson_file(query).decode()
    loading = [one.attributes[name] for one in elements(file) for name in LOADING if name in one.attributes]
    loading += [one.attributes["href"] for one in elements(file) if one.tag != "a" and "href" in one.attributes]
    assert [one for one in loading if not one.startswith(("data:", "#"))] == []
    assert links(file) == set()
    styles = "".join(one.text for one in elements(file) if one.tag == "style")
    assert ".panel" in styles
    assert not re.search(r"@import|url\((?!#)", styles)


def test_its_policy_forbids_every_request_and_every_script_but_its_own() -> None:
    file = lesson_file(TWO).decode()
    (meta,) = (one for one in elements(file) if "http-equiv" in one.attributes)
    assert meta.attributes["http-equiv"] == "Content-Security-Policy"
    directives = dict(one.partition(" ")[::2] for one in meta.attributes["content"].split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == f"{hashed(scripts(file)['module'])} blob:"
    allowed = {source for value in directives.values() for source in value.split()}
    assert not [one for one in allowed if re.match(r"\*|https?:|'self'|'unsafe-eval'", one)]
    assert set(scripts(file)) == {"state", "modules", "answers", "module"}


def test_it_holds_what_the_page_asks_for() -> None:
    held = answers(lesson_file(f"{TWO}&show=why&step=7&region=-1,1,0,2").decode())
    kinds = [re.sub(r"\?.*", "", address) for address in held]
    assert kinds[:3] == ["api/v1/trajectories", "catalog.json", "api/v1/verdict"]
    assert kinds[3:5] == ["api/v1/surface", "api/v1/surface"]
    assert not [one for one in kinds if "steps/" in one], "the file's engine explains them"


def test_it_holds_explanations_where_only_the_server_has_them() -> None:
    solving = "optimizer=bfgs&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=9"
    held = answers(lesson_file(f"{solving}&show=why&step=3").decode())
    found = [re.sub(r"\?.*", "", address) for address in held if "steps/" in address]
    steps = [one.removeprefix("api/v1/steps/") for one in found]
    assert steps[:6] == ["0/0/3", "1/0/3", "0/0/1", "1/0/1", "0/0/2", "1/0/2"]
    assert not [one for one in answers(lesson_file(solving).decode()) if "steps/" in one]


def test_what_explains_steps_is_in_a_file_that_shows_it() -> None:
    with_why, without = (
        json.loads(packed(lesson_file(query).decode())["modules"]) for query in (f"{TWO}&show=why", TWO)
    )
    assert "FORMS" in with_why["modules"][with_why["forms"]][0]
    assert (without["explain"], without["forms"]) == (0, 0)
    assert not [one for one in without["modules"] if "export const FORMS" in str(one[0])]


def checked(folder: Path, queries: Iterable[str]) -> list[str]:
    """Return the queries whose files are too large, or whose engine does not compute the author's runs where it can."""
    module = folder / "translated.mjs"
    module.write_bytes(engine_module())
    files, wrong, solved = [], [], []
    for number, query in enumerate(queries):
        file = lesson_file(query).decode()
        wrong += [query] if len(file.encode()) > LARGEST else []
        solved.append(any(rule.solver for rule in (one.rule for one in demand(query, Limits()).scenario.optimizers)))
        files.append(folder / f"{number}.json")
        files[-1].write_text(packed(file)["answers"], "utf-8")
    done = subprocess.run([node(), str(SCRIPT), str(module), *map(str, files)], capture_output=True, check=True)
    for query, solver, one in zip(queries, solved, json.loads(done.stdout), strict=True):
        right = one["works"] != solver and one["kinds"] == ["scenario", "points", "end"]
        wrong += [] if right else [f"{query}: {one}"]
    return wrong


@pytest.mark.parametrize("query", ["", TWO])
def test_a_usual_one_is_small(query: str) -> None:
    assert len(lesson_file(query)) <= SMALL


@pytest.mark.slow
def test_files_of_all_kinds_are_small_and_their_engine_has_the_bits_of_the_library(tmp_path: Path) -> None:
    assert checked(tmp_path, LARGE.values()) == []


@pytest.mark.slow  # the verdicts on the lessons, and on 416 runs, take most of the time
def test_files_of_all_lessons_and_of_the_largest_crowd_are_small_too(tmp_path: Path) -> None:
    explained = [f"{lesson.address}&{EVERYTHING}" for lesson in lessons().values()]
    assert checked(tmp_path, [*explained, crowd(16, 26, 1200, "rastrigin")]) == []


def test_links_lead_to_the_server_that_it_is_of() -> None:
    for link in (
        "https://example.org/paths/",
        "https://example.org/paths/embed",
        "https://example.org/paths/lessons/adam",
    ):
        assert links(lesson_file(TWO, link).decode()) == {"https://example.org/paths/"}
    assert links(lesson_file(f"{TWO}&links=0", "https://example.org/").decode()) == set()


def test_modules_keep_their_code_without_their_comments(tmp_path: Path) -> None:
    """Each is still a module, and each import of another one is a number."""
    modules, _ = linked(
        "offline/prepare.js", "offline/main.js", TRANSLATED, made=((TRANSLATED, engine_module().decode()),)
    )
    assert len(modules) > 100
    for number, pieces in enumerate(modules):
        assert all(piece < number for piece in pieces if isinstance(piece, int))
        source = "".join(f"./{piece}.mjs" if isinstance(piece, int) else piece for piece in pieces)
        assert not re.search(r'^(?:import|export) .*"\.\.?/(?!\d+\.mjs")', source, re.MULTILINE), source[:200]
        (tmp_path / f"{number}.mjs").write_text(source, "utf-8")
    check = (
        "for (const file of process.argv.slice(1)) "
        "new (require('vm').SourceTextModule)(require('fs').readFileSync(file, 'utf8'))"
    )
    files = [str(tmp_path / f"{number}.mjs") for number in range(len(modules))]
    command = [node(), "--experimental-vm-modules", "--no-warnings", "-e", check, *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("link", ["", "https://example.org/lessons/ravine"])
def test_a_lesson_brings_its_text(link: str) -> None:
    lesson = lessons()["ravine"]
    file = lesson_file("", link, lesson="ravine").decode()
    shown = [one.text for one in elements(file) if "lesson-title" in one.attributes.get("class", "")]
    assert shown == [lesson.title]
    assert file.count('class="button prediction-choice"') == len(lesson.prediction.choices)
    assert island(file)["view"]["step"] == 0  # the prediction is made before the runs are seen
    root = "https://example.org/"
    assert links(file) == ({root, f"{root}lessons/ravine"} if link else set())
    assert ".lesson-title" in "".join(one.text for one in elements(file) if one.tag == "style")


def test_an_illegal_scenario_is_refused() -> None:
    with pytest.raises(ScenarioError, match="Unknown surface elipse"):
        lesson_file("surface=elipse")


def test_the_server_offers_it_with_links_to_itself() -> None:
    here = client()
    response = here.get(f"/export.html?{TWO}&title=The+valley&lock=all")
    assert response.headers["content-disposition"] == 'attachment; filename="trajectories-rosenbrock.html"'
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert links(response.text) == {"http://testserver/"}
    state = island(response.text)
    assert state["embed"]["title"] == "The valley"
    assert "lr" in state["embed"]["locked"]
    assert_problem(here.get("/export.html?surface=elipse"), 422)


def test_the_server_s_file_of_a_lesson_has_its_text() -> None:
    """With its own scenario, written or not, it opens with the prediction; with another one it does not."""
    here, lesson = client(), lessons()["ravine"]

    def shown(query: str) -> tuple[str, int | None]:
        file = here.get(f"/export.html?lesson=ravine&{query}").text
        (title,) = (one.text for one in elements(file) if "lesson-title" in one.attributes.get("class", ""))
        assert title == lesson.title
        assert links(file) == {"http://testserver/", "http://testserver/lessons/ravine"}
        return island(file)["query"], island(file)["view"]["step"]

    assert shown("") == shown("lock=all") == shown(f"v=2&{lesson.query}") == (lesson.query, 0)
    assert shown(f"{lesson.query}&step=9") == (lesson.query, 9)
    assert shown(TWO)[1] is None
    assert_problem(here.get("/export.html?lesson=nonsense"), 422)
    assert_problem(here.get("/export.html?lesson=ravine&lesson=adam"), 422)
