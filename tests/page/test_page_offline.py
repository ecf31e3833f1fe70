"""The lesson file in Chromium; tests/page/test_firefox.py opens one too."""

import json
import re
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
