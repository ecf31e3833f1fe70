"""Your own function: any expression of x and y that you type.

    f(x, y) = an expression of numbers, + − * / ^, brackets, x, y, pi, e and functions such as exp, sin and max

Gradient and Hessian are exact: forward mode on the expression. Minima, saddle points and maxima are found by a search
with Newton's method, so there may be others. Rates and starts follow from the curvature at the minimum found.
"""

from dataclasses import replace

import numpy as np

from ..form.expression import SAME, read_expression
from ..form.nodes import Return, walk
from ..form.write_latex import latex
from ..terms.family import Family
from ..terms.parameters import Parameter, text
from .outlook import outlook
from .played import NAMES, Typed, gradient, hessian, value
from .search import Found, search
from .searching import Domain, Searched, Searches
from .surface import Correction, Landmarks, Surface, Values

REACH = 1e6
SMALLEST = 1e-6  # of the coordinates: a domain that is smaller has few numbers in it
NARROWEST = 0.05  # height of the domain as a part of its width, or the reverse


def canonical(written: str) -> str:
    """Return an expression without spaces, with ``**`` for powers. Raises ExpressionError, which names the column."""
    read_expression(written, NAMES)
    return "".join(written.translate(SAME).replace("^", "**").split())


F = text("f", "f(x, y)", "x^2/10 + y^2 + sin(2*x)", canonical, "an expression of x and y")


def _edge(name: str, symbol: str, meaning: str, default: float) -> Parameter:
    return Parameter(name, symbol, meaning, default, -REACH, REACH, (-10.0, 10.0), "linear", advanced=True)


EDGES = (
    _edge("xmin", r"x_{\min}", "left edge of the plot", -5.0),
    _edge("xmax", r"x_{\max}", "right edge of the plot", 5.0),
    _edge("ymin", r"y_{\min}", "lower edge of the plot", -5.0),
    _edge("ymax", r"y_{\max}", "upper edge of the plot", 5.0),
)


def domain_of(values: Values) -> Domain:
    left, right, bottom, top = (float(values[edge.name]) for edge in EDGES)
    return (left, right), (bottom, top)


def corrections(values: Values) -> tuple[Correction, ...]:
    """Return what has to change so that the domain has a width and a height, neither much larger than the other."""
    (left, right), (bottom, top) = domain_of(values)
    if not left + SMALLEST * max(1e-3, abs(left), abs(right)) <= right:
        below, above = (left, left + 10) if left + 10 <= REACH else (right - 10, right)
        return (*_moved("xmin", left, below, "less than xmax"), *_moved("xmax", right, above, "more than xmin"))
    if not bottom + SMALLEST * max(1e-3, abs(bottom), abs(top)) <= top:
        below, above = (bottom, bottom + 10) if bottom + 10 <= REACH else (top - 10, top)
        return (*_moved("ymin", bottom, below, "less than ymax"), *_moved("ymax", top, above, "more than ymin"))
    width, height = right - left, top - bottom
    if height < NARROWEST * width or width < NARROWEST * height:
        allowed = f"ymax − ymin from 1/{1 / NARROWEST:g} of xmax − xmin to {1 / NARROWEST:g} times as much"
        middle = (bottom + top) / 2
        return (
            *_moved("ymin", bottom, max(-REACH, middle - width / 2), allowed),
            *_moved("ymax", top, min(REACH, middle + width / 2), allowed),
        )
    return ()


def _moved(name: str, old: float, new: float, allowed: str) -> tuple[Correction, ...]:
    return () if old == new else (Correction(name, new, allowed),)


def _legal(domain: Domain) -> Domain:
    (left, right), (bottom, top) = domain
    values: dict[str, float | str] = {"xmin": left, "xmax": right, "ymin": bottom, "ymax": top}
    while found := corrections(values):
        values.update((one.parameter, one.value) for one in found)
    return domain_of(values)


def member(written: str) -> Surface:
    """Return the surface of a canonical expression."""
    height = read_expression(written, NAMES)
    typed = Typed(height)
    (end,) = height.body
    assert isinstance(end, Return)
    assert end.value is not None

    def searched(asked: Domain) -> Searched:
        domain = _legal(asked)  # what is suggested is asked for before the error in the domain is reported
        first, second = typed.tapes
        q = np.array(typed.q)
        found = search(q, domain, (first.cost, second.cost))
        return Searched(found, outlook(found, q, domain, first.cost))

    searches = Searches(searched)

    def landmarks(values: Values) -> Landmarks:
        known = searches.of(domain_of(values)).found
        return Landmarks(known.minima, known.saddles, known.maxima, kinks=known.kinks, remark=remark(known))

    parameters = (replace(F, text=written), *EDGES)
    return Surface(
        name=CUSTOM.name,
        title=CUSTOM.title,
        formula=f"f(x, y) = {latex(end.value)}",
        source="Typed by the user; minima, saddle points and maxima are found by a numerical search",
        parameters=parameters,
        domain=domain_of({edge.name: edge.initial or 0.0 for edge in EDGES}),
        contour_power=None,
        value=value,
        gradient=gradient,
        hessian=hessian,
        constants=lambda values: typed.q,
        landmarks=landmarks,
        suggestion=lambda values: searches.of(domain_of(values)).suggestion,
        also=("your own", "expression", "formula"),
        summary="Any function of x and y that you type",
        typed=typed,
        operations=len(walk(end.value)),
        domain_of=domain_of,
        corrections=corrections,
        caption=lambda values: caption(searches.of(domain_of(values)).found),
        searches=searches,
    )


def remark(found: Found) -> str:
    """Return what has to be said of a surface whose minima were searched for."""
    if found.undefined == 1:
        return "This expression has no finite value anywhere in this domain."
    said = [f"Minima found by search, on a grid of {found.side} × {found.side} points: there may be others."]
    if not found.minima:
        said = ["No minimum was found in this domain, so no run can reach one."]
    elif found.lines:
        said.append("Some minima lie on a line; the marks are points on it.")
    if found.lower:
        said.append("At the edge of the domain f is lower than at any minimum found.")
    if found.undefined:
        said.append("Where the plot is hatched, f has no finite value.")
    return " ".join(said)


def caption(found: Found) -> tuple[str, ...]:
    """Return what the caption of a plot says: how the minima are known, and what is hatched."""
    minima = "minima found by search" if found.minima else "no minimum found by search"
    return (minima, "hatched: no finite value") if found.undefined else (minima,)


CUSTOM = Family("custom", "Your own function", F, member)
