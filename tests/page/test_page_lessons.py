"""The pages of the lessons: their list, prose beside the live page, links that keep the state."""

import re
from html import unescape
from math import ceil
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.lessons import Lesson, answer_of, chapters, fill, lessons
from optimizers import SURFACES
from optimizers.rules import FIRST_VIEW
from tests.answers import BROWSER, client
from tests.conftest import OpenPage
from tests.page_helpers import ready, resize, without_plotly

LESSONS = list(lessons().values())
OTHER = "surface=saddle,wall=0.05&optimizer=adam,lr=0.1,beta1=0.9,beta2=0.999&start=P,1,0.5&steps=30"
HINT = """(one) => {
    const {content, visibility} = getComputedStyle(one, "::before");
    return [content, visibility];
}"""


@pytest.fixture
def light(page: Page) -> Page:
    """A watched page with an empty file for plotly.js, which no lesson needs."""
    without_plotly(page)
    return page


def go(page: Page, address: str) -> None:
    """Open a lesson, and wait until its runs are drawn."""
    page.goto(address)
    ready(page)


def query_of(page: Page) -> str:
    return unquote(urlsplit(page.url).query).removeprefix("v=2&")


def text_of(slug: str) -> str:
    """Return a lesson's page as it is read, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client().get(f"/lessons/{slug}").text)).split())


def read(lesson: Lesson, text: str) -> str:
    return " ".join(fill(lesson, text).split())


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.slug for lesson in LESSONS])
def test_a_lesson_has_all_its_text(lesson: Lesson) -> None:
    text = text_of(lesson.slug)
    asked = lesson.prediction
    said = [*lesson.paragraphs, *(trial.text for trial in lesson.trials), *(claim.says for claim in lesson.claims)]
    for one in [*said, asked.asks, asked.tells, *(choice.says for choice in asked.choices)]:
        assert read(lesson, one) in text


def test_the_list_has_every_lesson_with_its_poster_in_three_chapters() -> None:
    page = client().get("/lessons").text
    assert re.findall(r'<h3[^>]*><a href="\./lessons/([a-z-]+)">(\d+)\.', page) == [
        (lesson.slug, str(number)) for number, lesson in enumerate(LESSONS, 1)
    ]
    assert re.findall(r"<h([1-6])", page) == [
        *("1", *(level for chapter in chapters() for level in ("2", *("3" for _ in chapter.lessons)))),
        "2",  # symbols
    ]
    pictures = re.findall(r"<img ([^>]*)>", page)
    assert len(pictures) == len(LESSONS)
    for picture, lesson in zip(pictures, LESSONS, strict=True):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', unescape(picture)))
        assert given["src"] == f"./poster.svg?{lesson.query}&layout=overlay&width=360"
        assert given["loading"] == "lazy"
        assert given["alt"]
        drawn = client().get(f"/{given['src']}").text
        width, height = map(float, re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawn)[0])
        assert (int(given["width"]), int(given["height"])) == (ceil(width), ceil(height))


def test_previous_and_next_lead_through_all_lessons() -> None:
    found, following = [LESSONS[0].slug], ""
    while True:
        page = client().get(f"/lessons/{found[-1]}").text
        links = {rel: slug for slug, rel in re.findall(r'href="\.\./lessons/([a-z-]+)" rel="(prev|next)"', page)}
        assert links.get("prev", "") == following
        if "next" not in links:
            break
        following = found[-1]
        found.append(links["next"])
    assert found == [lesson.slug for lesson in LESSONS]


def test_symbols_are_those_of_the_rules() -> None:
    page = unescape(client().get("/lessons").text)
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>(.*?)</td>', page)
    names = {name for _, code in rows for name in re.findall("<code>([^<]+)</code>", code)}
    parameters = {parameter.name for rule in FIRST_VIEW for parameter in rule.parameters}
    assert names <= {*parameters, *(parameter.name for parameter in SURFACES["ellipse"].parameters)}
    formulas = {rule.name: rule.formula for rule in FIRST_VIEW}
    for name, letters in {"momentum": ["V"], "rmsprop": ["S"], "adam": ["m", "v"]}.items():
        for letter in letters:
            assert rf"{letter} \leftarrow" in formulas[name]
            assert any(letter in symbol.split(", ") for symbol, _ in rows)


def test_a_prediction_comes_before_the_results_and_is_remembered(light: Page) -> None:
    """In this browser only, until the learner starts over."""
    page = light
    lesson = lessons()["rmsprop-from-a"]
    go(page, f"/lessons/{lesson.slug}")
    assert query_of(page) == f"{lesson.query}&layout=overlay&step=0"
    verdict, body = page.locator(".verdict"), page.locator(".lesson-body")
    expect(verdict).to_be_hidden()
    expect(page.locator(".lesson-answer")).to_be_hidden()
    hints = [page.locator(one).evaluate(HINT) for one in (".verdict", ".chart-area", ".readout")]
    assert [(words, shown) for words, shown in hints] == [
        (f'"Make your prediction, and the {part} here."', "visible")
        for part in ("verdict appears", "chart appears", "results appear")
    ]
    for target in page.locator(".lesson :is(button, summary, a):visible").all():
        box = target.bounding_box()
        assert box is not None
        assert (
            min(box["width"], box["height"]) >= 24
            or target.evaluate("one => getComputedStyle(one).display") == "inline"
        )
    choices = page.locator(".prediction-choice")
    choices.nth(0).click()
    expect(page.locator(".prediction-result")).to_have_text("The answer is: RMSprop.")
    choices.nth(answer_of(lesson)).click()
    expect(page.locator(".prediction-result")).to_have_text("Your prediction is right.")
    expect(choices.nth(answer_of(lesson))).to_have_attribute("aria-pressed", "true")
    expect(verdict).to_be_visible()
    expect(body).to_have_attribute("open", "")
    expect(page.locator(".player-reading")).to_have_text("step 80 of 80")
    go(page, f"/lessons/{lesson.slug}")
    expect(page.locator(".prediction-result")).to_have_text("Your prediction is right.")
    expect(verdict).to_be_visible()
    page.goto("/lessons")
    expect(page.locator(".lesson-progress")).to_contain_text(f"1 of {len(LESSONS)} lessons done. Next: 1. The ravine.")
    expect(page.locator(".lesson-done")).to_have_count(1)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".lesson-done")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('lessons')") == "{}"
    page.evaluate("localStorage.clear()")  # other tests share it


def test_the_text_and_the_whole_stage_are_seen_together(open_page: OpenPage) -> None:
    """Beside each other on wide screens; above each other on a tablet, and the text scrolls by itself."""
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto("/lessons/longer-step?step=200")
    for width, height in ((1440, 900), (1280, 720), (768, 1024)):
        resize(page, width, height)
        text, plots = page.locator(".lesson").bounding_box(), page.locator(".panel").all()
        assert text is not None
        assert text["y"] + text["height"] <= height
        for plot in plots:
            box = plot.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= height
            assert box["x"] >= text["x"] + text["width"] if width >= 1200 else box["y"] >= text["y"] + text["height"]
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        assert page.locator(".lesson").evaluate("one => one.scrollHeight > one.clientHeight")


def test_where_storage_is_forbidden_a_prediction_plays_the_runs_all_the_same(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="no-preference")
    without_plotly(page)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})")
    go(page, "/lessons/ravine")
    page.locator(".prediction-choice").first.click()
    expect(page.locator(".player-play")).to_have_attribute("aria-label", "Pause")
    expect(page.locator(".lesson-answer")).to_be_visible()
    page.goto("/lessons")
    expect(page.locator(".lesson-done")).to_have_count(0)


def test_without_scripts_the_answer_opens_and_leads_to_the_whole_run(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, alone=True)
    page.goto("/lessons/ravine")
    page.locator(".lesson-body > summary").click()
    expect(page.locator(".lesson-answer")).to_be_visible()
    page.get_by_role("link", name="Show the whole run").click()
    expect(page.locator(".lesson-claims")).to_be_visible()
    expect(page.locator(".plot path.series-0, .plot .series-0").first).to_be_attached()


def test_the_address_keeps_what_the_learner_changed(light: Page) -> None:
    page = light
    go(page, "/lessons/ravine")
    number = page.locator(".optimizer-list input[type=text], .optimizer-list input.number").first
    number.fill("0.03")
    number.press("Enter")
    page.wait_for_url("**lr=0.03**")
    changed = page.url
    go(page, changed)
    assert page.url == changed
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)
    assert "lr=0.03" in query_of(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the lesson's scenario").click()
    ready(page)
    assert query_of(page) == f"{LESSONS[0].query}&step=0"


def test_a_trial_shows_its_scenario_in_the_same_lesson(light: Page) -> None:
    page = light
    go(page, "/lessons/ravine?step=80")
    page.locator(".lesson-trial").last.click()
    page.wait_for_url("**lr=0.09**")
    assert query_of(page) == LESSONS[0].queries["high"]
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name="Offline file").click()
    href = page.get_by_role("link", name="Download").first.get_attribute("href") or ""
    assert re.search(r"export\.html\?v=2&surface=.*&lesson=[a-z-]+$", href)
    assert "&step=" not in href  # the file opens with the prediction


def test_a_scenario_in_the_address_replaces_the_lessons_and_a_view_only_its_view(light: Page) -> None:
    page = light
    for given, expected in ((OTHER, OTHER), ("theme=dark", f"{LESSONS[0].query}&theme=dark&step=0")):
        go(page, f"/lessons/ravine?{given}")
        assert query_of(page) == expected
        expect(page.locator("h1")).to_have_text(LESSONS[0].title)
    lesson = lessons()["rmsprop-from-a"]
    go(page, f"/lessons/{lesson.slug}?layout=side-by-side")
    assert query_of(page) == f"{lesson.query}&step=0"
    assert page.locator(".panel").count() == 2


def test_on_a_phone_the_prose_stands_above_and_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    for address in ("/lessons", "/lessons/rmsprop-from-b"):
        page.goto(address)
        for width in (390, 360):
            resize(page, width, 844)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if address != "/lessons":
                prose, stage = page.locator(".lesson").bounding_box(), page.locator(".stage").bounding_box()
                assert prose is not None
                assert stage is not None
                assert prose["y"] + prose["height"] <= stage["y"]


def test_a_lesson_that_is_not_there() -> None:
    answer = client().get("/lessons/nothing", headers=BROWSER)
    assert answer.status_code == 404
    assert "No lesson nothing" in answer.text


def test_a_bad_scenario_in_a_lesson_is_told_and_mended() -> None:
    answer = client().get("/lessons/ravine?optimizer=no-such-optimizer")
    assert answer.status_code == 200
    assert "optimizer" in answer.text.split('class="notice"', 1)[1].split("</p>", 1)[0]


@pytest.mark.parametrize("address", ["/lessons", "/lessons/ravine"])
def test_links_are_relative(address: str) -> None:
    text = client().get(address).text
    # What others read of the page is absolute, as oEmbed and Open Graph ask for.
    text = re.sub(r'<(link rel="(canonical|alternate)"|meta property="og:[a-z:]+") [^>]*>', "", text)
    assert 'href="/' not in text
    assert 'src="/' not in text
    assert "http://" not in text.split('id="state"')[0]
