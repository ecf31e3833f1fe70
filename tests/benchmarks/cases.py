"""What the benchmarks ask for: cheap requests and expensive ones, each new every time unless it says otherwise."""

from collections.abc import Callable
from itertools import count
from urllib.parse import quote

Paths = Callable[[int], str]
"""The path of request number n."""

RULES = ("sgd", "momentum", "rmsprop", "adam")
_STARTS = [(f"S{k}", -8 + 0.6 * k, 3.5 - 0.27 * k) for k in range(26)]


def scenario(number: int, optimizers: int, starts: int, steps: int, more: str = "") -> str:
    """Return a scenario of so many runs; the first learning rate is another for each number."""
    rates = [0.01 + 1e-8 * number, *(0.011 + 0.002 * k for k in range(1, optimizers))]
    chosen = "&".join(f"optimizer={RULES[k % len(RULES)]},lr={rate:.10g}" for k, rate in enumerate(rates))
    placed = "&".join(f"start={label},{x:.4g},{y:.4g}" for label, x, y in _STARTS[:starts])
    return f"surface=ellipse,kappa=25,theta=0&{chosen}&{placed}&steps={steps}{more}"


def small(number: int) -> str:
    """Return the scenario that the page shows first: 8 runs of 120 steps."""
    return scenario(number, 4, 2, 120)


def large(number: int) -> str:
    """Return 50 runs of 10 000 steps, 500 000 points: as many as are allowed."""
    return scenario(number, 2, 25, 10_000)


def many(number: int) -> str:
    """Return 416 runs of 18 steps."""
    return scenario(number, 16, 26, 18)


def most(number: int) -> str:
    """Return 416 noisy runs of 1201 steps: as many runs and points as are allowed, on paths that wander."""
    return scenario(number, 16, 26, 1201, f"&noise=30&seed={number}")


def tuned(number: int) -> str:
    """Return 32 runs of 400 steps on another surface each time, whose rates have to be found first."""
    kappa = f"kappa={25 + 1e-6 * number:.10g}"
    return scenario(number, 4, 8, 400, "&fair=tuned").replace("kappa=25", kappa)


API = "/api/v1"
EXPENSIVE: dict[str, Paths] = {
    "CSV of 500 000 points": lambda n: f"/export.csv?{large(n)}",
    "JSON of 500 000 points": lambda n: f"/export.json?{large(n)}",
    "stream of 500 000 points": lambda n: f"{API}/trajectories?{large(n)}",
    "PNG of 416 runs": lambda n: f"/poster.png?{many(n)}",
    "PNG, the largest": lambda n: f"/poster.png?{most(n)}",
    "SVG of 416 runs, animated": lambda n: f"/poster.svg?{most(n)}&animate=1",
    "page of 416 runs": lambda n: f"/?{most(n)}",
    "page of 500 000 points": lambda n: f"/?{large(n)}",
    "verdict of 416 runs": lambda n: f"{API}/verdict?{most(n)}",
    "416 runs of 18 steps": lambda n: f"{API}/trajectories?{many(n)}",
    "tuned stream": lambda n: f"{API}/trajectories?{tuned(n)}",
    "tuned page": lambda n: f"/?{tuned(n)}",
    "lessons": lambda n: f"/lessons/ravine?{scenario(n, 4, 2, 2000)}",
}
"""Twenty of each at once are what the others must not notice."""

TUNED: dict[str, Paths] = {
    "scenario": lambda n: f"{API}/scenario?{tuned(n)}",
    "oEmbed": lambda n: f"/oembed?url={quote('http://testserver/?' + tuned(n), safe='')}",
    "surface": lambda n: f"{API}/surface?{tuned(n)}",
    "bib": lambda n: f"/export.bib?{tuned(n)}",
}
"""The routes that have to find rates before they can answer, though they draw and export nothing."""

CHEAP: dict[str, str] = {
    "healthz": "/healthz",
    "home page": "/",
    "new run": f"{API}/trajectories?surface=ellipse,kappa=25&optimizer=sgd,lr={{rate}}&start=A,-8,1.2&steps=80"
    "&precision=f4",
    "same verdict": f"{API}/verdict?surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=80",
}
"""What must not wait. ``{rate}`` stands for one that no request had before."""

numbers = count(1)
"""A new number each time, for the whole process."""
