"""The definition of an update rule: data about it, and its step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..form.nodes import Function
from ..form.reader import read
from ..form.tape import Tape
from ..form.write_tape import tape_of
from ..terms.parameters import Parameter, Value, pack
from ..terms.summary import summary_of
from ..terms.types import Vector
from .solver import Solver
from .uses import check_step, coordinatewise, from_origin, reads

MOST_NUMBERS = 16
"""How many hyper-parameters a typed rule may have, and how many state variables."""

Role = Literal["", "direction", "scale"]
Limit = Callable[[Vector, float], tuple[float, int]]
Theory = Callable[[Vector, float, float], tuple[float, ...]]
Step = Callable[..., None]
"""``step(x, g, state, t, p)``: moves x (n,) and state (k, n) in place, given the gradient g (n,) at x, the number t of
this step (from 1), and in p the hyper-parameters, then the constants, both in the order the rule lists them.

What else a step needs, it names after p, in any order (see ``NEEDS``): ``step(x, g, state, t, p, loss, floor)``.
x may be a vector of any length, because many starts can be run as one.

It is compiled by numba and also run as plain Python, with the same bits. So: numbers and loops only, ``g * g`` and not
``g ** 2`` (the two pow functions round differently), numpy's ``sqrt``, and no power of t (carry it in the state).

Why a step is what it is, is read from it too, assignment by assignment: a variable with the name of a symbol, such as
``m_hat``, ``d`` or ``sqrt_v_hat``, has a line of its own, one that is a word is put in where it is used. So is what a
helper computes; one whose docstring has a line such as ``Formula: sqrt(a^2 + b^2)`` is shown by that.
"""

NEEDS: Mapping[str, str] = {
    "loss": "f at the position",
    "floor": "the lowest value of f, NaN where it has none",
    "hessian": "(n, n), at the position",
    "gradient_at": "(n,), the gradient at the point to which ``Rule.point`` has moved the position",
}
"""What a step may need besides the gradient, and what it then gets. Coupled weight decay λ is part of the function that
a rule sees: it adds ½ λ ‖x‖² to the loss and λ to the diagonal of the Hessian. Gradients have the noise of their step,
the same in all points; loss and Hessian have none.
"""


def tape_of_step(step: Function, rows: int, count: int) -> Tape:
    """Return a step as a tape; rows: how many state variables it has, count: how many numbers it reads in p.

    Its inputs are x, g, state, t and p, its results x and state after the step.
    """
    return tape_of(step, {"x": 2, "g": 2, "state": (rows, 2), "p": count}, changed=["x", "state"])


@dataclass(frozen=True, slots=True)
class Source:
    """Where a formula was published."""

    authors: str
    title: str
    year: int
    url: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class StateVariable:
    """One number that the rule remembers for each coordinate: its LaTeX symbol, meaning and value before the first
    step.

    ``initial`` may name a hyper-parameter that holds the value. ``role`` says how a plot shows it: as a direction of
    steps, or, with its root, as the scale by which each coordinate of the gradient is divided.
    """

    symbol: str
    meaning: str
    initial: float | str = 0.0
    role: Role = ""

    def begin(self, values: Mapping[str, Value]) -> float:
        """Return the value before the first step."""
        return float(values[self.initial]) if isinstance(self.initial, str) else self.initial


@dataclass(frozen=True, slots=True)
class Singled:
    """What theory singles out a value of a hyper-parameter for, in a few words.

    label: a word or two below its tick on the slider.
    """

    parameter: str
    meaning: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a hyper-parameter that theory singles out on a quadratic, and what for; see ``Singled``."""

    parameter: str
    value: float
    meaning: str
    label: str


@dataclass(frozen=True, slots=True)
class Torch:
    """How PyTorch writes a rule: ``torch.optim.<name>([x], lr=…, **arguments)``.

    rate: the factor of the learning rate for torch. remark: the reason for it, or what torch computes differently.
    decoupled: the name of the version with decoupled weight decay, empty if torch has none.
    """

    name: str
    arguments: Mapping[str, float | bool | tuple[float, ...]]
    rate: float = 1.0
    remark: str = ""
    decoupled: str = ""


