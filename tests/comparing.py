"""Compares a rule, fed with gradients, with its reference: the same steps and paths, and every parameter counts."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from optimizers import Parameter, Rule
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.feeding import CHOOSING, feed, path_error, recorded_gradients, step_error, variants
from tests.reference.finding import Step, fed, fed_twice
from tests.reference.number import EXTENDED

ROUNDING = 1e-12
BROKEN = 1e-9  # a comparison that an error of a thousand times the rounding allowed cannot pass by luck
GRADIENTS = recorded_gradients()
FEW = GRADIENTS[:300]  # enough for a parameter to be seen
SIZES = (1e-290, 1e-150, 1e150, 1e290) if EXTENDED else ()
"""Of gradients whose squares are no numbers in float64. Where long double is no longer, it cannot say what is right."""

Values = Mapping[str, Value]


def extreme(size: float) -> Matrix:
    """Return gradients with the recorded signs and zeros, of 0.1 to 10 times ``size``."""
    given = GRADIENTS[:60]
    return np.abs(given) ** 0.05 * np.sign(given) * size


def expected(step: Step, values: Values, gradients: Matrix, *, put_back: bool = False) -> Matrix:
    """Return what the reference computes, as float64; what it cannot hold is infinite."""
    with np.errstate(all="ignore"):
        return np.asarray(fed(step, values, gradients, put_back=put_back), dtype=np.float64)


def numbers(parameter: Parameter) -> tuple[Value, ...]:
    """Return three values of a number, the first its default, the others far from it; of a choice what it is."""
    low, high = parameter.slider
    usual = parameter.initial
    if parameter.unit or parameter.scale in CHOOSING or usual is None:
        return ()
    if parameter.scale == "decay":
        return usual, min(0.99, high), min(0.5, high)
    if parameter.scale == "log":
        return usual, low ** (1 / 4) * high ** (3 / 4), low
    return usual, low + 0.9 * (high - low), low + 0.3 * (high - low)


def settings(rule: Rule) -> Iterator[dict[str, Value]]:
    """Return every variant of the rule with its defaults, and with two other sets of numbers."""
    for values in variants(rule):
        for k in range(3):
            yield {**values, **{p.name: found[k] for p in rule.parameters if (found := numbers(p))}}


def changes(parameter: Parameter, value: Value) -> tuple[Value, ...]:
    """Return what to try in place of ``value``: every other choice; or one per cent more, less where more is not legal.

    Of a decay rate β also one per cent less of 1 − β, which is far closer.
    """
    if parameter.scale in CHOOSING:
        legal: tuple[Value, ...] = parameter.choices or (0.0, 1.0)
        return tuple(other for other in legal if other != value)
    assert isinstance(value, float)
    more = value + 1.0 if parameter.whole else 1.01 * value if value else 0.01
    near = more if more <= parameter.high else 0.99 * value
    return (near, 1 - 0.99 * (1 - value)) if parameter.scale == "decay" else (near,)


def differences(rule: Rule, step: Step, *, plain: bool = False) -> Iterator[str]:
    """Return where the rule does not what its reference does: steps and paths of every variant.

    plain: run the rule as the Python that it is. A rule that needs more than gradients cannot be fed with them: it is
    compared on a surface alone.
    """
    if rule.needs:
        return
    for values in settings(rule):
        for what, error in deviations(rule, step, values, plain=plain):
            if error > ROUNDING:
                yield f"{rule.name} {values}: {what}"


def deviations(rule: Rule, step: Step, values: Values, *, plain: bool = False) -> Iterator[tuple[str, float]]:
    """Return how far steps and path of a rule are from its reference, infinitely far where they are no numbers."""
    for name, gradients in (("recorded", GRADIENTS), *((f"of size {s:g}", extreme(s)) for s in SIZES)):
        with np.errstate(all="ignore"):
            right, path = (np.asarray(one, dtype=np.float64) for one in fed_twice(step, values, gradients))
        if not np.isfinite(right).all():
            continue
        found = feed(rule, values, gradients, put_back=True, plain=plain)[0]
        yield f"steps along gradients {name}", _error(step_error, found, right)
        found = feed(rule, values, gradients, plain=plain)[0]
        yield f"the path along gradients {name}", _error(path_error, found, path)


def _error(error: Callable[[Matrix, Matrix], float], found: Matrix, right: Matrix) -> float:
    return error(found, right) if np.isfinite(found).all() else float("inf")


def unseen(rule: Rule, step: Step, *, plain: bool = False) -> list[str]:
    """Return the parameters of which one per cent more changes no path, or another one than in the reference."""
    if rule.needs:
        return []
    wanted = {(p.name, k) for p in rule.parameters for k in range(len(changes(p, p.initial or 0.0)))}
    wrong = []
    for values in settings(rule):
        right = expected(step, values, FEW)
        for parameter in rule.parameters:
            for k, changed in enumerate(changes(parameter, values[parameter.name])):
                other = {**values, parameter.name: changed}
                found = feed(rule, other, FEW, plain=plain)[0]
                if _error(path_error, found, expected(step, other, FEW)) > ROUNDING:
                    wrong.append(f"{rule.name} {other}: another path than the reference")
                if path_error(found, right) > BROKEN:
                    wanted.discard((parameter.name, k))
    return wrong + [
        f"{rule.name}: one per cent of {name} is not seen in any path" for name in sorted({n for n, _ in wanted})
    ]
