"""How soon a slider's effect is seen, and what sliding costs the server: ``python -m tests.benchmarks.sliding``.

Eight paths of 500 steps, with scoreboard and chart, while a learning rate moves sixty times a second: once one that two
paths have, once one that all have. The same with 200 ms added to every answer. Printed are the measures slider-to-paint
(from the input event to the frame that shows its effect), the frames a second, and the requests during the slide and in
the two seconds after it. An address as argument measures a running server instead, such as one of an earlier version.
"""
# ruff: noqa: T201  # it prints

import sys
from collections import Counter
from contextlib import nullcontext
from typing import Any

from playwright.sync_api import Browser, Request, sync_playwright

from tests.benchmarks.asking import percentile
from tests.browser import CHROMIUM, FLAGS, find
from tests.serving import serve

SECONDS = 10
LATE = 200  # ms
PATHS = "optimizer=sgd,lr=0.07&optimizer=momentum,lr=0.01&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=0.3"
HOME = f"{PATHS}&start=A,-8,1.2&start=B,-0.6,4&steps=500"
ROWS = {"one of four rates": HOME, "the rate of all": f"{HOME}&fair=rate"}
SLIDE = """async ([slider, seconds]) => {
    performance.clearMeasures();
    let frames = 0, over = false;
    const frame = () => { frames++; if (!over) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    const begun = performance.now();
    const [low, high] = [Number(slider.min), Number(slider.max)];
    for (let move = 0, now = begun; now - begun < 1000 * seconds; move++) {
        slider.value = String(low + (high - low) * (0.45 + 0.1 * Math.sin(move / 30)));
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        const next = begun + (move + 1) * 1000 / 60;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
        now = performance.now();
    }
    const rate = 1000 * frames / (performance.now() - begun);
    over = true;
    return [performance.getEntriesByName("slider-to-paint").map(({duration}) => duration), rate];
}"""


def measure(browser: Browser, address: str, query: str, late: int) -> dict[str, float | str]:
    """Return what one row has in each column. late: ms that are added to every answer."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/?{query}")
    page.wait_for_selector("body[data-settled]")
    page.wait_for_timeout(1000)  # for what the page loads when it is idle
    if late:
        conditions: dict[str, Any] = {"offline": False, "latency": late}
        conditions |= {"downloadThroughput": -1, "uploadThroughput": -1}
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
    asked: Counter[str] = Counter()

    def note(request: Request) -> None:
        if "/api/v1/" in request.url:
            asked[request.url.partition("/api/v1/")[2].partition("?")[0].partition("/")[0]] += 1

    page.on("request", note)
    slider = page.locator(".card .slider").first.element_handle()
    times, rate = page.evaluate(SLIDE, [slider, SECONDS])
    during = asked.total()
    page.wait_for_timeout(2000)
    context.close()
    return {
        "p50 (ms)": percentile(times, 0.5),
        "p95 (ms)": percentile(times, 0.95),
        "seen": f"{len(times)}",
        "frames/s": rate,
        "requests": f"{during}",
        "at rest": f"{asked.total() - during}",
    }


def main(addresses: list[str]) -> int:
    """Print the table."""
    with sync_playwright() as playwright, nullcontext(addresses[0]) if addresses else serve() as address:
        browser = playwright.chromium.launch(executable_path=find(CHROMIUM), args=FLAGS)
        for name, query in ROWS.items():
            for late in (0, LATE):
                found = measure(browser, address, query, late)
                if not late and query is HOME:
                    print(f"{'':34}" + "".join(f"{column:>10}" for column in found))
                cells = [f"{value:10.1f}" if isinstance(value, float) else f"{value:>10}" for value in found.values()]
                print(f"{name + (f', answers {late} ms late' if late else ''):34}" + "".join(cells), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
