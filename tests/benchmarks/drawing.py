"""CPU time and bytes of everything that is drawn or described, each on a scenario that was not seen before.

Run it as ``python -m tests.benchmarks.drawing``: half a minute on one core. A table is printed; it is the CPU time
of the process, the least of several, in one warm process, without HTTP and compression but for the row that names them.
"""

# ruff: noqa: T201  # it prints

import sys
from collections.abc import Callable, Iterator
from itertools import count
from time import process_time

import brotli

from app.builders import PageArguments, page_html, poster_png, poster_svg, steps_json, surface_json, verdict_json
from app.view import Query, demand
from optimizers.query.choices import Limits

LIMITS = Limits(optimizers=26)
TURNS = 12
HOME = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr={rate}&optimizer=momentum,lr=0.01&optimizer=rmsprop,lr=0.3"
HOME += "&optimizer=adam,lr=0.3&start=A,-8,1.2&start=B,-0.6,4&steps=120"
RATES = {"sgd": 0.02, "momentum": 0.01, "rmsprop": 0.1, "adam": 0.1}
STARTS = "&".join(f"start=S{k},{-9 + 0.72 * k:.3f},{4 * (k * 7 % 13) / 13 - 2:.3f}" for k in range(26))
RULES = "&".join(
    f"optimizer={name},lr={rate * (1 + 0.1 * turn):.4f}" for turn in range(4) for name, rate in RATES.items()
)
CROWD = f"{STARTS}&{RULES}&steps="


def new_queries(text: str) -> Iterator[Query]:
    """Yield queries that differ in a learning rate, or in the noise if they have none to be filled in."""
    for turn in count():
        different = (
            text.format(rate=f"{0.05 + 1e-5 * turn:.5f}") if "{rate}" in text else f"{text}&noise={1e-6 * turn:g}"
        )
        yield demand(different, LIMITS)


def page(template: str, query: Query, lesson: str = "") -> bytes:
    """Return a page by ``template``."""
    return page_html(PageArguments(template, query, "./", "static", "http://localhost", lesson))


def png(query: Query) -> bytes:
    """Return a poster as PNG, two pixels for each px."""
    return poster_png(query.scenario, query.view)


def svg(query: Query) -> bytes:
    """Return a poster as SVG."""
    return poster_svg(query.scenario, query.view)


ROWS: dict[str, tuple[str, Callable[[Query], bytes], int]] = {
    "page": (HOME, lambda query: page("page.html", query), TURNS),
    "page, compressed by brotli": (HOME, lambda query: brotli.compress(page("page.html", query), quality=4), TURNS),
    "embed": (HOME, lambda query: page("embed.html", query), TURNS),
    "lesson": (HOME, lambda query: page("lesson.html", query, "ravine"), TURNS),
    "verdict": (HOME, lambda query: verdict_json(query.scenario), TURNS),
    "surface, a new one": (
        "surface=ellipse,kappa=2{rate}",
        lambda query: surface_json(query.scenario.surface, 160, "f4"),
        TURNS,
    ),
    "step": (HOME, lambda query: steps_json(query.scenario, 3, 0, 7), TURNS),
    "poster.svg": (HOME, svg, TURNS),
    "poster.svg, animated": (f"{HOME}&animate=1", svg, TURNS),
    "poster.png": (HOME, png, 3),
    "416 runs of 18 steps, page": (f"{CROWD}18", lambda query: page("page.html", query), 3),
    "416 runs of 1200 steps, page": (f"{CROWD}1200", lambda query: page("page.html", query), 2),
    "416 runs of 1200 steps, poster.svg": (f"{CROWD}1200", svg, 2),
    "416 runs of 1200 steps, animated": (f"{CROWD}1200&animate=1", svg, 2),
    "416 noisy runs of 1200 steps, poster.svg": (f"{CROWD}1200&seed=1", svg, 2),
    "416 runs of 1200 steps, poster.png": (f"{CROWD}1200", png, 1),
}
"""For each kind a query, what makes the bytes, and how often it is measured."""


def main() -> int:
    """Print CPU time and bytes of every row."""
    print(f"{'':44}{'ms of CPU':>10}{'bytes':>11}")
    for name, (text, build, turns) in ROWS.items():
        queries = new_queries(text)
        build(next(queries))  # what is loaded or compiled once
        times, size = [], 0
        for _, query in zip(range(turns), queries, strict=False):
            begun = process_time()
            size = len(build(query))
            times.append(process_time() - begun)
        print(f"{name:44}{1000 * min(times):10.2f}{size:11}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
