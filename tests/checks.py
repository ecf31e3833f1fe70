"""Every comparison of an optimizer or a surface with something independent, each case ready to be computed.

``python -m tests.record_checks`` computes all cases for the record of the reference page; the tests of the record
compute some of them again.
"""

import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, Surface
from optimizers.tell.checked import Kind
from optimizers.terms.types import Matrix
from tests import recordings, solver_runs
from tests.comparing import GRADIENTS, SIZES, Values, deviations, extreme, settings
from tests.exact_runs import exact, path_of, runs_of
from tests.feeding import REFERENCE, path_error
from tests.optimizers.surfaces.test_surfaces import sample
from tests.optimizers.surfaces.test_surfaces import settings as surface_settings
from tests.reference import finding
from tests.reference.finding import numbers, step_of
from tests.reference.number import real

OWN = "An independent program in long double, NumPy", np.__version__
GIVEN = "given gradients that change sign and scale"
NEXT = 1 + 2.0**-51
Case = Callable[[], float]
"""Computes the largest relative deviation of one setting or run."""


@dataclass(frozen=True)
class Comparison:
    """What ``optimizers.tell.checked.Check`` says of a comparison, with its cases in place of the largest deviation."""

    against: str
    version: str
    how: str
    cases: tuple[Case, ...]
    count: int
    unit: str
    why: str = ""


def comparisons(kind: Kind, name: str) -> list[Comparison]:
    """Return the comparisons of an entry, other libraries first."""
    of = _of_rule(OPTIMIZERS[name]) if kind == "optimizers" else _of_surface(SURFACES[name])
    return [one for one in of if one.cases]


def _of_rule(rule: Rule) -> Iterator[Comparison]:
    if rule.solver:
        scipy = "scipy" in inspect.getsource(rule.solver.solve) and rule.solver.direction is not None
        yield Comparison(
            *OWN,
            "whole runs" + (", given the lengths that SciPy found" if scipy else ""),
            tuple(partial(solver_runs.error, query) for query in solver_runs.runs_of(rule.name)),
            solver_runs.compared(rule.name),
            "steps",
        )
        return
    for _, group in groupby(recordings.of_rule(rule.name), lambda one: (one.title, one.version)):
        found = list(group)
        cases = tuple(one.error for one in found)
        count = sum(len(one.steps) for one in found)
        how = f"{GIVEN}, and whatever else a step needs" if rule.needs else GIVEN
        yield Comparison(found[0].title, found[0].version, how, cases, count, "steps")
    queries, about = _runs_by_torch(rule.name)
    yield Comparison(
        recordings.NAMES["torch"],
        about["torch"].split("+")[0],
        "whole runs on surfaces",
        tuple(partial(run_error, query) for query in queries),
        sum(about["horizons"][query] for query in queries),
        "steps",
        "compared until a second run of torch, moved by rounding alone, has left the first by 1e-12",
    )
    if not rule.needs:
        every = list(settings(rule))
        yield Comparison(
            *OWN,
            GIVEN,
            tuple(partial(_fed_error, rule, values) for values in every),
            len(every) * (len(GRADIENTS) + sum(len(extreme(size)) for size in SIZES)),
            "steps",
        )
    runs = runs_of(rule)
    yield Comparison(
        *OWN,
        "whole runs with noise, schedules and weight decay",
        tuple(partial(_exact_error, query) for query in runs),
        sum(Scenario.from_query(query).steps for query in runs),
        "steps",
        "the run itself amplifies the rounding of each of its steps",
    )


def _fed_error(rule: Rule, values: Values) -> float:
    return max(error for _, error in deviations(rule, step_of(rule.name), values))


def _exact_error(query: str) -> float:
    return path_error(path_of(query), exact(query))


@cache
def torch_runs() -> tuple[dict[str, Matrix], dict[str, Any]]:
    """Return whole runs of torch on surfaces, by query, and what was recorded about them."""
    with np.load(REFERENCE / "runs.npz") as file:
        about = json.loads(str(file["about"]))
        return {key: file[key] for key in file.files if key != "about"}, about


def _runs_by_torch(name: str) -> tuple[list[str], dict[str, Any]]:
    runs, about = torch_runs()
    return [query for query in runs if f"&optimizer={name}," in query], about


def run_error(recorded: str, query: str = "") -> float:
    """Return how far a run lies from one of torch at most, up to the horizon. query: by default the same."""
    runs, about = torch_runs()
    found = path_of(query or recorded)[: about["horizons"][recorded] + 1 : about["stride"]]
    return float(np.abs(found - runs[recorded]).max())


