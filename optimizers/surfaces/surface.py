"""The definition of a cost surface: data about it, its value f, gradient and Hessian."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np

from ..form.checks import results
from ..form.errors import FormError
from ..form.nodes import Function
from ..form.reader import read
from ..terms.parameters import Parameter, Unit, Value
from ..terms.summary import summary_of
from ..terms.types import Matrix, Vector
from .rows import Rows

Point = tuple[float, float]
Values = Mapping[str, Value]
Interval = tuple[float, float]

# Any stands for float, complex or array: one formula serves the kernel, the complex-step tests and the contour grid.
ValueFunction = Callable[[Any, Any, Vector], Any]
GradientFunction = Callable[[Any, Any, Vector], tuple[Any, Any]]
HessianFunction = Callable[[Any, Any, Vector], tuple[Any, Any, Any]]
StationaryPoints = Callable[[Vector, Matrix], float]


Kind = Literal["minimum", "saddle", "maximum"]


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y), every point of which is a minimum, or a maximum, of f along the radius."""

    kind: Literal["minimum", "maximum"]
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the surface is stationary: all minima, local ones too, all saddle points and all maxima of the domain.

    circles: those that are not points, if any part of them is in the domain. kinks: those of the points where f has no
    gradient, as the tip of a cone; there ``Surface.gradient`` is zero. remark: a sentence for the page where something
    must be said.
    """

    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    maxima: tuple[Point, ...] = ()
    circles: tuple[Circle, ...] = ()
    kinks: tuple[Point, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A point where a surface is stationary, or a circle of such points.

    x, y: the point, or the center of the circle. value: f at the point, or on the circle. smooth: f has a gradient
    there, and a Hessian. lowest: of a minimum, no other lies lower. radius: of the circle; 0 for a point. marked: a
    picture has a mark for it; where there are very many, only for the lowest minima.
    """

    kind: Kind
    x: float
    y: float
    value: float
    smooth: bool
    lowest: bool
    radius: float = 0.0
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The starts, rates and steps of a good first view.

    starts: two points, called A and B.
    rates: the learning rate for rules whose rate multiplies a gradient, and for those whose rate is a length.
    """

    starts: tuple[Point, Point]
    rates: Mapping[Unit, float]
    steps: int


class Correction(NamedTuple):
    """A value that does not fit together with others: its parameter, a legal value instead, what is allowed."""

    parameter: str
    value: Value
    allowed: str


def no_corrections(values: Values) -> tuple[Correction, ...]:
    """Return nothing: all legal values fit together."""
    return ()


Link = Literal["identity", "logistic", "tanh"]
Role = Literal["slope", "offset", "factor"]


@dataclass(frozen=True, slots=True)
class Data:
    """What a surface with data behind it says about them, besides its formulas.

    Its constants are (how many they are, u₁, t₁, u₂, t₂, …): of each row the input and the target, as the model takes
    them. So the loss of a minibatch is the same surface with the constants of fewer rows.

    rows: the data as they were given, and how they were scaled. link, roles: the model, which predicts
    factor · link(slope · u + offset) with x and y in these roles; without one, a factor and a slope are 1, an offset 0.

    >>> from optimizers import SURFACES
    >>> surface = SURFACES["linear-regression"]
    >>> surface.data.roles, surface.data.rows(surface.defaults()).size
    (('slope', 'offset'), 40)
    """

    rows: Callable[[Values], Rows]
    link: Link
    roles: tuple[Role, Role]


@dataclass(frozen=True, slots=True)
class SurfaceForm:
    """A surface as writers and the evaluator read it."""

    value: Function
    gradient: Function
    hessian: Function


def no_caption(values: Values) -> tuple[str, ...]:
    """Return nothing: its minima are known in closed form or to the last bit."""
    return ()


class Searches(Protocol):
    """What was found of a surface whose landmarks are searched for, by domain; see ``searching.Searches``."""

    def known(self, domain: tuple[Interval, Interval], /) -> Any:
        """Return what was found in a domain, None if nothing is kept of it."""

    def keep(self, domain: tuple[Interval, Interval], searched: Any, /) -> None:
        """Keep what was found in a domain."""

    def of(self, domain: tuple[Interval, Interval], /) -> Any:
        """Return what is found in a domain, which is searched if nothing is kept of it."""


class HasForm(Protocol):
    @property
    def form(self) -> SurfaceForm:
        """Value, gradient and Hessian."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)  # compared by identity, because each exists once
