"""What trackers append to a link is ignored wherever a link is read, and written nowhere."""

import pytest

from app import view
from app.lessons import address_in, lessons
from app.view import understand
from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.__main__ import main
from optimizers.query import conditions
from optimizers.query.choices import Limits
from optimizers.query.registry import parameters_of
from optimizers.query.trackers import TRACKERS, is_tracker
from tests.answers import BROWSER, client, strict
from tests.markup import elements

CLIENT = client()
NAMES = [name for names in TRACKERS.values() for name in names.split()]
SCENARIO = "surface=saddle&optimizer=adam&start=Q,1,2&steps=20"
LIVE = (
    "utm_source=forum&UTM_Medium=e+mail&utm_campaign=%E9t%E9&fbclid=IwAR0&gclid&_gl=1*a%26b&hsCtaTracking=x|y&ref=blog"
)
LIVE_LINK = f"fbclid=x&{SCENARIO.replace('&', '&utm_term=a,b=c&')}&{LIVE}"
FILES = ("poster.svg", "poster.png", "export.csv", "export.json", "export-numpy.py", "export-pytorch.py", "export.bib")
READ = (*FILES, "api/v1/scenario", "api/v1/trajectories", "api/v1/surface", "api/v1/verdict", "api/v1/steps/0/0/1")


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_ignored_in_any_case_with_any_value(name: str) -> None:
    whole = name.replace("*", "anything")
    for key in (whole, whole.upper(), whole.title(), f"%{ord(whole[0]):02X}{whole[1:]}", f" {whole} "):
        for value in ("", "=", "=1", "=a,b=c", "=%FF", "=%26start=A,1"):
            text = f"{SCENARIO}&{key}{value}&{key}{value}"
            assert Scenario.from_query(text) == Scenario.from_query(SCENARIO)
            assert understand(text, Limits()) == understand(SCENARIO, Limits())


def test_no_name_that_means_something_here_is_a_tracker() -> None:
    parameters = [p.name for rule in OPTIMIZERS.values() for p in parameters_of(rule)]
    parameters += [p.name for surface in SURFACES.values() for p in surface.parameters]
    assert not [name for name in (*conditions.KEYS, *view.KEYS, *parameters) if is_tracker(name)]


@pytest.mark.parametrize("key", ["utm", "utmsource", "clid", "fbclid2", "xgclid", "reference", "surface_", "mc"])
def test_a_name_that_only_resembles_one_is_still_an_error(key: str) -> None:
    assert [p.parameter for p in understand(f"{SCENARIO}&{key}=1", Limits()).problems] == [key]


@pytest.mark.slow
@pytest.mark.parametrize("path", READ)
def test_every_answer_is_that_of_the_link_without_them(path: str) -> None:
    answer = CLIENT.get(f"/{path}?{LIVE_LINK}")
    assert answer.status_code == 200, answer.text
    plain = CLIENT.get(f"/{path}?{SCENARIO}")
    assert answer.content == plain.content
    assert answer.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("path", ["/", "/embed", f"/lessons/{next(iter(lessons()))}"])
def test_a_page_is_that_of_the_link_without_them_and_says_nothing_of_it(path: str) -> None:
    page = CLIENT.get(f"{path}?{LIVE_LINK}", headers=BROWSER)
    assert page.status_code == 200
    assert page.text == CLIENT.get(f"{path}?{SCENARIO}", headers=BROWSER).text
    notices = [e.text for e in elements(page.text) if e.attributes.get("class") == "notice"]
    assert not [text for text in notices if "JavaScript" not in text]


@pytest.mark.parametrize("view", ["", "theme=dark&step=3"])
def test_a_lesson_opened_from_a_newsletter_is_the_lesson(view: str) -> None:
    for lesson in lessons().values():
        plain = understand(address_in(lesson, view), Limits())
        assert plain.problems == ()
        assert understand(address_in(lesson, f"{LIVE}&{view}"), Limits()) == plain


@pytest.mark.parametrize("path", ["/", "/embed", f"/lessons/{next(iter(lessons()))}"])
def test_oembed_frames_the_link_without_them(path: str) -> None:
    def frame(query: str) -> str:
        answer = CLIENT.get("/oembed", params={"url": f"http://testserver{path}?{query}", "utm_source": "x"})
        assert answer.status_code == 200, answer.text
        return str(strict(answer.content)["html"])

    assert frame(LIVE_LINK) == frame(SCENARIO)
    assert frame(LIVE) == frame("")


def test_the_command_line_reads_a_link_from_a_newsletter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"http://127.0.0.1:8000/?{LIVE_LINK}&theme=dark#top"]) == 0
    output = capsys.readouterr().out
    assert main([SCENARIO]) == 0
    assert output == capsys.readouterr().out