def _of_surface(surface: Surface) -> Iterator[Comparison]:
    arrays, about = _by_libraries()
    for library, title in LIBRARIES.items():
        found = [key for key in arrays if key.split(",")[0] == f"{library} {surface.name}"]
        cases = tuple(partial(value_error, key) for key in found)
        yield Comparison(title, about[library], "values", cases, sum(len(arrays[key]) for key in found), "points")
    every = list(surface_settings(surface))
    yield Comparison(
        *OWN,
        "values, and gradients by complex steps",
        tuple(partial(formula_error, surface, values) for values in every),
        len(every) * 2 * len(sample(surface)),
        "points",
        "where large terms cancel, rounding x and y once changes the values as much",
    )
    yield Comparison(
        *OWN,
        "where the minima are",
        tuple(partial(minima_error, surface, values) for values in every if _known(surface, values)),
        sum(_known(surface, values) for values in every),
        "minima",
    )


LIBRARIES = {
    "deap": "DEAP",
    "opfunu": "Opfunu",
    "pyswarms": "PySwarms",
    "benchmark_functions": "benchmark-functions",
}


@cache
def _by_libraries() -> tuple[dict[str, Matrix], dict[str, Any]]:
    with np.load(REFERENCE / "surfaces.npz") as file:
        return {key: file[key] for key in file.files if key != "about"}, json.loads(str(file["about"]))


def surface_values() -> list[str]:
    """Return every surface that a library has and this one too, as ``<library> <item of a query>``."""
    arrays, _ = _by_libraries()
    keys = (key.split(" ", 1) for key in arrays if not key.startswith("points "))
    return [f"{library} {item}" for library, item in keys if item.split(",")[0] in SURFACES]


def value_error(key: str) -> float:
    """Return how far the value of a surface is from a library's, relative to the largest."""
    arrays, _ = _by_libraries()
    item = key.split(" ", 1)[1]
    found = Scenario.from_query(f"surface={item}").surface.value(*arrays[f"points {item}"].T)
    return float(np.abs(found - arrays[key]).max() / np.abs(arrays[key]).max())


def formula_error(surface: Surface, values: Values) -> float:
    """Return how far value and gradient of a surface are from its reference, each relative to its largest."""
    return max(far for far, _ in formula_errors(surface, values))


def formula_errors(surface: Surface, values: Values) -> Iterator[tuple[float, float]]:
    """Return the same for value and each slope apart, in the domain and far outside, and what of it is no rounding.

    That is how far they are beyond what rounding x and y once would change.
    """
    q, p = surface.pack(values), numbers(values)
    for x, y in (sample(surface).T, 30 * sample(surface).T):
        found = [surface.value(x, y, q), *surface.gradient(x, y, q)]
        right, near = exact_surface(surface, x, y, p), exact_surface(surface, x * NEXT, y * NEXT, p)
        for one, two, three in zip(found, right, near, strict=True):
            far, size = float(np.abs(one - two).max()), float(np.abs(two).max()) or 1.0
            yield far / size, (far - float(np.abs(three - two).max())) / size


def exact_surface(surface: Surface, x: Any, y: Any, p: Any) -> Matrix:
    """Return value and gradient by the reference, (3, n)."""
    at = real(x), real(y), p
    rows = [finding.value(surface.name, *at), *finding.gradient(surface.name, *at)]
    return np.asarray(rows, dtype=np.float64)


def _known(surface: Surface, values: Values) -> int:
    """Return how many minima and circles a surface states."""
    landmarks = surface.landmarks(values)
    return len(landmarks.minima) + len(landmarks.circles)


def minima_error(surface: Surface, values: Values) -> float:
    """Return how far minima and circles of stationary points are, relative to their size, at most.

    Infinitely far where there is another number of them.
    """
    landmarks, p = surface.landmarks(values), numbers(values)
    known = [(float(x), float(y)) for x, y in finding.minima(surface.name, p)]
    pairs = [(_in_order(known), _in_order(landmarks.minima))]
    for kind in ("minimum", "maximum"):
        radii = sorted((float(radius), 0.0) for one, radius in finding.circles(surface.name, p) if one == kind)
        pairs.append(
            (radii, sorted((one.radius, abs(one.x) + abs(one.y)) for one in landmarks.circles if one.kind == kind))
        )
    if any(len(one) != len(other) for one, other in pairs):
        return float("inf")
    return max(_apart(np.array(one).reshape(-1, 2), np.array(other).reshape(-1, 2)) for one, other in pairs)


def _in_order(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points by x, then by y; two x that only rounding tells apart are one."""
    return sorted(points, key=lambda point: (round(point[0], 8), round(point[1], 8)))


def _apart(known: Matrix, stated: Matrix) -> float:
    return float((np.abs(known - stated) / np.maximum(1.0, np.abs(known))).max(initial=0.0))