def no_notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return no notes: conventions do not differ."""
    return ()


def no_constants(values: Mapping[str, Value]) -> tuple[float, ...]:
    """The hyper-parameters are enough."""
    return ()


def not_in_torch(values: Mapping[str, Value]) -> Torch | None:
    """Return None: torch.optim does not have the rule."""
    return None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)  # compared by identity, because each exists once
class Rule:
    """An update rule.

    formula is LaTeX; variant says which published form is implemented. also: other words by which the menu finds it.
    summary: what the menu says of it, by default the first line of its file, after the colon.
    degenerate: a sentence or two for the reference page, where two dimensions make less of a rule than it is.
    solver: of a method that takes all its steps by itself (see ``solver``), how it does; its ``step`` is then ``wait``.
    constants: from the hyper-parameters but the learning rate, which may change, numbers that the step reads in p after
    them, so that no step computes them again. point(x, g, state, t, p): of a rule that needs ``gradient_at``, moves x,
    which begins at the position, to the point where that gradient is taken, and leaves the state as it is.
    theory(p, low, high): the values that are singled out given the smallest and the largest curvature, each for the
    reason with the same index in ``marks``, and below 0 where it does not apply. limit(p, high): the learning rate
    above which runs diverge on a quadratic with that largest curvature, and the index of its formula in ``limits``; 0
    where none is known. notes are sentences, with numbers, on how other conventions write the same.
    torch tells how torch.optim writes it: None where it has no such variant, and at eps = 0, where it divides 0 by 0 as
    long as a gradient has always been zero.
    form is the step as writers and the evaluator read it, form_of_point the point, form_of_limit the limit,
    form_of_theory the values of the theory; what is not in the form, or does not fit together, raises FormError. From
    it come: needs, what the step needs besides the gradient, in the order of its arguments (see ``NEEDS``);
    reads_gradient, whether it reads that at its position, itself or for its point;
    reads_position, whether it reads x beyond adding to it, as a step with a weight decay of its own does;
    coordinatewise, whether each coordinate moves as it would alone, so that many runs can be one run of a long vector.
    typed: the step in the form, of a rule that a person has typed and that is in no file; tape: what the kernel
    plays in place of a compiled step: how many state variables and hyper-parameters there are, then the tape.
    form_from_origin is the step taken from 0, where nothing is lost to rounding: one that reads its position has it as
    a last argument, ``position``.

    >>> from optimizers import OPTIMIZERS
    >>> momentum = OPTIMIZERS["momentum"]
    >>> momentum.title, [parameter.name for parameter in momentum.parameters]
    ('Momentum', ['lr', 'beta', 'form', 'nesterov', 'dampening'])
    """

    name: str
    title: str
    formula: str
    source: Source
    variant: str
    parameters: tuple[Parameter, ...]
    state: tuple[StateVariable, ...]
    step: Step
    constants: Callable[[Mapping[str, Value]], tuple[float, ...]] = no_constants
    point: Step | None = None
    theory: Theory | None = None
    marks: tuple[Singled, ...] = ()
    limit: Limit | None = None
    limits: tuple[str, ...] = ()
    notes: Callable[[Mapping[str, Value]], tuple[str, ...]] = no_notes
    torch: Callable[[Mapping[str, Value]], Torch | None] = not_in_torch
    also: tuple[str, ...] = ()
    summary: str = ""
    degenerate: str = ""
    typed: Function | None = None
    solver: Solver | None = None
    form: Function = field(init=False, repr=False)
    form_of_point: Function | None = field(init=False, repr=False)
    form_of_limit: Function | None = field(init=False, repr=False)
    form_of_theory: Function | None = field(init=False, repr=False)
    form_from_origin: Function = field(init=False, repr=False)
    needs: tuple[str, ...] = field(init=False, repr=False)
    reads_gradient: bool = field(init=False, repr=False)
    reads_position: bool = field(init=False, repr=False)
    coordinatewise: bool = field(init=False, repr=False)
    tape: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", self.typed or read(self.step))
        object.__setattr__(self, "form_of_point", read(self.point) if self.point else None)
        object.__setattr__(self, "form_of_limit", read(self.limit) if self.limit else None)
        object.__setattr__(self, "form_of_theory", read(self.theory) if self.theory else None)
        check_step(self.form, self.form_of_point, NEEDS)
        object.__setattr__(self, "form_from_origin", from_origin(self.form))
        object.__setattr__(self, "reads_position", self.form_from_origin is not self.form)
        object.__setattr__(self, "summary", self.summary or summary_of(self.solver.solve if self.solver else self.step))
        readers = [one for one in (self.form, self.form_of_point) if one is not None]
        object.__setattr__(self, "needs", self.form.arguments[5:])
        object.__setattr__(self, "reads_gradient", any(reads(one, one.arguments[1]) for one in readers))
        object.__setattr__(self, "coordinatewise", not self.needs and coordinatewise(self.form))
        rows, count = len(self.state), len(self.numbers)
        tape = () if self.typed is None else (rows, count, *tape_of_step(self.typed, rows, count).encoded().tolist())
        object.__setattr__(self, "tape", tape)

    @property
    def numbers(self) -> tuple[Parameter, ...]:
        """The parameters that the step reads in p, without those that are texts."""
        return tuple(one for one in self.parameters if one.scale != "text")

    def pack(self, values: Mapping[str, Value]) -> Vector:
        """Return the hyper-parameters and after them the constants, as the step reads them, (n,)."""
        if self.constants is no_constants:
            return pack(self.parameters, values)
        fixed = {name: value for name, value in values.items() if name != "lr"}
        return pack(self.parameters, values, self.constants(fixed))
