"""Feeds a rule one given sequence of gradients, without a surface; and lists the variants of a rule."""

import ctypes
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from optimizers import OPTIMIZERS, Parameter, Rule, Scenario
from optimizers.form.compiling import COMPILED
from optimizers.run.engine import compile_rule
from optimizers.run.needs import pick, room
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix, Vector

REFERENCE = Path(__file__).parent / "reference"
RATE = 0.1
CHOOSING = ("switch", "choice")

# void step(double *x, double *g, double *state, int64_t t, double *p, double *e), e: what it needs besides
POINTER = ctypes.c_void_p
STEP = ctypes.CFUNCTYPE(None, POINTER, POINTER, POINTER, ctypes.c_int64, POINTER, POINTER)


def read(item: str) -> tuple[Rule, dict[str, Value]]:
    """Return the rule and the values that an item of a query such as ``sgd,lr=0.1`` writes."""
    choice = Scenario.from_query(f"optimizer={item}").optimizers[0]
    return OPTIMIZERS[choice.name], dict(choice.values)


def options(parameter: Parameter) -> tuple[Value, ...]:
    """Return what a switch or a choice can be, and of a number its default."""
    if parameter.scale in CHOOSING:
        return parameter.choices or (0.0, 1.0)
    return (RATE if parameter.initial is None else parameter.initial,)


def variants(rule: Rule) -> Iterator[dict[str, Value]]:
    """Return every combination of the rule's switches and choices; numbers are at their defaults."""
    for values in itertools.product(*map(options, rule.parameters)):
        yield dict(zip((parameter.name for parameter in rule.parameters), values, strict=True))


def feed(
    rule: Rule,
    values: Mapping[str, Value],
    gradients: Matrix,
    *,
    put_back: bool = False,
    plain: bool = False,
    more: Matrix | None = None,
) -> tuple[Matrix, Matrix]:
    """Return position (n, size) and state (n, k, size) after each of the gradients (n, size), starting from 0.

    put_back: put the position back to 0 before each step, so that each row is the step itself.
    plain: run the rule as the Python that it is, and not as the kernel runs it.
    more: what each step needs besides the gradient, (n, 8), by default as ``supplied`` has it.
    """
    size = gradients.shape[1]
    x: Vector = np.zeros(size)
    state: Matrix = np.zeros((len(rule.state), size))
    for slot, variable in enumerate(rule.state):
        state[slot] = variable.begin(values)
    p = rule.pack(values)
    positions, states = np.empty(gradients.shape), np.empty((len(gradients), *state.shape))
    compiled = None if plain or not COMPILED else STEP(compile_rule(rule, size)[0])
    fixed = x.ctypes.data, state.ctypes.data, p.ctypes.data
    more = np.ascontiguousarray(supplied(rule, gradients) if more is None else more)
    gradients = np.ascontiguousarray(gradients)
    rows = [range(one.ctypes.data, one.ctypes.data + one.nbytes, one.strides[0]) for one in (gradients, more)]
    with np.errstate(all="ignore"):
        for t, g in enumerate(gradients, start=1):
            if put_back:
                x[:] = 0.0
            if compiled is None:
                rule.step(x, g, state, t, p, *(pick(need, size)(more[t - 1]) for need in rule.needs))
            else:
                compiled(fixed[0], rows[0][t - 1], fixed[1], t, fixed[2], rows[1][t - 1])
            positions[t - 1], states[t - 1] = x, state
    return positions, states


def supplied(rule: Rule, gradients: Matrix) -> Matrix:
    """Return what each step gets besides its gradient, a row a step, as ``run.needs`` lays it out: random numbers.

    The gradient at another point is the gradient given, as on a plane.
    """
    count, size = gradients.shape
    rows: Matrix = np.random.default_rng(len(rule.needs)).normal(size=(count, room(size)))
    pick("gradient_at", size)(rows.T)[:] = gradients.T
    return rows


def steps(rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
    """Return the step (n, 2) that the rule takes for each gradient (n, 2)."""
    return feed(rule, values, gradients, put_back=True)[0]


def step_error(found: Matrix, expected: Matrix) -> float:
    """Return the largest error of a step, relative to the step expected or the one before it, whichever is longer.

    The one before counts because an average of gradients that passes through zero loses its leading digits by
    cancellation, in any order of operations.
    """
    size = np.abs(expected)
    return largest(found, expected, np.maximum(size, np.concatenate([size[:1], size[:-1]])))


def path_error(found: Matrix, expected: Matrix) -> float:
    """Return the largest error of a position, relative to the farthest that this coordinate has been so far."""
    return largest(found, expected, np.maximum.accumulate(np.abs(expected), axis=0))


def largest(found: Matrix, expected: Matrix, scale: Matrix) -> float:
    """Return the largest error in units of ``scale``; where that is 0, any error is infinite."""
    error = np.abs(found - expected)
    assert np.isfinite(error).all(), "a comparison with a number that is not finite shows nothing"
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.where(error == 0.0, 0.0, error / scale).max())


def recorded_gradients() -> Matrix:
    """Return the recorded sequence of gradients, shape (1000, 2)."""
    with np.load(REFERENCE / "torch.npz") as reference:
        gradients: Matrix = reference["gradients"]
    return gradients
