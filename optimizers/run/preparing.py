"""Compiles what runs need, or loads it: first what every run and the first view need, then all other entries.

An entry is ("surface", name), ("hessian", name of a surface) or ("optimizer", name); a family of entries is one.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np

from ..form import play
from ..form.kernel_cache import MissingError, only_loading
from ..query import schedules
from ..query.registry import OPTIMIZERS, RULE_FAMILIES, SURFACE_FAMILIES, SURFACES
from ..query.scenario import Scenario
from ..surfaces.surface import Surface
from . import columns
from .continuation import continuations
from .engine import compile_hessian, compile_rule, compile_surface
from .horizon import horizon
from .plan import criteria_of
from .simulation import simulate, stream

Entry = tuple[str, str]
Task = Callable[[], object]

_ready: set[Entry] = set()
_postponed: set[Entry] = set()


def needed(scenario: Scenario) -> list[Entry]:
    """Return the entries that the runs of a scenario need."""
    optimizers = tuple([(one.name, "hessian" in one.rule.needs) for one in scenario.optimizers])
    return list(_needed(scenario.surface.name, optimizers))


@lru_cache(maxsize=100)  # an answer asks several times, and the next scenario differs from this one in numbers
def _needed(surface: str, optimizers: tuple[tuple[str, bool], ...]) -> tuple[Entry, ...]:
    """Return what ``needed`` returns. optimizers: the name of each, and whether it reads the Hessian."""
    found = [("surface", surface), *(("optimizer", name) for name, _ in optimizers)]
    if any(curved for _, curved in optimizers):
        found.append(("hessian", surface))
    return tuple(dict.fromkeys(found))


def postpone() -> None:
    """From now on, leave all entries but those of the first view to other processes, until they are loaded here."""
    _postponed.update(entry for entry in other_entries() if entry not in _ready)


def missing(scenario: Scenario) -> list[Entry]:
    """Return the entries of a scenario that are postponed."""
    return [entry for entry in needed(scenario) if entry in _postponed] if _postponed else []


def is_ready(entry: Entry) -> bool:
    """Return whether an entry is not postponed: this process has compiled or loaded it, or may do so."""
    return entry not in _postponed


def prepare_entry(entry: Entry) -> None:
    """Compile an entry, or load it. Of a surface also what its contours take from arrays."""
    kind, name = entry
    if kind == "optimizer":
        compile_rule(OPTIMIZERS[name] if name in OPTIMIZERS else RULE_FAMILIES[name].usual)
    elif kind == "hessian":
        compile_hessian(_surface(name))
    else:
        surface = _surface(name)
        compile_surface(surface)
        x, y = np.array(surface.domain)
        with np.errstate(all="ignore"):
            surface.value(x[np.newaxis, :], y[:, np.newaxis], surface.pack(surface.defaults()))
    _ready.add(entry)
    _postponed.discard(entry)


def load_entry(entry: Entry) -> bool:
    """Load an entry; return False if it has to be compiled first."""
    try:
        with only_loading():
            prepare_entry(entry)
    except MissingError:
        return False
    return True


def _surface(name: str) -> Surface:
    return SURFACES[name] if name in SURFACES else SURFACE_FAMILIES[name].usual


def first_tasks() -> list[Task]:
    """Return what compiles the entries of the first view and the kernels, but for those of ``long_tasks``."""
    scenario = _diverging()
    return [
        lambda: list(stream(scenario)),
        play.prepare,  # the menu suggests starts for its surface of a typed text
        schedules.prepare,
        columns.prepare,
        lambda: criteria_of(scenario).target.inside(np.zeros((1, 2)), np.zeros(1), 1.0),
        *(partial(prepare_entry, entry) for entry in needed(Scenario.from_query(""))),
    ]


def long_tasks() -> list[Task]:
    """Return what compiles the largest kernels, which call each other: one process has to do all of it."""
    scenario = _diverging()
    return [lambda: simulate(scenario), lambda: horizon(_staying()), _continue]


def other_entries() -> list[Entry]:
    """Return all entries that the first view does not need, surfaces first: each is a larger change of the view."""
    curved = any("hessian" in rule.needs for rule in OPTIMIZERS.values())
    surfaces = (*SURFACES, *SURFACE_FAMILIES)
    found = [("surface", name) for name in surfaces]
    found += [("optimizer", name) for name in (*OPTIMIZERS, *RULE_FAMILIES)]
    found += [("hessian", name) for name in surfaces if curved]
    first = needed(Scenario.from_query(""))
    return [entry for entry in found if entry not in first]


def prepare() -> Iterator[tuple[int, int]]:
    """Compile everything, or load it; yields (how many are ready, of how many)."""
    return done([*long_tasks(), *first_tasks(), *(partial(prepare_entry, entry) for entry in other_entries())])


def done(tasks: list[Task]) -> Iterator[tuple[int, int]]:
    """Do tasks; yields (how many are done, of how many)."""
    for count, task in enumerate(tasks, start=1):
        task()
        yield count, len(tasks)


def _continue() -> None:
    """Compile the kernels that continue runs, with all that they call."""
    scenario = _staying()
    continuations(scenario, simulate(scenario))


def _staying() -> Scenario:
    return Scenario.from_query("surface=ellipse&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")


def _diverging() -> Scenario:
    return Scenario.from_query("surface=ellipse&optimizer=sgd,lr=1&start=A,0,1&steps=20")
