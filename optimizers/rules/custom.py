"""Your own optimizer: a rule made from statements that a person types.

    s = β s + (1 − β) g²
    x ← x − η g / (√s + ε)

g, the gradient, x, the position, and t, the number of the step from 1, are given. A name that is read before it is
assigned is state: it starts at 0 and keeps its value from step to step. Any other name that is assigned lasts for one
step. Every other name is a hyper-parameter: lr is the learning rate; a name that rules of the catalog use has their
range and default, any other has 0.1 and a slider from 0 to 1.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from ..form import nodes
from ..form.errors import ExpressionError
from ..form.evaluate import evaluate
from ..form.nodes import Function
from ..form.play import play
from ..form.statements import Statements, read_statements
from ..form.write_latex import latex, symbol
from ..terms.family import Family
from ..terms.parameters import Parameter, Unit, Value, learning_rate, text
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable, Step, tape_of_step
from .typed_step import RATE, Names, names_of, step_of
from .uses import reads

DEFAULT = "s = beta*s + (1-beta)*g**2; x = x - lr*g/(sqrt(s)+eps)"
TAKEN = ("step", "length", "schedule", "warmup", "every", "gamma", "decoupled_weight_decay")
"""The other names that the item of an optimizer may hold."""
LIKE = {"momentum": "beta", "mu": "beta", "epsilon": "eps"}
"""Names that mean the same as one of the catalog, whose range and default they have."""
PROBES = ((1.5, -0.5), (-1.0, 0.75), (0.5, 0.5))
"""Gradients of both signs, which show whether a step grows with them."""


def canonical(typed: str) -> str:
    """Return the canonical text of a step. Raises ExpressionError for one that cannot be run."""
    return _understood(typed)[0].text


@lru_cache(maxsize=256)
def _understood(typed: str) -> tuple[Statements, Names]:
    statements = read_statements(typed)
    names = names_of(statements)
    for name, column in names.parameters.items():
        if name in TAKEN:
            reason = f"{name!r} means something else in the link of an optimizer"
            raise ExpressionError(column, reason, "choose another name")
    return statements, names


STEP = text(
    "step",
    "update",
    DEFAULT,
    canonical,
    "statements such as x = x - lr*g, separated by ; or by new lines, of at most 1000 characters",
)


def member(step: str) -> Rule:
    """Return the rule that the canonical text ``step`` writes."""
    statements, names = _understood(step)
    form = step_of(statements, names)
    unit = unit_of(form, names)
    state = [StateVariable(symbol(name), "starts at 0") for name in names.state]
    state += [StateVariable(symbol(name), "lasts for one step") for name in names.kept]
    lines = (rf"{symbol(one.name)} \leftarrow {latex(one.value)}" for one in statements.all)
    return Rule(
        name=CUSTOM.name,
        title=CUSTOM.title,
        summary="Your own update, typed as statements",
        formula=r", \quad ".join(lines),
        source=Source("", "", 0, ""),
        variant=described(names),
        parameters=(replace(STEP, text=step), *(parameter(name, unit) for name in names.parameters)),
        state=tuple(state),
        step=evaluated(form),
        notes=lambda values: notes(form, values),
        typed=form,
    )


def evaluated(form: Function) -> Step:
    """Return a step that is read and never compiled, for one step at a time; runs play its tape."""

    def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
        with np.errstate(all="ignore"):
            evaluate(form, x, g, state, t, p)

    return step


def parameter(name: str, unit: Unit) -> Parameter:
    """Return the hyper-parameter that a name in a step is."""
    if name == RATE:
        return learning_rate(unit, scales=False)
    known = _known().get(LIKE.get(name, name))
    if known is None:
        return Parameter(name, symbol(name), name, 0.1, -1e6, 1e6, (0.0, 1.0), "linear")
    return replace(known, name=name, symbol=known.symbol if name == known.name else symbol(name), advanced=False)


@cache
def _known() -> Mapping[str, Parameter]:
    """Return the hyper-parameters of steps in the catalog that are numbers, as the first rule in the menu has them."""
    from . import RULES  # which imports this file

    found: dict[str, Parameter] = {}
    for one in (one for rule in RULES if not rule.solver for one in rule.parameters):
        if one.scale in ("linear", "log", "decay") and not one.unit:
            found.setdefault(one.name, one)
    return found


def unit_of(form: Function, names: Names) -> Unit:
    """Return what the learning rate multiplies: a gradient, or, where steps do not grow with the gradient, a length."""
    rows, count = len(names.state) + len(names.kept), len(names.parameters)
    tape = tape_of_step(form, rows, count)
    p = [1.0, *(float(parameter(name, "length").default or 0.0) for name in [*names.parameters][1:])]

    def size(scale: float) -> float:
        numbers = [1.0, -2.0, *[0.0] * (2 * rows)]
        for t, gradient in enumerate(PROBES, start=1):
            numbers = [*play(tape, *numbers[:2], *(scale * one for one in gradient), *numbers[2:], float(t), *p)]
        return math.hypot(numbers[0] - 1.0, numbers[1] + 2.0)

    return "length" if size(2.0) < 2.0**0.5 * size(1.0) else "gradient"


def described(names: Names) -> str:
    """Return what each name stands for, in words."""
    parts = [
        "Your own update, the same for both coordinates. g is the gradient, x the position, t the number of the step."
    ]
    for what, found in (
        ("State, which starts at 0 and is kept from step to step", names.state),
        ("Computed anew in each step", (*names.kept, *names.locals)),
    ):
        if found:
            parts.append(f"{what}: {', '.join(found)}.")
    return " ".join(parts)


def notes(form: Function, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what is unusual in a step."""
    found = []
    if not reads(form, "g"):
        found.append("This step never uses the gradient g.")
    items = [one for one in nodes.walk(*form.body) if isinstance(one, nodes.Item) and one.name == "p"]
    if not any(one.indices == (nodes.Name(RATE.upper()),) for one in items):
        found.append("This step never uses lr, so the learning rate changes nothing.")
    return tuple(found)


CUSTOM: Family[Rule] = Family("custom", "Custom", STEP, member)
