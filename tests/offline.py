"""A lesson file, opened from disk in a browser without a network: what it asks for or complains of is noted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from app.lesson_file import lesson_file

QUERY = "optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&start=A,-8,1.2&steps=60&show=why&step=12&title=The+ravine"
PICTURE = "() => [...document.querySelectorAll('.plot-canvas')].map((canvas) => canvas.toDataURL()).join()"


def written(folder: Path, query: str = QUERY, name: str = "lesson.html") -> Path:
    """Write the file of a query into a folder."""
    file = folder / name
    file.write_bytes(lesson_file(query))
    return file


@contextmanager
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """Open a file; fail at the end if it has asked for anything but itself, or complained."""
    address = file.as_uri()
    problems: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.route(re.compile("https?:"), lambda route: route.abort())
    page = context.new_page()
    page.on("console", lambda message: problems.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on(
        "request", lambda one: None if one.url.startswith((address, "blob:", "data:")) else problems.append(one.url)
    )
    page.goto(address)
    page.wait_for_selector("body[data-settled]")
    yield page
    context.close()
    assert not problems, "\n".join(problems)


def check(page: Page) -> None:
    """Check what a reader sees and does in the file of QUERY: its title, a step and why it is taken; then it plays."""
    expect(page.locator(".author-title")).to_have_text("The ravine")
    expect(page.locator(".player-reading")).to_have_text("step 12 of 60")
    expect(page.locator(".why-body")).to_contain_text("Step 12 starts at")
    before = page.evaluate(PICTURE)
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".player-reading")).to_have_text("step 11 of 60")
    assert page.evaluate(PICTURE) != before
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".player-reading")).to_have_text("step 60 of 60")
    slider = page.get_by_role("slider", name="SGD learning rate", exact=True)
    slider.press("ArrowLeft")
    expect(page.locator(".verdict")).to_contain_text("needs the server")
    changed = page.evaluate(PICTURE)
    page.get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.07")
    expect(page.locator(".verdict")).not_to_contain_text("needs the server")
    assert page.evaluate(PICTURE) != changed
    expect(page.locator(".check-mark")).to_be_hidden()
    expect(page.locator(".notice")).to_have_count(0)
