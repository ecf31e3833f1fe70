"""What must be right of every registered rule and surface, found by numbers before any test runs.

Each thing that is wrong is a FormError, which names file, line and reason.
"""

import hashlib
import math
import platform
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, SURFACES, Parameter, Rule, Surface
from optimizers.form import nodes
from optimizers.form.errors import FormError
from optimizers.form.kernel_cache import fingerprint as library
from optimizers.form.origins import location
from optimizers.query.choices import Limits
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.surface import Landmark
from optimizers.terms.parameters import Value
from tests import agreement
from tests.agreement import check_derivatives

AROUND = (1e-2, 1e-3)  # radii of circles around a landmark, as parts of the domain
NEXT = 1e-9  # of the domain's size: the distance from a landmark at which a kink still has its slope
SHARP = 1e-6  # of the steepest slope: more is a kink
FLAT = 1e-9  # relative: a gradient that is so small is zero, but for rounding


def fingerprint() -> str:
    """Return a hash of what ``problems`` depends on: the library, what looks at it, and what both run on."""
    files = (Path(__file__), Path(agreement.__file__))
    runs_on = f"{library()} {sys.version} {platform.machine()}"
    return hashlib.sha256(b"".join([runs_on.encode(), *(file.read_bytes() for file in files)])).hexdigest()


def problems() -> Iterator[FormError]:
    """Yield what is wrong with registered rules and surfaces."""
    for rule in OPTIMIZERS.values():
        yield from of_rule(rule)
    for surface in SURFACES.values():
        yield from of_surface(surface)


def wrong(function: Callable[..., Any], what: str, allowed: str) -> FormError:
    return FormError(*location(function), what, allowed)


# Surfaces


def of_surface(surface: Surface) -> Iterator[FormError]:
    """Yield what is wrong with a surface, at its defaults and at both ends of each slider."""
    yield from _parameters(surface.value, surface.parameters, surface.formula)
    (west, east), (south, north) = surface.domain
    if not (math.isfinite(west + east + south + north) and west < east and south < north):
        yield wrong(surface.value, f"the domain {surface.domain}", "two intervals, each from low to high")
        return
    for values in _settings(surface):
        bound = BoundSurface(surface, values)
        found = [*_derivatives(bound), *_landmarks(bound, values == surface.defaults()), *_suggestion(bound)]
        yield from found
        if found:
            return  # the same again with other values would say nothing new


def _settings(surface: Surface) -> list[dict[str, Value]]:
    usual = surface.defaults()
    numbers = [p for p in surface.parameters if not p.choices and p.scale != "text"]
    return [usual, *({**usual, p.name: end} for p in numbers for end in p.slider)]


def _derivatives(surface: BoundSurface) -> Iterator[FormError]:
    try:
        check_derivatives(surface.definition, surface.values)
    except FormError as error:
        yield error


def _landmarks(surface: BoundSurface, usual: bool) -> Iterator[FormError]:
    function, landmarks = surface.definition.landmarks, surface.landmarks
    (west, east), (south, north) = surface.domain
    size = max(east - west, north - south)
    everything = [*landmarks.minima, *landmarks.saddles, *landmarks.maxima]
    if len(set(everything)) < len(everything):
        yield wrong(function, "a landmark that is given twice", "each point once")
    if not set(landmarks.kinks) <= set(everything):
        yield wrong(function, f"kinks {landmarks.kinks}", "those of the landmarks where f has no gradient")
    if not landmarks.minima and not landmarks.remark:
        yield wrong(function, "no minimum and no remark", "a remark that says why no run can converge")
    steepest = _steepest(surface)
    for one in surface.stationary:
        at = f"the {one.kind} ({one.x!r}, {one.y!r})"
        if one.radius:
            yield from _circle(surface, one, size)
            continue
        if usual and not (west <= one.x <= east and south <= one.y <= north):
            yield wrong(function, f"{at} outside the domain", "by default the domain shows every landmark")
        x, y = np.float64(one.x), np.float64(one.y)
        with np.errstate(all="ignore"):
            slope = max(map(abs, surface.gradient(x, y)))
            bend = max(map(abs, surface.hessian(x, y))) if one.smooth else 0.0
        if not np.isfinite(bend):
            yield wrong(function, f"{at}, where f has no Hessian", "a point without one is among the kinks")
        elif not slope <= FLAT * bend * max(abs(x), abs(y), 1.0):
            yield wrong(function, f"{at}, where the gradient is {slope:.3g}", "a point where the gradient is zero")
        elif one.smooth and not _slope(surface, x + NEXT * size, y + NEXT * size) <= SHARP * steepest:
            yield wrong(function, f"{at}, where f has no gradient", "a point without one is among the kinks")
        elif not any(_is_of_kind(surface, one.kind, one.x, one.y, part * size) for part in AROUND):
            yield wrong(function, f"{at}, around which f is not as around a {one.kind}", "minimum, saddle or maximum")


