"""Checks an update that a learner has written against the rule of a task, and recognizes typical mistakes.

Both see the same gradients, whatever they make of them, so that rounding is not amplified on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..form.errors import ExpressionError
from ..form.play import play_rows
from ..query.registry import OPTIMIZERS
from ..query.scenario import Scenario
from ..rules.custom import CUSTOM
from ..rules.rule import Rule
from ..run.simulation import simulate
from ..terms.parameters import Value
from ..terms.text import short_number
from ..terms.types import Matrix
from .exercises import EXERCISES, Exercise
from .mixed import Typical, mixed_in, typical_of
from .pairs import LATER, Pairs, pair_in, pairs_of
from .repair import Wanted, repair, set_back

STEPS = 40
SIZES = (1.0, 1e-3, 50.0)  # of gradients
BEGIN = (-3.0, 1.25)
ROUNDING = 1e-11  # relative to the positions: what the order of operations changes is far below, a mistake above
SAME_MISTAKE = 1e-9
TRIED = 3  # steps in which a change is tried


@dataclass(frozen=True, slots=True)
class Checked:
    """How an update compares with the rule.

    equal: whether it is the rule, but for rounding; exact: to the last bit. step: the first step at which it differs
    by more than rounding, else None. largest: the largest difference of a position, relative to the largest position.
    verdict, hint: in words, to a learner; an empty hint where there is none.
    """

    equal: bool
    exact: bool
    step: int | None
    largest: float
    verdict: str
    hint: str


def exercise_of(slug: str) -> Exercise | None:
    """Return the exercise of that name, None if there is none."""
    return next((one for one in EXERCISES if one.slug == slug), None)


def check(exercise: Exercise, rule: Rule) -> Checked:
    """Compare ``rule`` with the rule of the exercise, over gradients that change their sign and along paths.

    >>> from optimizers.query.entries import read_entry
    >>> check(EXERCISES[0], read_entry("optimizer=custom,step=x=x-lr*g")).verdict
    'Your update equals SGD to the last bit.'
    >>> check(EXERCISES[0], read_entry("optimizer=custom,step=x=x+lr*g")).hint
    'Did you add the step? A step goes against the gradient, so it is subtracted.'
    """
    unknown = [one.name for one in rule.numbers if one.name not in exercise.values]
    own, wanted = trace(exercise, rule), _reference(exercise)
    title = exercise.title
    if own.tobytes() == wanted.tobytes():
        return Checked(True, True, None, 0.0, f"Your update equals {title} to the last bit.", "")
    apart = _apart(own, wanted)
    step = _first(apart > ROUNDING)
    largest = float(np.nanmax(apart, initial=0.0)) if np.isfinite(apart).any() else float("inf")
    if step is None:
        verdict = f"Your update equals {title} up to rounding: the largest difference is {short_number(largest, 1)}."
        return Checked(True, False, None, largest, verdict, "")
    verdict = f"Your update differs from {title} from step {step} on."
    return Checked(False, False, step, largest, verdict, _hint(exercise, rule, own, apart, unknown))


def _hint(exercise: Exercise, rule: Rule, own: Matrix, apart: Matrix, unknown: Sequence[str]) -> str:
    """Return the sentence that helps with an update that is not the rule, an empty text if none is known."""
    step = next(one.text for one in rule.parameters if one.name == CUSTOM.text.name)
    if unknown:
        names = ", ".join(exercise.values)
        said = f"The hyper-parameters of this task are {names}. Your update also uses {', '.join(unknown)}."
        return f"{said} {_repair(exercise, step) or _mixed(exercise, step)}".rstrip()
    if name := set_back(step):
        return f"Your update sets {name} to a number first, in every step, so it remembers nothing. {_state(name)}"
    for wrong, later, hint in _mistakes(exercise):
        if not (_apart(own, wrong) > SAME_MISTAKE).any() and (
            later is None or not (_apart(trace(exercise, rule, LATER), later) > SAME_MISTAKE).any()
        ):
            return hint
    rows = len(SIZES)
    if not (apart[:rows] > ROUNDING).any():
        return "Your update agrees only at the usual values. Did you write a number where a name such as beta belongs?"
    if found := _repair(exercise, step):
        return f"One change makes it right. {found}"
    if found := pair_in(step, _pairs(exercise), _wanted(exercise), lambda text: _moves_as(exercise, own, text)):
        return f"There are two mistakes. {found}"
    if found := _mixed(exercise, step):
        return f"There are two mistakes. {found}"
    if not np.isfinite(own).all():
        return "Your update computes a number that is not finite: a root of a negative number, or a division by zero."
    if not any(variable for variable in rule.state) and len(exercise.values) > 1:
        return "Your update has no memory. An average needs a name that is read before it is assigned."
    missing = [name for name in exercise.values if name not in {one.name for one in rule.numbers}]
    return f"Your update does not use {', '.join(missing)}." if missing else ""


def _state(name: str) -> str:
    """Return what to do about a name that is set to a number in every step."""
    if name == "x":
        return "x is where the last step ended; remove that statement."
    return "State starts at 0 by itself; remove that statement."


def _repair(exercise: Exercise, step: str) -> str:
    """Return the one change that makes an update right, in words; an empty text if there is none."""
    return repair(step, _wanted(exercise), lambda text: _is_right(exercise, text))


def _mixed(exercise: Exercise, step: str) -> str:
    """Return a change that leaves one typical mistake, and that one, in words; an empty text if there is none."""
    return mixed_in(step, _typical(exercise), _wanted(exercise), lambda text, at: _has(exercise, text, at))


def _has(exercise: Exercise, text: str, mistake: int) -> bool:
    """Return whether the update ``text`` moves as one with the mistake of that index."""
    try:
        rule = CUSTOM.read(text)
    except ExpressionError:
        return False
    return not (_apart(trace(exercise, rule), _mistakes(exercise)[mistake][0]) > SAME_MISTAKE).any()


def _is_right(exercise: Exercise, text: str) -> bool:
    try:
        rule = CUSTOM.read(text)
    except ExpressionError:
        return False
    return not (_apart(trace(exercise, rule), _reference(exercise)) > ROUNDING).any()


def _moves_as(exercise: Exercise, own: Matrix, text: str) -> bool:
    """Return whether the update ``text`` has the positions ``own``."""
    return not (_apart(own, trace(exercise, CUSTOM.read(text))) > SAME_MISTAKE).any()


@lru_cache(maxsize=len(EXERCISES))
def _pairs(exercise: Exercise) -> Pairs:
    return pairs_of(exercise, _wanted(exercise))


@lru_cache(maxsize=len(EXERCISES))
def _typical(exercise: Exercise) -> Typical:
    typical = exercise.typical
    return typical_of([exercise.written(one) for one in typical], [one.hint for one in typical], _wanted(exercise))


@lru_cache(maxsize=len(EXERCISES))
def _wanted(exercise: Exercise) -> Wanted:
    """Return the first steps of the rule, at both sets of values and on gradients of the first size."""
    rows = _reference(exercise).reshape(2, -1, STEPS + 1, 2)[:, 0]  # (values, steps + 1, 2)
    gradients = np.repeat(_gradients(exercise)[0][:TRIED, np.newaxis], 2, axis=1)
    values = {
        name: np.array([[usual], [exercise.others[name]]], dtype=np.float64) for name, usual in exercise.values.items()
    }
    return Wanted(values, gradients, rows[:, 1 : TRIED + 1].swapaxes(0, 1), rows[:, 0])


def trace(exercise: Exercise, rule: Rule, first: int = 1) -> Matrix:
    """Return all positions of a rule on the gradients of the exercise, (sequences, 2 · (steps + 1)).

    first: the number of the first step.
    """
    rows = []
    for values in (exercise.values, exercise.others):
        rows += [_positions(rule, values, gradients, first) for gradients in _gradients(exercise)]
    return np.array(rows)


def _positions(rule: Rule, given: Mapping[str, float], gradients: Matrix, first: int) -> Matrix:
    usual: dict[str, Value] = {one.name: one.initial if one.initial is not None else 1.0 for one in rule.parameters}
    values = {**usual, **{name: value for name, value in given.items() if name in usual}}
    p = rule.pack(values)
    state = np.repeat(np.array([[one.begin(values)] for one in rule.state]).reshape(-1, 1), 2, axis=1)
    x = np.array(BEGIN)
    found = [x.copy()]
    program = np.array(rule.tape[2:])
    with np.errstate(all="ignore"):
        for t, gradient in enumerate(gradients, start=first):
            if len(program):  # the same bits, a hundred times as fast
                inputs = np.concatenate([x, gradient, state.ravel(), [t], p])
                (after,) = play_rows(program, inputs[np.newaxis])
                x[:], state[:] = after[:2], after[2:].reshape(-1, 2)
            else:
                rule.step(x, gradient.copy(), state, t, p)
            found.append(x.copy())
    return np.concatenate(found)


@lru_cache(maxsize=len(EXERCISES))
def _gradients(exercise: Exercise) -> tuple[Matrix, ...]:
    """Return the gradients: random ones of both signs and several sizes, and those along a path of the rule."""
    generator = np.random.Generator(np.random.PCG64(11))
    drawn = tuple(size * generator.standard_normal((STEPS, 2)) for size in SIZES)
    (run,) = simulate(Scenario.from_query(f"optimizer={exercise.reference}&start=A,-8,1.2&steps={STEPS}"))
    return *drawn, np.array(run.gradient[:STEPS])


@lru_cache(maxsize=len(EXERCISES))
def _reference(exercise: Exercise) -> Matrix:
    return trace(exercise, OPTIMIZERS[exercise.reference])


@lru_cache(maxsize=len(EXERCISES))
def _mistakes(exercise: Exercise) -> tuple[tuple[Matrix, Matrix | None, str], ...]:
    """Return the positions of each typical mistake, with its hint.

    If a mistake gives no number at all from the first step on, its steps from a later t are compared too, because other
    mistakes give none either.
    """
    found = []
    for one in exercise.typical:
        rule = CUSTOM.read(exercise.written(one))
        positions = trace(exercise, rule)
        later = None if np.isfinite(positions[:, 2:]).any() else trace(exercise, rule, LATER)
        found.append((positions, later, one.hint))
    return tuple(found)


def _apart(one: Matrix, other: Matrix) -> Matrix:
    """Return how far positions are apart, relative to the largest one so far; both NaN or infinite are the same."""
    with np.errstate(all="ignore"):
        apart = np.abs(one - other) / np.maximum(1.0, np.maximum.accumulate(np.abs(other), axis=1))
    broken, also = ~np.isfinite(one), ~np.isfinite(other)
    return np.where(broken | also, np.where(broken & also, 0.0, np.inf), apart)


def _first(differs: NDArray[np.bool_]) -> int | None:
    """Return the first step at which a sequence differs, None for never."""
    found = np.flatnonzero(differs.any(axis=0))
    return int(found[0]) // 2 if len(found) else None
