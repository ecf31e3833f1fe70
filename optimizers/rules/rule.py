"""What an update rule is: a page of data about it, and the step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..form.nodes import Function
from ..form.reader import read
from ..terms.parameters import Parameter, Value

Role = Literal["", "direction", "scale"]
Step = Callable[..., None]
"""``step(x, g, state, t, p)``: moves x (2,) and state (k, 2) in place, given the gradient g (2,) at x, the number t of
this step (from 1) and the hyper-parameters p (n,), both in the order the rule lists them.

It is compiled by numba and also run as plain Python, with the same bits. So: numbers and loops only, ``g * g`` and not
``g ** 2`` (the two pow functions round differently), numpy's ``sqrt``, and no power of t (carry it in the state).
"""


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
    """One remembered number a coordinate: its LaTeX symbol, meaning and value before the first step.

    ``initial`` may name a hyper-parameter that holds the value. ``role`` says how a plot may show it: as a direction of
    steps, or, by its root, as the scale that each coordinate of the gradient is divided by.
    """

    symbol: str
    meaning: str
    initial: float | str = 0.0
    role: Role = ""

    def begin(self, values: Mapping[str, Value]) -> float:
        """Return the value before the first step."""
        return float(values[self.initial]) if isinstance(self.initial, str) else self.initial


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a hyper-parameter that theory singles out on a quadratic, and in a few words why.

    limit: of a learning rate above which a run diverges, the formula of that rate as text; it reads the largest
    curvature alone.
    """

    parameter: str
    value: float
    meaning: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Torch:
    """How PyTorch writes a rule: ``torch.optim.<name>([x], lr=…, **arguments)``.

    rate: what the learning rate is multiplied by for torch. remark: why, or how torch computes it differently.
    decoupled: the name of the same with decoupled weight decay, empty where torch has none.
    """

    name: str
    arguments: Mapping[str, float | bool | tuple[float, ...]]
    rate: float = 1.0
    remark: str = ""
    decoupled: str = ""


def no_theory(values: Mapping[str, Value], low: float, high: float) -> tuple[Mark, ...]:
    """Nothing is known in closed form."""
    return ()


def no_notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Conventions do not differ."""
    return ()


def not_in_torch(values: Mapping[str, Value]) -> Torch | None:
    """torch.optim does not have the rule."""
    return None


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each: compared, and hashed, by identity
class Rule:
    """An update rule.

    formula is LaTeX; variant says which published form is implemented.
    theory gives marks from the values and the smallest and largest curvature. notes are sentences, with numbers, on
    how other conventions write the same.
    torch tells how torch.optim writes it: None where it has no such variant, and at eps = 0, where it divides 0 by 0 as
    long as a gradient has always been zero.
    form is the step as writers and the evaluator read it; a step that is not in the form raises FormError.

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
    theory: Callable[[Mapping[str, Value], float, float], tuple[Mark, ...]] = no_theory
    notes: Callable[[Mapping[str, Value]], tuple[str, ...]] = no_notes
    torch: Callable[[Mapping[str, Value]], Torch | None] = not_in_torch
    form: Function = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", read(self.step))