def _slope(surface: BoundSurface, x: float, y: float) -> float:
    return max(abs(float(part)) for part in surface.gradient(x, y))


def _steepest(surface: BoundSurface) -> float:
    """Return the largest slope at some points of the domain."""
    (west, east), (south, north) = surface.domain
    points = np.random.default_rng(2).uniform((west, south), (east, north), (30, 2))
    return max(_slope(surface, x, y) for x, y in points.tolist())


def _circle(surface: BoundSurface, one: Landmark, size: float) -> Iterator[FormError]:
    """Yield what is wrong with a circle of minima or maxima, at some of its points."""
    function, steepest, beside = surface.definition.landmarks, _steepest(surface), 1e-3 * size
    at = f"the circle of {one.kind} points around ({one.x!r}, {one.y!r}) of radius {one.radius!r}"
    for turn in (0.3, 1.9, 4.4):
        inner, on, outer = (
            (one.x + (one.radius + away) * math.cos(turn), one.y + (one.radius + away) * math.sin(turn))
            for away in (-beside, 0.0, beside)
        )
        if not _slope(surface, *on) <= FLAT * steepest:
            yield wrong(function, f"{at}, where the gradient is {_slope(surface, *on):.3g}", "a gradient of zero")
            return
        value = float(surface.value(*on))
        rises = [float(surface.value(*point)) > value for point in (inner, outer)]
        if rises != [one.kind == "minimum"] * 2:
            yield wrong(function, f"{at}, beside which f is not as beside such a circle", "minimum or maximum")
            return


