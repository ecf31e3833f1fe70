"""A surface with values for its parameters: what a scenario runs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from ..terms.types import Matrix, Vector
from .rows import Rows
from .surface import Circle, Interval, Kind, Landmark, Landmarks, Point, Suggestion, Surface, Values

CROWD = 40  # points; of more, a picture marks only the lowest
LEVEL = 1e-9  # relative: minima whose values differ by less are equally low, but for rounding


@dataclass(frozen=True)
class BoundSurface:
    """A surface and a value for each of its parameters.

    definition: the surface as its file defines it. What depends on the values is computed when it is first needed.

    >>> from optimizers import Scenario
    >>> surface = Scenario.from_query("surface=ellipse,kappa=25").surface
    >>> print(surface.value(2.0, 1.0), *surface.gradient(2.0, 1.0))
    14.5 2.0 25.0
    """

    definition: Surface
    values: Values

    def __hash__(self) -> int:
        return hash((self.definition, frozenset(self.values.items())))

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Pickle a registered surface by name, a member of a family by its text too, so that its definition is kept.

        What was searched for goes with it, so that no other process searches again.
        """
        by_name = registered(self.name, self.values)
        if by_name is not self.definition:
            return super().__reduce__()
        return bound, (self.name, dict(self.values), self.known)

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def title(self) -> str:
        return self.definition.title

    @cached_property
    def domain(self) -> tuple[Interval, Interval]:
        of = self.definition.domain_of
        return self.definition.domain if of is None else of(self.values)

    @cached_property
    def q(self) -> Vector:
        """The constants that value, gradient and hessian read, (n,), read-only."""
        q = self.definition.pack(self.values)
        q.flags.writeable = False
        return q

    @cached_property
    def data(self) -> Rows | None:
        """The data behind it, None for a surface without."""
        return None if self.definition.data is None else self.definition.data.rows(self.values)

    @property
    def rows(self) -> int:
        """How many rows the data have, 0 for a surface without."""
        return 0 if self.data is None else self.data.size

    @cached_property
    def batch(self) -> int:
        """The rows of a minibatch, 0 where the rules see all data."""
        size = int(self.values.get("batch", 0))
        return size if size < self.rows else 0

    @property
    def epoch(self) -> int:
        """How many steps an epoch has, in which minibatches see each row once; 0 without minibatches."""
        return -(-self.rows // self.batch) if self.batch else 0

    def of_rows(self, rows: Sequence[int]) -> "BoundSurface":
        """Return the surface of some rows of its data, the loss of a minibatch; for its value and derivatives."""
        chosen = [self.q[1 + 2 * row : 3 + 2 * row] for row in rows]
        part = BoundSurface(self.definition, self.values)
        part.__dict__["q"] = np.concatenate([[1.0 + 2.0 * len(rows)], *chosen])
        part.__dict__["floor"] = self.floor  # a rule knows only the lowest value of the whole loss
        return part

    @property
    def known(self) -> Any:
        """What was found of a surface whose landmarks are searched for, None for others and before the search."""
        searches = self.definition.searches
        return searches and searches.known(self.domain)

    def keep(self, searched: Any) -> None:
        """Keep what ``searched`` has returned in another process."""
        if self.definition.searches and searched is not None:
            self.definition.searches.keep(self.domain, searched)

    @cached_property
    def landmarks(self) -> Landmarks:
        """The points where it is stationary."""
        return self.definition.landmarks(self.values)

    @cached_property
    def stationary(self) -> tuple[Landmark, ...]:
        """Every landmark with what is known of it: minima, saddle points, maxima, of each kind the points first."""
        return _stationary(self)

    @cached_property
    def minima(self) -> tuple[Landmark, ...]:
        """The minima among the landmarks, in the order in which a run's basin counts them."""
        return tuple(one for one in self.stationary if one.kind == "minimum")

    @cached_property
    def rings(self) -> Matrix:
        """Position and radius of each minimum, (n, 3), as ``run.nearest`` takes them."""
        return np.array([(one.x, one.y, one.radius) for one in self.minima], dtype=np.float64).reshape(-1, 3)

    @cached_property
    def lowest_saddle(self) -> float | None:
        """The value of the lowest saddle, None if there is none."""
        saddles = np.array(self.landmarks.saddles).reshape(-1, 2)
        return float(self.value(saddles[:, 0], saddles[:, 1]).min()) if saddles.size else None

    @property
    def caption(self) -> tuple[str, ...]:
        """What the caption of every plot has to say of the surface."""
        return self.definition.caption(self.values)

    @cached_property
    def suggestion(self) -> Suggestion:
        """The starts, rates and steps of a good first view."""
        return self.definition.suggestion(self.values)

    def value(self, x: Any, y: Any) -> Any:
        """Return f(x, y), of numbers or arrays."""
        return self.definition.value(x, y, self.q)

    def gradient(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return (∂f/∂x, ∂f/∂y), of numbers or arrays."""
        return self.definition.gradient(x, y, self.q)

    def hessian(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return (∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²), of numbers or arrays."""
        return self.definition.hessian(x, y, self.q)

    @cached_property
    def floor(self) -> float | None:
        """The lowest value of f, None if it has none."""
        known = self.landmarks
        circles = ((one.x + one.radius, one.y) for one in known.circles if one.kind == "minimum")
        return min((float(self.value(x, y)) for x, y in (*known.minima, *circles)), default=None)

    @cached_property
    def curvature(self) -> Interval | None:
        """The Hessian's smallest and largest eigenvalue at the first minimum, None where either does not exist."""
        minima = self.landmarks.minima
        if not minima or minima[0] in self.landmarks.kinks:
            return None
        xx, xy, yy = self.hessian(*minima[0])
        low, high = np.linalg.eigvalsh(np.array([[xx, xy], [xy, yy]], dtype=np.float64))
        return float(low), float(high)


@lru_cache(64)  # each request binds its surface anew
def _stationary(surface: BoundSurface) -> tuple[Landmark, ...]:
    known, kinks, floor = surface.landmarks, frozenset(surface.landmarks.kinks), surface.floor
    kinds: tuple[tuple[Kind, tuple[Point, ...]], ...] = (
        ("minimum", known.minima),
        ("saddle", known.saddles),
        ("maximum", known.maxima),
    )
    crowded = sum(len(points) for _, points in kinds) > CROWD

    def landmark(kind: Kind, x: float, y: float, radius: float) -> Landmark:
        value = float(surface.value(x + radius, y))
        lowest = kind == "minimum" and floor is not None and value - floor <= LEVEL * max(1.0, abs(floor))
        smooth = radius > 0.0 or (x, y) not in kinks
        return Landmark(kind, x, y, value, smooth, lowest, radius, lowest or not crowded)

    return tuple(
        landmark(kind, *where)
        for kind, points in kinds
        for where in (*((x, y, 0.0) for x, y in points), *(_of(one) for one in known.circles if one.kind == kind))
    )


def _of(circle: Circle) -> tuple[float, float, float]:
    return circle.x, circle.y, circle.radius


def registered(name: str, values: Values) -> Surface | None:
    """Return the surface registered under ``name``; of a family the member that the text in ``values`` makes."""
    from . import FAMILIES, SURFACES  # which imports this package

    for family in FAMILIES:
        if family.name == name and family.text.name in values:
            return family.member(str(values[family.text.name]))
    return next((surface for surface in SURFACES if surface.name == name), None)


def bound(name: str, values: Values, known: Any = None) -> BoundSurface:
    """Return the surface that is registered under ``name``, with ``values``. known: what was found of it elsewhere."""
    definition = registered(name, values)
    if definition is None:
        raise ValueError(f"there is no surface named {name}")
    surface = BoundSurface(definition, values)
    surface.keep(known)
    return surface


def searched(surface: BoundSurface) -> Any:
    """Return what is found of a surface, which is searched if that is not known; None for one that needs no search."""
    searches = surface.definition.searches
    return searches and searches.of(surface.domain)


class NotSearchedError(Exception):
    """A surface has to be searched before a query can be read, and the reader of the query cannot wait for that."""

    def __init__(self, surface: BoundSurface) -> None:
        super().__init__(f"{surface.name} has not been searched")
        self.surface = surface
