"""How ten frames burden a page of another site: ``python tests/benchmarks/ten_embeds.py``.

Serves the app on 127.0.0.1 and a page with ten frames on localhost, which is another site to a browser. Each round is a
new browser context, so nothing is cached. Told are medians over the rounds: from the page's navigation until the first
frame has painted its path, and until it is live; and frames a second, with the longest pause, while the page scrolls
past all ten at 1200 px a second under a wheel over the frames. Counted is what the page around paints: to a browser
that isolates sites, our frames are other processes.
"""
# ruff: noqa: T201  # it prints

import statistics
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import CHROMIUM, FLAGS, find
from tests.hosting import HOST, SCENARIO, serve_folder
from tests.serving import serve

FRAMES = 10
ROUNDS = 5
SPEED = 1200  # px/s
FRAME = '<p>Prose between the frames.</p><iframe title="Plots" src="{}" width="700" height="480"></iframe>'
WATCH = """
    window.times = [];
    (function tick(time) { times.push(time); requestAnimationFrame(tick); })(performance.now());
"""
SINCE = "(origin) => performance.timeOrigin + performance.getEntriesByName('first-path')[0].startTime - origin"


def measure(browser: Browser, address: str) -> dict[str, float]:
    """Return one round: first_path and live in ms, rate in frames a second, pause in ms, transferred in kB."""
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("iframe")
    origin = page.evaluate("performance.timeOrigin")
    frame = page.locator("iframe").first.element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("body[data-settled]")
    live = frame.evaluate("(origin) => performance.timeOrigin + performance.now() - origin", origin)
    first = frame.evaluate(SINCE, origin)
    page.wait_for_load_state("load")
    height = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    page.evaluate(WATCH)
    gesture: dict[str, Any] = {"x": 400, "y": 450, "yDistance": -height, "gestureSourceType": "mouse", "speed": SPEED}
    context.new_cdp_session(page).send("Input.synthesizeScrollGesture", gesture)
    times: list[float] = page.evaluate("times")
    assert page.evaluate("scrollY") > 0.9 * height, "the page did not scroll"
    gaps = [after - before for before, after in pairwise(times)]
    context.close()
    return {
        "first path (ms)": first,
        "live (ms)": live,
        "frames a second": 1000 * len(gaps) / sum(gaps),
        "longest pause (ms)": max(gaps),
    }


def main() -> None:
    path = find(CHROMIUM)
    if path is None:
        sys.exit(CHROMIUM.missing)
    with serve() as server, tempfile.TemporaryDirectory() as folder, serve_folder(Path(folder)) as host:
        frames = FRAME.format(f"{server}/embed?{SCENARIO}&ui=minimal") * FRAMES
        (Path(folder) / "course.html").write_text(HOST.format(listen="", before="", frames=frames), "utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            measure(browser, f"{host}/course.html")  # kernels are compiled, files are in the server's memory
            rounds = [measure(browser, f"{host}/course.html") for _ in range(ROUNDS)]
            browser.close()
    print(f"{FRAMES} frames on one page, medians of {ROUNDS} rounds (lowest to highest)")
    for name in rounds[0]:
        values = [one[name] for one in rounds]
        print(f"{name:>20} {statistics.median(values):8.1f}   ({min(values):.1f} to {max(values):.1f})")


if __name__ == "__main__":
    main()
