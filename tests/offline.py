"""A lesson file, opened from disk in a browser without a network: what it asks for or complains of is noted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from app.lesson_file import lesson_file
from optimizers import Scenario, simulate

QUERY = "optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&start=A,-8,1.2&steps=60&show=why&step=12&title=The+ravine"
PICTURE = "() => [...document.querySelectorAll('.plot-canvas')].map((canvas) => canvas.toDataURL()).join()"


def written(folder: Path, query: str = QUERY, name: str = "lesson.html") -> Path:
    """Write the file of a query into a folder."""
    file = folder / name
    file.write_bytes(lesson_file(query))
    return file


@contextmanager
def opened(browser: Browser, file: Path, before: str = "") -> Iterator[Page]:
    """Open a file, after a script; fail at the end if it has asked for anything but itself, or complained."""
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
    page.add_init_script(before)
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
    expect(page.locator(".why-body")).to_contain_text("Step 11 starts at")
    page.get_by_role("combobox", name="Speed").select_option("4")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".player-reading")).to_have_text("step 60 of 60")
    author = page.locator(".verdict").inner_text()
    rate = page.get_by_role("textbox", name="SGD learning rate", exact=True)
    rate.fill("0.09")
    expect(page.locator(".verdict")).to_contain_text("its rate 0.09 is above 2/λmax = 0.08")
    expect(page.locator(".why-body")).to_contain_text("Step 60 starts at")
    expect(page.locator(".why")).not_to_have_class(re.compile("is-stale"))
    changed = page.evaluate(PICTURE)
    rate.fill("0.07")
    expect(page.locator(".verdict")).to_have_text(author)
    assert page.evaluate(PICTURE) != changed
    expect(page.locator(".check-mark")).to_be_hidden()
    expect(page.locator(".notice")).to_have_count(0)


def check_pointer(page: Page, tip: Locator) -> None:
    """Check that the first plot says what the third step of SGD is, and that its axes follow a zoom by key."""
    run = simulate(Scenario.from_query(QUERY.partition("&show")[0]))[0]
    plot = page.locator(".plot").first
    box = plot.bounding_box()
    assert box
    (left, right), (_, top) = Scenario.from_query(QUERY.partition("&show")[0]).surface.domain
    scale = box["width"] / (right - left)
    page.mouse.move(box["x"] + (run.x[3, 0] - left) * scale, box["y"] + (top - run.x[3, 1]) * scale)
    expect(tip).to_contain_text("SGD from A, step 3")
    for value in (*run.x[3], run.loss[3]):
        expect(tip).to_contain_text(f"{abs(value):.3g}"[:4])  # Plotly has another minus
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    expect(tip).to_be_hidden()
    plot.focus()
    numbers = plot.locator(".plot-ground .tick-label")
    before = numbers.all_text_contents()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(".zoom-size")).to_have_text("4×")
    page.wait_for_selector("body[data-settled]")
    after = [float(text.replace("−", "-")) for text in numbers.all_text_contents()]
    assert numbers.all_text_contents() != before
    assert len(after) >= 6
    assert max(map(abs, after)) <= (right - left) / 8
    page.keyboard.press("0")