def _is_of_kind(surface: BoundSurface, kind: str, x: float, y: float, radius: float) -> bool:
    """Return whether f on a circle is nowhere lower, nowhere higher, or both lower and higher than in its middle."""
    middle = float(surface.value(x, y))
    turns = np.linspace(0, 2 * np.pi, 64, endpoint=False) + 0.1
    around = np.array([surface.value(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turns.tolist()])
    rounding = 1e-15 * max(abs(middle), float(np.abs(around).max()))
    lower, higher = bool((around < middle - rounding).any()), bool((around > middle + rounding).any())
    return (lower, higher) == {"minimum": (False, True), "maximum": (True, False), "saddle": (True, True)}[kind]


def _suggestion(surface: BoundSurface) -> Iterator[FormError]:
    function, suggestion = surface.definition.suggestion, surface.suggestion
    (west, east), (south, north) = surface.domain
    for x, y in suggestion.starts:
        if not (west <= x <= east and south <= y <= north):
            yield wrong(function, f"the start ({x!r}, {y!r})", f"a point of the domain {surface.domain}")
    if not 1 <= suggestion.steps <= Limits().steps:
        yield wrong(function, f"{suggestion.steps} steps", f"a whole number from 1 to {Limits().steps}")
    known = set(suggestion.rates) == {"gradient", "length"}
    if not known or not all(1e-12 <= rate <= 1e100 for rate in suggestion.rates.values()):
        yield wrong(function, f"the rates {dict(suggestion.rates)}", "a positive rate for gradient and one for length")


# Rules


def of_rule(rule: Rule) -> Iterator[FormError]:
    """Yield what is wrong with a rule."""
    yield from _parameters(rule.step, rule.parameters, rule.formula)
    rates = [p.name for p in rule.parameters if p.unit]
    if rule.solver:
        taken = list(signature(rule.solver.solve).parameters)[4:]
        if rates or rule.state or taken != [p.name for p in rule.parameters]:
            yield wrong(
                rule.solver.solve, f"arguments {taken} after record", "its hyper-parameters, none of them a rate"
            )
        return
    if not rule.parameters or [rule.parameters[0].name, rates] != ["lr", ["lr"]]:
        yield wrong(rule.step, f"the rates {rates}", "the first hyper-parameter, lr, is the one learning rate")
        return
    names = {p.name for p in rule.parameters}
    for variable in rule.state:
        if isinstance(variable.initial, str) and variable.initial not in names:
            yield wrong(rule.step, f"{variable.symbol} from {variable.initial}", f"one of {', '.join(sorted(names))}")
    values: dict[str, Value] = {p.name: 0.1 if p.initial is None else p.initial for p in rule.parameters}
    try:
        p = rule.pack(values)
    except KeyError as error:
        yield wrong(rule.constants, f"constants that read {error}", "hyper-parameters but the learning rate")
        return
    read = {index for form in _forms(rule) for index in _indices(form, form.arguments[4])}
    begins = {variable.initial for variable in rule.state}
    read |= {index for index, parameter in enumerate(rule.parameters) if parameter.name in begins}
    for index in sorted(set(range(len(p))) - read):
        of = rule.parameters[index].name if index < len(rule.parameters) else f"constant {index - len(rule.parameters)}"
        yield wrong(rule.step, f"{of} is never read", "a step reads each hyper-parameter and constant")
    for index in sorted(index for index in read if index >= len(p)):
        yield wrong(rule.step, f"p[{index}]", f"p has {len(p)} numbers: hyper-parameters, then constants")
    if not np.isfinite(p).all():
        yield wrong(rule.constants, f"constants {p[len(rule.parameters) :].tolist()}", "finite numbers")
    for form in _forms(rule):
        rows = _indices(form, form.arguments[2])
        if rows and max(rows) >= len(rule.state):
            yield wrong(rule.step, f"state[{max(rows)}, i]", f"the rule has {len(rule.state)} state variables")


def _forms(rule: Rule) -> list[nodes.Function]:
    return [rule.form, *([rule.form_of_point] if rule.form_of_point else [])]


def _indices(form: nodes.Function, name: str) -> set[int]:
    """Return the first indices at which an argument is read or written, as far as they are constants."""
    found = set()
    for node in nodes.walk(*form.body):
        if isinstance(node, nodes.Item) and node.name == name:
            index = node.indices[0]
            constant = (
                form.constants.get(index.name) if isinstance(index, nodes.Name) else getattr(index, "value", None)
            )
            if isinstance(constant, int | float):
                found.add(int(constant))
    return found


# Both


def _parameters(function: Callable[..., Any], parameters: Sequence[Parameter], formula: str) -> Iterator[FormError]:
    text = f"{formula} {sys.modules[function.__module__].__doc__ or ''}"
    for one in parameters:
        if one.name in [other.name for other in parameters if other is not one]:
            yield wrong(function, f"two parameters {one.name}", "each name once")
        if one.scale == "text":
            continue
        default = one.default
        if not (one.low < one.high and one.low <= one.slider[0] < one.slider[1] <= one.high):
            yield wrong(
                function, f"{one.name} with range and slider {one.low, one.high, one.slider}", "a slider in its range"
            )
        elif default is not None and not one.low <= default <= one.high:
            yield wrong(function, f"{one.name} = {default} by default", one.allowed)
        if not one.advanced and not any(written in text for written in _writings(one.symbol)):
            yield wrong(function, f"{one.symbol}, which the formula does not have", "the formula names each parameter")


def _writings(symbol: str) -> list[str]:
    """Return how formula or docstring may write a symbol: as LaTeX, or with the Greek letter itself."""
    word = symbol.lstrip("\\").split("_")[0]
    try:
        return [symbol, unicodedata.lookup(f"GREEK SMALL LETTER {word.upper()}")]
    except KeyError:
        return [symbol]
