"""The lesson file in Chromium; tests/page/test_firefox.py opens one too."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.offline import PICTURE, QUERY, check, check_pointer, opened, written


def test_it_plays_from_disk_without_a_request(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path)) as page:
        check(page)
        check_pointer(page, page.locator(".step-tip").first)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".print-poster")).to_be_hidden()  # of another step than the author's there is no picture
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_printing_it_shows_the_author_s_picture(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, f"{QUERY}&theme=dark")) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".print-poster .plot-svg")).to_have_count(2)
        expect(page.locator(".print-poster .path").first).to_be_visible()
        expect(page.locator(".panel-list")).to_be_hidden()
        expect(page.locator(".controls")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_with_plotly_it_hovers_zooms_and_slides_without_a_request(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, f"{QUERY}&plotly=1")) as page:
        page.mouse.move(640, 300)  # the reader turns to the plots: Plotly draws them
        page.wait_for_selector(".plot.is-committed")
        check_pointer(page, page.locator(".hoverlayer").first)
        expect(page.locator(".zoom-size")).to_have_text("")
        before = page.evaluate(PICTURE)
        page.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft")
        page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
        page.wait_for_selector(".plot.is-committed")


def test_a_damaged_file_says_so_and_keeps_the_picture(browser: Browser, tmp_path: Path) -> None:
    text = written(tmp_path).read_text("utf-8")
    packed = text.index('id="modules">') + 2000
    broken = tmp_path / "broken.html"
    for content, said in (
        (text[: len(text) * 2 // 3], "The script of this file does not run"),
        (text[: text.rindex("</script>") - 40], "The script of this file does not run"),
        (text[:packed] + "AAAA" * 8 + text[packed + 32 :], "This file is damaged"),
    ):
        broken.write_text(content, "utf-8")
        context = browser.new_context()
        page = context.new_page()
        page.goto(broken.as_uri())
        expect(page.locator(".notice:visible")).to_contain_text(said)
        expect(page.locator(".plot-svg .path").first).to_be_visible()
        context.close()


FORBIDDEN = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "Worker", "SharedWorker"]) {
    Object.defineProperty(globalThis, name, {get() { throw new DOMException("forbidden", "SecurityError"); }});
}"""
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (!text.data.trim() || text.parentElement.closest("script, style, svg, math, [translate=no]")) continue;
        const font = document.createElement("font");
        text.replaceWith(font);
        font.append(text);
    }
}"""


def test_storage_and_workers_forbidden_and_translated_it_goes_on(browser: Browser, tmp_path: Path) -> None:
    whole = "optimizer=sgd,lr=0.07&optimizer=adam&start=A,-8,1.2&steps=60&ui=full&show=why,chart,scoreboard&step=12"
    with opened(browser, written(tmp_path, whole), FORBIDDEN) as page:
        acts: list[Callable[[], object]] = [
            lambda: page.get_by_role("button", name="Step back").click(),
            lambda: page.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft"),
            lambda: page.get_by_role("button", name="Overlay").click(),
            lambda: page.get_by_role("button", name="Add start point").click(),
            lambda: page.get_by_role("button", name="Play", exact=True).click(),
        ]
        for act in acts:
            page.evaluate(TRANSLATE)
            before = page.evaluate(PICTURE)
            act()
            page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
            page.wait_for_selector("body[data-settled]")
        expect(page.locator(".player-reading")).to_contain_text("60 of 60")


def test_a_file_that_was_edited_into_nonsense_shows_the_author_s_scenario(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path)
    text = file.read_text("utf-8")
    with opened(browser, file) as page:
        picture = page.evaluate(PICTURE)
    state = re.search(r'(id="state">)(.*?)(</script>)', text)
    assert state
    query = json.loads(state[2])["query"]
    for edited in (state[2].replace(query, "surface=elipse"), state[2][:40], ""):
        file.write_text(text.replace(state[0], f"{state[1]}{edited}{state[3]}"), "utf-8")
        with opened(browser, file) as page:
            expect(page.locator(".notice")).to_have_text(
                re.compile("You see (the scenario that the author saved|the author's)")
            )
            assert page.evaluate(PICTURE) == picture


def test_without_script_it_is_the_picture(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written(tmp_path).as_uri())
    expect(page.locator(".plot-svg .path").first).to_be_visible()
    expect(page.locator("noscript .notice")).to_be_visible()
    context.close()
