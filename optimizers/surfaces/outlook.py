"""A first view of a surface of which nothing is known but its tapes: starts, rates and a number of steps."""

from math import ceil, floor, log10

import numpy as np

from ..terms.types import Matrix, Vector
from .played import first, second, values_at
from .search import Found
from .surface import Interval, Point, Suggestion

STEPS = 400  # that are tried
LEAST = 60  # steps, the fewest that are suggested
ROUND = 10  # what the suggested steps are a multiple of
BUDGET = 2e6  # ns
FASTEST = 1.75  # as a part of 1 / curvature; from 2 on gradient descent diverges on a quadratic
SLOWER = (1.0, 0.5, 0.25, 0.1, 0.05, 0.02, 0.005, 0.001)
RATES = (1e-11, 1e98)  # that are suggested: rules take up to fifty times as much or a third, from 1e-12 to 1e100
STILL = 1e-9
RING = 0.005  # of the diagonal
ALONG, ACROSS, ASIDE = 0.8, 0.8, 0.12  # of the way to the edge
MARGIN = 0.05  # of the domain, without starts
LATTICE = np.linspace(0.1, 0.9, 9)


def outlook(found: Found, q: Vector, domain: tuple[Interval, Interval], cost: float) -> Suggestion:
    """Return starts, rates and steps. cost: of a value and its gradient, in ns.

    A lies far along the flat axis of the lowest minimum, B on the steep one, as on the ellipse. The rate for gradients
    is the largest of a few with which gradient descent gets lower from both and does not leave.
    """
    with np.errstate(all="ignore"):
        starts = _starts(found, q, np.array(domain))
        rate, steps = _tried(starts, found, q, np.array(domain), cost)
    (left, right), (bottom, top) = domain
    length = float(np.clip(_digits(min(right - left, top - bottom) / 100), *RATES))
    a, b = (tuple(one) for one in starts.tolist())
    return Suggestion(starts=(a, b), rates={"gradient": rate, "length": length}, steps=steps)


def _starts(found: Found, q: Vector, domain: Matrix) -> Matrix:
    middle = domain.mean(axis=1)
    center = np.array(next(iter((*found.minima, *found.saddles)), middle))
    flat, steep = _axes(center, q, domain[:, 1] - domain[:, 0])
    along, across = (_to_edge(center, axis, domain) for axis in (flat, steep))
    wished = np.array([center + ALONG * along + ASIDE * across, center + ACROSS * across - ASIDE * along])
    margin = MARGIN * (domain[:, 1] - domain[:, 0])
    wished = np.clip(wished, domain[:, 0] + margin, domain[:, 1] - margin)
    digits = [max(0, 1 - floor(log10(high - low))) + 1 for low, high in domain]
    lattice = np.array([(x, y) for x in LATTICE for y in LATTICE]) * (domain[:, 1] - domain[:, 0]) + domain[:, 0]
    starts: list[Point] = []
    for wish in wished:
        apart = (lattice - wish) / (domain[:, 1] - domain[:, 0])
        near = lattice[np.argsort((apart * apart).sum(axis=1), kind="stable")]
        points = np.array([[round(x, d) + 0.0 for x, d in zip(one, digits, strict=True)] for one in (wish, *near)])
        values = first(points, q)
        good = np.isfinite(values).all(axis=1) & (values[:, 1:] != 0).any(axis=1)
        good &= [tuple(one) not in starts for one in points.tolist()]
        x, y = points[np.argmax(good)].tolist()  # the first, which is the one wished for, where nothing is better
        starts.append((x, y))
    return np.array(starts)


def _axes(center: Vector, q: Vector, spans: Vector) -> tuple[Vector, Vector]:
    """Return the directions of the smallest and the largest curvature at a point."""
    ((xx, xy, yy),) = second(center[np.newaxis], q)
    longer = np.eye(2)[np.argsort(-spans, kind="stable")]
    if not np.isfinite([xx, xy, yy]).all() or not (xy or xx != yy):
        return longer[0], longer[1]
    values, vectors = np.linalg.eigh(np.array([[xx, xy], [xy, yy]]))
    order = np.argsort(np.abs(values), kind="stable")
    return vectors[:, order[0]], vectors[:, order[1]]


def _to_edge(center: Vector, axis: Vector, domain: Matrix) -> Vector:
    """Return the way from a point along an axis to the edge of the domain, in the direction in which it is longer."""
    ways = []
    for direction in (-axis, axis):
        ends = np.where(direction > 0, domain[:, 1], domain[:, 0])
        lengths = (ends - center) / np.where(direction == 0, np.nan, direction)
        ways.append(float(np.nanmin(lengths)) * direction)
    return max(ways, key=lambda way: float(way @ way))


def _tried(starts: Matrix, found: Found, q: Vector, domain: Matrix, cost: float) -> tuple[float, int]:
    """Return a rate for gradient descent, and in how many steps it gets somewhere with it."""
    span = domain[:, 1] - domain[:, 0]
    points = np.concatenate([starts, np.array(found.minima[:1]).reshape(-1, 2)])
    xx, xy, yy = second(points, q).T
    bends = np.abs((xx + yy) / 2) + np.hypot((xx - yy) / 2, xy)
    curved = float(np.max(bends, where=np.isfinite(bends), initial=0.0))
    slopes = np.hypot(*first(starts, q)[:, 1:].T)
    steepest = float(np.max(slopes, where=np.isfinite(slopes), initial=0.0))
    fastest = FASTEST / curved if curved else float(min(span)) / (50 * steepest) if steepest else 0.01
    rates = np.clip([_digits(fastest * slower) for slower in SLOWER], *RATES)
    few = max(1, min(LEAST, int(BUDGET / (cost * 2 * len(rates)))))
    every = _descended(starts, rates, q, few)  # (steps + 1, rates, 2, 2)
    inside = (every > domain[:, 0] - span / 2) & (every < domain[:, 1] + span / 2)
    heights = values_at(every[[0, -1]], q)
    good = inside.all(axis=(0, 2, 3)) & (heights[1] < heights[0]).all(axis=1)
    best = int(np.argmax(good)) if good.any() else len(rates) - 2
    more = max(LEAST, min(STEPS, int(BUDGET / (cost * 2))))
    path = _descended(starts, rates[best : best + 1], q, more)[:, 0]
    far = (np.hypot(*np.moveaxis(path - path[-1], -1, 0)) > RING * np.hypot(*span)).any(axis=1)
    last = int(np.flatnonzero(far)[-1]) + 1 if far.any() else 0
    return float(rates[best]), int(min(max(LEAST, ceil(1.3 * last / ROUND) * ROUND), STEPS))


def _descended(starts: Matrix, rates: Vector, q: Vector, steps: int) -> Matrix:
    """Return the path of gradient descent with each rate from each start, (steps + 1, rates, 2, 2).

    It is shorter if nothing moves any more.
    """
    x = np.repeat(starts[np.newaxis], len(rates), axis=0)
    path = [x]
    for _ in range(steps):
        x = x - rates[:, np.newaxis, np.newaxis] * first(x.reshape(-1, 2), q)[:, 1:].reshape(x.shape)
        path.append(x)
        if np.abs(x - path[-2]).max() < STILL:
            break
    return np.array(path)


def _digits(value: float) -> float:
    return float(f"{value:.2g}")
