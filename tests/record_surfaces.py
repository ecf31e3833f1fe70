"""Record what other libraries say a surface's value is: `python -m tests.record_surfaces`.

Run by hand, in any environment that has deap, opfunu, pyswarms and benchmark-functions; it rewrites
tests/reference/surfaces.npz: points (40, 2) of each surface and, as ``<library> <item of a query>``, what the library
computes there. The names of the libraries' own functions and versions are in ``about``.
"""

import importlib
import importlib.metadata
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.recording import SEED, Array, save

COUNT = 40

FUNCTIONS = (
    ("sphere", 5.0, {"deap": "sphere", "pyswarms": "sphere"}),
    ("rosenbrock,a=1,b=100", 2.0, {"deap": "rosenbrock", "pyswarms": "rosenbrock"}),
    ("himmelblau", 5.0, {"deap": "himmelblau", "pyswarms": "himmelblau", "opfunu": "Himmelblau"}),
    ("beale", 4.5, {"pyswarms": "beale", "opfunu": "Beale"}),
    ("booth", 10.0, {"pyswarms": "booth", "opfunu": "Booth"}),
    ("matyas", 10.0, {"pyswarms": "matyas", "opfunu": "Matyas"}),
    ("three-hump-camel", 2.0, {"pyswarms": "threehump", "opfunu": "CamelThreeHump"}),
    ("six-hump-camel", 2.0, {"opfunu": "CamelSixHump"}),
    ("mccormick", 3.0, {"opfunu": "McCormick", "benchmark_functions": "McCormick"}),
    ("goldstein-price", 2.0, {"pyswarms": "goldstein", "opfunu": "GoldsteinPrice"}),
    ("branin", 10.0, {"opfunu": "Branin01"}),
    ("styblinski-tang", 5.0, {"benchmark_functions": "StyblinskiTang"}),
    ("rastrigin", 5.12, {"deap": "rastrigin", "pyswarms": "rastrigin"}),
    ("ackley", 5.0, {"deap": "ackley", "pyswarms": "ackley", "opfunu": "Ackley01"}),
    ("griewank", 10.0, {"deap": "griewank", "opfunu": "Griewank"}),
    ("levy-13", 10.0, {"opfunu": "Levy13"}),  # what PySwarms calls levi is another function
    ("easom", 5.0, {"pyswarms": "easom", "opfunu": "Easom"}),
    ("drop-wave", 2.0, {"opfunu": "DropWave"}),
    ("zakharov", 5.0, {"opfunu": "Zacharov"}),
    ("dixon-price", 3.0, {"opfunu": "DixonPrice"}),
    ("bohachevsky", 2.0, {"deap": "bohachevsky", "opfunu": "Bohachevsky1"}),
)
"""Surface, how far from 0 the points are at most, and each library's name of it."""


def module(library: str) -> Any:
    """Return the module with a library's functions, imported by name: those who only check types need not have it."""
    names = {
        "deap": "deap.benchmarks",
        "opfunu": "opfunu.name_based",
        "pyswarms": "pyswarms.utils.functions.single_obj",
    }
    with warnings.catch_warnings(action="ignore"):
        return importlib.import_module(names.get(library, library))


def function_of(library: str, name: str) -> Callable[[Array], float]:
    """Return a library's function of one point (2,)."""
    found = getattr(module(library), name)
    if library == "deap":
        return lambda point: found(point)[0]
    if library == "pyswarms":
        return lambda point: found(point[None])[0]
    if library == "opfunu":
        return found(ndim=2).evaluate  # type: ignore[no-any-return]  # the library has no types
    return lambda point: found(n_dimensions=2)(list(point)) if name == "StyblinskiTang" else found()(list(point))


def main() -> None:
    random = np.random.default_rng(SEED)
    arrays: dict[str, Array] = {}
    for item, reach, libraries in FUNCTIONS:
        points = random.uniform(-reach, reach, (COUNT, 2))
        arrays[f"points {item}"] = points
        for library, name in libraries.items():
            function = function_of(library, name)
            arrays[f"{library} {item}"] = np.array([function(point) for point in points], dtype=np.float64)
    every = {name for *_, libraries in FUNCTIONS for name in libraries}
    save("surfaces.npz", {name: importlib.metadata.version(name) for name in sorted(every)}, arrays)


if __name__ == "__main__":
    main()
