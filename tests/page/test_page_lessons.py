"""The pages of the lessons: their list, prose beside the live page, links that keep the state."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.lessons import Lesson, fill, lessons
from tests.answers import BROWSER, client
from tests.conftest import OpenPage

LESSONS = list(lessons().values())
OTHER = "surface=saddle,wall=0.05&optimizer=adam,lr=0.1,beta1=0.9,beta2=0.999&start=P,1,0.5&steps=30"


def open_settled(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("body[data-settled]")


def query_of(page: Page) -> str:
    return unquote(urlsplit(page.url).query).removeprefix("v=2&")


def test_the_list_leads_to_every_lesson(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Lessons").click()
    links = page.locator(".lesson-list li a")
    assert links.all_inner_texts() == [lesson.title for lesson in LESSONS]
    links.nth(2).click()
    expect(page.locator("h1")).to_have_text(LESSONS[2].title)


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.slug for lesson in LESSONS])
def test_a_lesson_is_prose_beside_the_live_page(page: Page, lesson: Lesson) -> None:
    open_settled(page, f"/lessons/{lesson.slug}")
    assert query_of(page) == lesson.address
    prose = page.locator(".lesson").inner_text()
    for text in [*lesson.paragraphs, lesson.trial.text, *(claim.says for claim in lesson.claims)]:
        assert fill(lesson, text) in prose
    beside, stage = page.locator(".lesson").bounding_box(), page.locator(".stage").bounding_box()
    assert beside is not None
    assert stage is not None
    assert beside["x"] + beside["width"] <= stage["x"]
    assert stage["y"] < 100


def test_previous_and_next_lead_through_all_lessons(page: Page) -> None:
    page.goto(f"/lessons/{LESSONS[0].slug}")
    assert page.locator(".lesson-steps a[rel=prev]").count() == 0
    for lesson in LESSONS[1:]:
        page.locator(".lesson-steps a[rel=next]").click()
        expect(page.locator("h1")).to_have_text(lesson.title)
    assert page.locator(".lesson-steps a[rel=next]").count() == 0
    page.locator(".lesson-steps a[rel=prev]").click()
    expect(page.locator("h1")).to_have_text(LESSONS[-2].title)


def test_the_address_keeps_what_the_learner_changed(page: Page) -> None:
    open_settled(page, "/lessons/ravine")
    number = page.locator(".optimizer-list input[type=text], .optimizer-list input.number").first
    number.fill("0.03")
    number.press("Enter")
    page.wait_for_url("**lr=0.03**")
    changed = page.url
    open_settled(page, changed)
    assert page.url == changed
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)
    assert "lr=0.03" in query_of(page)
    page.get_by_role("link", name="Back to the lesson's scenario").click()
    page.wait_for_selector("body[data-settled]")
    assert query_of(page) == LESSONS[0].query


def test_a_trial_shows_its_scenario_in_the_same_lesson(page: Page) -> None:
    open_settled(page, "/lessons/ravine")
    page.locator(".lesson-trial").click()
    page.wait_for_url("**lr=0.09**")
    assert query_of(page) == LESSONS[0].trial.query
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)


@pytest.mark.parametrize(("given", "expected"), [(OTHER, OTHER), ("theme=dark", f"{LESSONS[0].query}&theme=dark")])
def test_a_scenario_in_the_address_replaces_the_lessons_and_a_view_does_not(
    page: Page, given: str, expected: str
) -> None:
    open_settled(page, f"/lessons/ravine?{given}")
    assert query_of(page) == expected
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)


def test_a_view_in_the_address_replaces_that_of_the_lesson(page: Page) -> None:
    lesson = lessons()["rmsprop-from-a"]
    open_settled(page, f"/lessons/{lesson.slug}?layout=side-by-side")
    assert query_of(page) == lesson.query
    assert page.locator(".panel").count() == 2


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_prose_stands_above_and_nothing_is_wider_than_the_screen(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    for address in ("/lessons", "/lessons/rmsprop-from-b"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
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
