"""What a first view weighs over the wire: ``pip install -e '.[test]' && python -m tests.benchmarks.weight [query]``.

Page and embed, side by side, without compression, with gzip and with brotli, and the embed with brotli before anybody
turns to it; bytes as Chromium counts them, headers included. As in the image with the cartesian bundle in
static/vendor, and after ``python -m app.precompress static``: else static files are compressed as quickly as the
service does it by itself.
"""
# ruff: noqa: T201  # it prints

import re
import sys
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser import CHROMIUM, FLAGS, find
from tests.serving import serve

CODINGS = ("identity", "gzip", "gzip, deflate, br")
KINDS = (("plotly.js", r"/packaged/plotly"), ("scripts", r"\.js$"), ("styles", r"\.css$"), ("surface", r"/surface$"))
PARTS = ("html", "styles", "scripts", "plotly.js", "surface", "trajectories", "other", "in all")
SIZE: ViewportSize = {"width": 900, "height": 640}
BUDGET = 550_000  # bytes of an embed, brotli and the cartesian bundle
UNTOUCHED = """
    for (const name of ["pointerenter", "pointermove"]) {
        addEventListener(name, (event) => event.stopImmediatePropagation(), {capture: true});
    }
"""
"""A script that keeps the pointer from a page: a browser says that it moves wherever it lies as the page is drawn."""


def weigh(browser: Browser, address: str, accepted: str, turned: bool = True) -> dict[str, int]:
    """Return the bytes of each part of the first view of ``address``. turned: whether the reader turns to the plots."""
    context = browser.new_context(viewport=SIZE, extra_http_headers={"accept-encoding": accepted})
    page = context.new_page()
    watched = context.new_cdp_session(page)
    paths: dict[str, str] = {}
    weights: dict[str, int] = defaultdict(int)

    def finished(event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        weights[kind(paths[event["requestId"]])] += size
        weights["in all"] += size

    def asked(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    watched.on("Network.requestWillBeSent", asked)
    watched.on("Network.loadingFinished", finished)
    watched.send("Network.enable")
    if not turned:
        page.add_init_script(UNTOUCHED)
    page.goto(address)
    if turned:
        page.locator(".player-scrub").wait_for()  # before, the page hears of no pointer
        page.hover(".plot")  # in a frame the runs and Plotly come only for a reader who turns to it
        page.wait_for_selector(".plot.is-committed")
    page.wait_for_selector("body[data-settled]")
    page.wait_for_timeout(500)  # what comes late, such as the verdict, is weighed too
    context.close()
    return weights


def kind(path: str) -> str:
    """Return the part of the view that a path belongs to."""
    found = next((name for name, pattern in KINDS if re.search(pattern, path)), None)
    found = found or ("trajectories" if path.endswith("/trajectories") else None)
    return found or ("html" if path in ("/", "/embed") else "other")


def main() -> None:
    """Print a table."""
    query = sys.argv[1] if len(sys.argv) > 1 else ""
    path = find(CHROMIUM)
    if path is None:
        sys.exit(CHROMIUM.missing)
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        columns = [
            (f"{place} {accepted.split()[-1]}", weigh(browser, f"{server}{place}?{query}", accepted))
            for place in ("/", "/embed")
            for accepted in CODINGS
        ]
        still = weigh(browser, f"{server}/embed?{query}", CODINGS[-1], turned=False)
        browser.close()
    columns.append(("embed untouched", still))
    print(f"{'bytes':14}" + "".join(f"{name:>17}" for name, _ in columns))
    for part in PARTS:
        print(f"{part:14}" + "".join(f"{weights[part]:17,}" for _, weights in columns))
    embed = columns[-2][1]["in all"]
    print(f"An embed weighs {embed:,} bytes with brotli, {embed / BUDGET:.0%} of the budget of {BUDGET:,}.")


if __name__ == "__main__":
    main()
