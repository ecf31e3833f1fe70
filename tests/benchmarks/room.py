"""How much of the middle of the page is plot: ``python tests/benchmarks/room.py [address]``.

For each size of the window, the area of all plot areas inside their axes over the area of the stage, as far as both are
in the window, with four plots side by side, and how many of them are whole in it; and whether the whole plot and the
slider of the player are in the window of a phone. Without an address the app of this folder is served.
"""
# ruff: noqa: T201  # it prints

import sys
from contextlib import nullcontext
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import CHROMIUM, FLAGS, find
from tests.serving import serve

SIZES = ((1440, 900), (1280, 720), (1920, 1080), (2560, 1440))
SURFACES = ("ellipse", "rosenbrock", "saddle")
PHONE = (390, 844)
SHARE = """() => {
    const seen = (element) => {
        const {left, right, top, bottom} = element.getBoundingClientRect();
        return Math.max(0, Math.min(right, innerWidth) - Math.max(left, 0))
            * Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
    };
    const areas = [...document.querySelectorAll(".plot .nsewdrag, .plot:not(.is-drawn) .plot-area")].map(seen);
    return areas.reduce((sum, area) => sum + area, 0) / seen(document.querySelector(".stage"));
}"""
WHOLE = """() => [...document.querySelectorAll(".plot")].filter((plot) => {
    const {top, bottom} = plot.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}).length"""
TOGETHER = """() => [...document.querySelectorAll(".plot, .player-scrub")].every((element) => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
})"""


def main() -> None:
    """Measure, and print a line for each size."""
    given = sys.argv[1:]
    with nullcontext(given[0]) if given else serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(CHROMIUM), args=FLAGS)
        for width, height in (*SIZES, PHONE):
            page = browser.new_page(viewport={"width": width, "height": height})
            shares = []
            for surface in SURFACES:
                page.goto(f"{address}/?surface={surface}")
                page.wait_for_selector("body[data-settled]", timeout=120_000)
                shares.append(f"{surface} {page.evaluate(SHARE):.0%} ({page.evaluate(WHOLE)} plots whole)")
                if (width, height) == PHONE:
                    shares[-1] += f", plot and slider together: {page.evaluate(TOGETHER)}"
            print(f"{width} x {height}: {'; '.join(shares)}", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
