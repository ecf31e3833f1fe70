"""What a lesson file weighs, and how soon it shows something: ``python -m tests.benchmarks.lesson_file [query]``.

Files with and without Plotly, opened from disk in Chromium, each several times. Printed are the bytes as they are, with
gzip and with brotli, as a course site would send them, and medians of the times from the opening to the first path that
is seen, which the file's picture has before the script runs, and to the first step that is played. An argument is a
query to measure instead of the usual ones.
"""
# ruff: noqa: T201  # it prints

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

import brotli
from playwright.sync_api import Browser, sync_playwright

from app.lesson_file import lesson_file
from tests.browser import CHROMIUM, FLAGS, find

ROUNDS = 5
HOME = "optimizer=sgd,lr=0.07&optimizer=momentum&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=0.3&start=A,-8,1.2"
CROWD = "&".join(f"start=S{k},{k / 2 - 6:g},{(k * 7) % 8 - 4:g}" for k in range(26))
QUERIES = {
    "usual": "",
    "all parts": f"{HOME}&ui=full&show=why,chart,scoreboard",
    "104 runs of 1000 steps": f"{HOME.rpartition('&')[0]}&{CROWD}&steps=1000",
}
WATCH = """() => {
    const look = () => {
        const found = /step (\\d+) of (\\d+)/.exec(document.querySelector(".player-reading")?.textContent ?? "");
        if (found && found[1] !== found[2] && found[1] !== "0") performance.mark("playing");
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
TIMES = """async () => {
    const when = (name) => performance.getEntriesByName(name)[0]?.startTime;
    while (when("playing") === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    return [when("first-contentful-paint"), when("playing")];
}"""


def times(browser: Browser, file: Path) -> list[float]:
    """Return the milliseconds until the first path is seen, and until the first step is played."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(file.as_uri())
    found: list[float] = page.evaluate(TIMES)
    context.close()
    return found


def main(arguments: list[str]) -> int:
    """Print the table."""
    queries = {"given": arguments[0]} if arguments else QUERIES
    print(f"{'':38}{'bytes':>10}{'gzip':>10}{'brotli':>10}{'first path (ms)':>17}{'playing (ms)':>14}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(CHROMIUM), args=list(FLAGS))
        file = Path(folder) / "lesson.html"
        for name, query in queries.items():
            for plotly in (False, True):
                content = lesson_file(f"{query}&autoplay=1", plotly=plotly)
                file.write_bytes(content)
                path, playing = map(statistics.median, zip(*(times(browser, file) for _ in range(ROUNDS)), strict=True))
                sizes = "".join(
                    f"{len(one):>10,}" for one in (content, gzip.compress(content), brotli.compress(content))
                )
                print(f"{name + (', with Plotly' if plotly else ''):38}{sizes}{path:>17.0f}{playing:>14.0f}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