class Surface:
    """A cost surface f(x, y). ``formula`` is LaTeX.

    constants: from the parameters, the numbers that value, gradient and hessian read as ``q``, in that order. What
        does not depend on x and y is computed there once. Cosines and the like come from ``form.elementary``, so that
        every engine has the same bits.
    hessian: (∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²).
    also: other words by which the menu finds it.
    summary: what the menu says of it, by default the first line of its file, after the colon.
    caution: for surfaces that are not suited to gradient methods, a sentence that says why.
    legend: what the letters of the formula mean, besides x, y, the parameters and those that the formula defines.
    contour_power: contour lines are at floor + span·(k/n)^power; the power 2 spaces those of a quadratic evenly; None
        leaves as much of the plot between one line and the next.
    typed: of a surface that a person typed, what has its form. Such a surface is played and not compiled: its constants
        are two tapes, of value and gradient and of the Hessian, after a number that says where the second begins.
    operations: how many numbers, names and operations were typed, from which follows how long it takes.
    domain_of: the domain, where it depends on parameters; ``domain`` is that of their defaults.
    stationary_points: in the form, from the constants, writes the stationary points into the rows of a matrix and
        returns how many there are, so that pages know them while a slider moves; None where they do not depend on
        parameters, or where only Python finds them.
    corrections: of values that are legal by themselves and not together.
    caption: what the caption of every plot has to say of the surface, such as how its minima are known.
    searches: of a surface whose landmarks and suggestion are searched for, what was found.
    preparation: milliseconds of CPU that its landmarks take, where they take more than two.
    data: of a surface that is the loss of a model on data, what is drawn of them, and minibatches (see ``Data``).

    What is not in the form raises FormError.

    >>> from optimizers import SURFACES
    >>> ellipse = SURFACES["ellipse"]
    >>> values = {"kappa": 25.0, "theta": 0.0}
    >>> q = ellipse.pack(values)
    >>> float(ellipse.value(-8.0, 1.2, q)), ellipse.landmarks(values).minima
    (50.0, ((0.0, 0.0),))
    """

    name: str
    title: str
    formula: str
    source: str
    parameters: tuple[Parameter, ...]
    domain: tuple[Interval, Interval]
    contour_power: float | None
    value: ValueFunction
    gradient: GradientFunction
    hessian: HessianFunction
    constants: Callable[[Values], tuple[float, ...]]
    landmarks: Callable[[Values], Landmarks]
    suggestion: Callable[[Values], Suggestion]
    also: tuple[str, ...] = ()
    summary: str = ""
    typed: HasForm | None = None
    operations: int = 0
    domain_of: Callable[[Values], tuple[Interval, Interval]] | None = None
    corrections: Callable[[Values], tuple[Correction, ...]] = no_corrections
    caption: Callable[[Values], tuple[str, ...]] = no_caption
    data: Data | None = None
    stationary_points: StationaryPoints | None = None
    caution: str = ""
    legend: str = ""
    searches: Searches | None = None
    preparation: float = 0.0
    read_form: SurfaceForm | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", self.summary or summary_of(self.value))
        object.__setattr__(self, "read_form", None)
        if self.typed:
            return
        form = SurfaceForm(read(self.value), read(self.gradient), read(self.hessian))
        for function, count in ((form.value, 1), (form.gradient, 2), (form.hessian, 3)):
            if (len(function.arguments), results(function)) != (3, count):
                said = f"{function.name} of {len(function.arguments)} arguments with {results(function)} results"
                allowed = f"it takes x, y and the constants and returns {count}"
                raise FormError(function.file, function.line, said, allowed)
        object.__setattr__(self, "read_form", form)

    @property
    def form(self) -> SurfaceForm:
        """Value, gradient and Hessian as writers and the evaluator read them."""
        form = self.typed.form if self.typed else self.read_form
        assert form is not None
        return form

    def pack(self, values: Values) -> Vector:
        """Return the constants ``q`` as the kernel reads them, shape (n,)."""
        return np.array(self.constants(values), dtype=np.float64)

    def defaults(self) -> dict[str, Value]:
        """Return the default of every parameter."""
        return {p.name: p.initial for p in self.parameters if p.initial is not None}
