"""What a verdict may say, by rules computed apart: from the arrays of the runs, and of the same runs four times as far.

Nothing here is the library's but the runs themselves: surfaces' minima and domains come from ``tests.truth``, and what
reached, stays, diverges and the limits of stability mean is written out once more.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizers import Run, Scenario, simulate
from optimizers.query.choices import Limits
from optimizers.query.titles import titles
from optimizers.run.horizon import horizon
from tests.truth import surfaces

FOREVER = 4  # times the steps
LIMITS = Limits(steps=100_000)
Pair = tuple[str, str]
"""The title of an optimizer and the label of a start."""


@dataclass(frozen=True)
class Fact:
    """A run, the same run on, and what is true of it. ahead: None where a longer scenario is another one."""

    run: Run
    ahead: Run | None
    reached: int | None
    stays: int | None
    leaves: int | None
    inside_at_end: bool
    diverges: bool
    falls: bool


class Facts:
    """What is true of a scenario, by (title, label)."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._horizons: dict[Pair, int | None] = {}
        self._later: dict[Pair, int | None] = {}
        self.name, self.values = scenario.surface.name, dict(scenario.surface.values)
        self.minima = [(float(x), float(y), float(r)) for x, y, r in surfaces.goals(self.name, self.values)]
        self.labels = [start.label for start in scenario.starts]
        self.called = titles(scenario)
        self.titles = [readable(title) for title in self.called]
        self.aims: list[tuple[set[str], set[str]]] = []
        """The best and the worst aimed first steps of the sentences read so far."""
        self.staying: set[Pair] = set()
        """Who the last sentence on the first to stay has named, and from which starts."""
        goes_on = scenario.conditions["fair"] != "tuned" and all(
            one.values["schedule"] not in ("cosine", "linear") for one in scenario.optimizers
        )
        shown = simulate(scenario)
        longer = (
            simulate(
                Scenario.from_query(re.sub(r"steps=\d+", f"steps={FOREVER * scenario.steps}", scenario.query), LIMITS)
            )
            if goes_on and "steps=" in scenario.query
            else [None] * len(shown)
        )
        self.of = {
            (self.titles[run.optimizer], self.labels[run.start]): self._fact(run, ahead)
            for run, ahead in zip(shown, longer, strict=True)
        }

    def _inside(self, run: Run) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        tolerance = float(self.scenario.conditions["tolerance"])
        if not self.minima:
            return np.zeros(len(run.x), dtype=bool)
        if self.scenario.conditions["target"] == "loss":
            constants = surfaces.constants(self.values)
            floor = min(float(surfaces.value(self.name, x + r, y, constants)) for x, y, r in self.minima)
            with np.errstate(over="ignore", invalid="ignore"):
                return np.asarray(run.loss - floor <= tolerance * (run.loss[0] - floor))
        with np.errstate(over="ignore"):
            away = [np.abs(np.hypot(run.x[:, 0] - x, run.x[:, 1] - y) - r) for x, y, r in self.minima]
        return np.asarray(np.min(away, axis=0) <= tolerance * surfaces.diagonal(self.name))

    def _fact(self, run: Run, ahead: Run | None) -> Fact:
        inside = self._inside(run)
        steps = len(inside) - 1
        first = steps + 1
        while first > 0 and inside[first - 1]:
            first -= 1
        lasts = steps - first
        stays = first if lasts >= 10 and lasts >= steps / 10 else None
        leaves = None
        if stays is not None and ahead is not None:
            later = np.flatnonzero(~self._inside(ahead)[stays:])
            leaves = int(later[0]) + stays if len(later) else None
            if leaves is None and ahead.steps < FOREVER * self.scenario.steps:
                leaves = ahead.steps + 1
        gone = self._gone(run) and (ahead is None or run.steps < self.scenario.steps or self._still_going(run, ahead))
        falls = not self.minima and run.steps < self.scenario.steps and run.loss[-1] < run.loss[0]
        must = self.must_diverge(run)
        shows = stays is not None or bool((run.loss[:-1] < run.loss[-1]).any())
        diverges = (must and shows) or (gone and stays is None and not falls)
        return Fact(
            run,
            ahead,
            reached=int(np.flatnonzero(inside)[0]) if inside.any() else None,
            stays=None if must else stays,
            leaves=leaves,
            inside_at_end=bool(inside[-1]),
            diverges=diverges,
            falls=bool(falls and not must),
        )

    def _outside(self, x: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        return math.hypot(
            *(max(low - v, 0, v - high) for v, (low, high) in zip(x, surfaces.DOMAINS[self.name], strict=True))
        )

    def _gone(self, run: Run) -> bool:
        if run.steps < self.scenario.steps:
            return True
        cut = len(run.loss) - max(1, run.steps // 10)
        rising = run.loss[-1] > max(run.loss[0], run.loss[cut - 1]) and run.loss[cut:].max() > run.loss[:cut].max()
        return self._outside(run.x[-1]) > self._outside(run.x[0]) and bool(rising)

    def _still_going(self, run: Run, ahead: Run) -> bool:
        if ahead.steps < FOREVER * self.scenario.steps:
            return True
        out = self._outside(ahead.x[-1]) > self._outside(run.x[0])
        return out and bool(ahead.loss[-1] > run.loss[-1])

    def limit(self, optimizer: int) -> tuple[float, float, str] | None:
        """Return rate, limit and its formula where SGD or Momentum run undisturbed on a quadratic."""
        one = self.scenario.optimizers[optimizer]
        values, conditions = one.values, self.scenario.conditions
        quadratic = self.name == "ellipse" or (self.name == "saddle" and self.values["wall"] == 0)
        plain = values["schedule"] == "constant" and not values["warmup"] and not values["weight_decay"]
        borrowed = one.length or (conditions["fair"] == "length" and optimizer)
        if not quadratic or not plain or borrowed or conditions["noise"] or conditions["fair"] in ("tuned", "rate"):
            return None
        high = self.values["kappa"] if self.name == "ellipse" else 2.0
        if one.name == "sgd":
            return float(values["lr"]), 2 / float(high), "2/λmax"
        if one.name != "momentum" or values["nesterov"]:
            return None
        beta, damped = float(values["beta"]), float(values["dampening"])
        limit = 2 * (1 + beta) / float(high)
        if values["form"] == "ewa":
            return float(values["lr"]), limit / (1 - beta), "2(1+β)/((1−β)λmax)"
        if damped and beta:
            return (float(values["lr"]), limit / (1 - damped), "2(1+β)/((1−τ)λmax)") if damped < 1 else None
        return float(values["lr"]), limit, "2(1+β)/λmax"

    def must_diverge(self, run: Run) -> bool:
        found = self.limit(run.optimizer)
        if found is None or not found[0] > found[1] * (1 + 1e-9):
            return False
        angle = math.radians(float(self.values["theta"]) + 90) if self.name == "ellipse" else 0.0
        along = abs(math.cos(angle) * run.x[0, 0] + math.sin(angle) * run.x[0, 1])
        return bool(along > 1e-9 * math.hypot(*run.x[0]))

    def decided(self, title: str, label: str) -> int | None:
        """Return the step from which on rounding decides a run, as the library finds it; tests hold that by itself."""
        if not self._horizons:
            self._horizons = dict(zip(self.of, horizon(self.scenario), strict=True))
        return self._horizons[title, label]

    def decided_later(self, title: str, label: str) -> int | None:
        """Return the same within four times the steps."""
        if not self._later:
            longer = replace(self.scenario, steps=FOREVER * self.scenario.steps)
            self._later = dict(zip(self.of, horizon(longer), strict=True))
        return self._later[title, label]

    def first(self, label: str, value: Callable[[Fact], int | None]) -> tuple[int, set[str]] | None:
        """Return the lowest value from a start, and whose it is."""
        steps = {title: value(self.of[title, label]) for title in self.titles}
        known = [step for step in steps.values() if step is not None]
        return (min(known), {title for title, step in steps.items() if step == min(known)}) if known else None


def readable(title: str) -> str:
    """Return a title without what separates names in sentences."""
    return title.replace(", ", "·").replace("(", "[").replace(")", "]")


def names(text: str) -> list[str]:
    """Return the words of a list such as "A, B and C" or "A or B"."""
    return re.split(r", | and | or ", text)
