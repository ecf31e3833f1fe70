"""The verdict: one or two sentences on a scenario, which rules make from the numbers.

Each rule returns a sentence, or an empty text if the numbers do not answer its question. The rules ask in this order:
which runs diverge, and why; whether an optimizer that a person has typed equals one of the catalog; from which starts
nothing can move, or which starts are inside already; whose first step points at the minimum; which run escapes the
saddle first; which stays at a minimum first; which reaches one first; which oscillates. The first two sentences that
fit into ``LONGEST`` characters are the verdict. Whether a run stays or diverges is decided after its continuation. No
sentence names a step or a count that rounding decides.
"""

from collections.abc import Callable, Sequence

from ..query.naming import counted, listed
from ..query.scenario import Scenario
from ..run.continuation import Continuation, continuations
from ..run.fairness import PlannedOptimizer
from ..run.runs import Run
from .case import LONGEST, Case
from .divergence import diverged
from .parting import parted
from .race import escaped, reached, stays

SENTENCES = 2
CLEAR = 1.0  # degrees: first steps that differ by less point the same way
SHOWN = 3  # starts whose first steps are compared
AIM = "First steps off the line to the"
OFTEN = 4  # flips in both coordinates together; with so many a run oscillates


def verdict(
    scenario: Scenario,
    runs: Sequence[Run],
    ahead: Sequence[Continuation] | None = None,
    decided: Sequence[int | None] | None = None,
    optimizers: Sequence[PlannedOptimizer] | None = None,
) -> str:
    """Return the verdict on ``runs``, all those of ``scenario``. Plain text, at most about ``LONGEST`` characters.

    ahead: how the runs continue, by default as ``continuations`` finds it. decided: the step from which rounding
    decides each run, by default as ``horizon`` finds it. optimizers: as they run, by default as ``resolve`` finds them.

    >>> from optimizers import Scenario, simulate
    >>> scenario = Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")
    >>> verdict(scenario, simulate(scenario))
    'SGD stays in the ring, from A since step 59. SGD oscillates: 13 changes of direction from A.'
    """
    case = Case.of(scenario, runs, continuations(scenario, runs) if ahead is None else ahead, decided, optimizers)
    kept: list[str] = []
    for rule in RULES[:1] if all(case.diverges(run) for run in runs) else RULES:
        sentence = rule(case)
        if sentence and len(kept) < SENTENCES and (not kept or len(" ".join([*kept, sentence])) <= LONGEST):
            kept.append(sentence)
    return " ".join(kept) or f"{case.without_minimum[0].upper()}{case.without_minimum[1:]}, so no run can arrive."


def _still(case: Case) -> str:
    """Return which starts have a gradient of exactly zero, or lie on a line to a saddle that no run leaves."""
    if case.noisy:
        return ""
    minima = [case.label(start) for start in case.starts if case.at_minimum(start)]
    saddles, maxima = (
        [case.label(start) for start in case.starts if case.still(start) and case.at(start) in points]
        for points in (case.saddles, case.maxima)
    )
    lines = [(start, line) for start in case.starts if (line := case.line_to_saddle(start))]
    parts = []
    if minima:
        parts.append(f"{listed(minima)} {_is(minima, 'a minimum', 'minima')}: the gradient is zero there")
    if saddles:
        parts.append(f"{listed(saddles)} {_is(saddles, 'a saddle point', 'saddle points')}: the gradient is zero there")
    if maxima:
        parts.append(f"{listed(maxima)} {_is(maxima, 'a maximum', 'maxima')}: the gradient is zero there")
    if lines:
        labels, line = [case.label(start) for start, _ in lines], lines[0][1]
        verb = "lies" if len(labels) == 1 else "lie"
        parts.append(f"{listed(labels)} {verb} on the line {line}, along which the gradient leads to the saddle")
    return "; ".join(parts) + "." if parts else ""


def _inside(case: Case) -> str:
    """Return which starts are inside before the first step."""
    there = [case.label(start) for start in case.starts if case.begins_inside(start) and not case.at_minimum(start)]
    return f"{listed(there)} {'lies' if len(there) == 1 else 'lie'} {case.where} from the start." if there else ""


def _is(labels: Sequence[str], one: str, many: str) -> str:
    return f"is {one}" if len(labels) == 1 else f"are {many}"


def _first_directions(case: Case) -> str:
    """Compare the best and the worst aimed first step from each start; steps with the same rounded angle are equal."""
    parts = []
    for start in case.starts:
        aimed = [(float(angle), run) for run in case.of_start(start) if (angle := _first_angle(run)) is not None]
        if not aimed or any(case.rounded(run, 1) for _, run in aimed):
            continue
        best, worst = (f"{choose(angle for angle, _ in aimed):.0f}" for choose in (min, max))
        if max(angle for angle, _ in aimed) - min(angle for angle, _ in aimed) < CLEAR:
            continue
        angles = [
            f"{listed([case.title(run) for angle, run in aimed if f'{angle:.0f}' == shown])} {shown}°"
            for shown in (best, worst)
        ]
        parts.append(f"from {case.label(start)} {', '.join(angles)}")
    if not parts:
        return ""
    shown = parts[:1]
    for part in parts[1:SHOWN]:
        if len(f"{AIM}: {'; '.join([*shown, part])}") <= LONGEST:
            shown.append(part)
    more = len(parts) - len(shown)
    angles = [*shown, *([f"and so on from {counted(more, 'more start')}"] if more else [])]
    return f"{AIM} {case.minimum}: {'; '.join(angles)}."


def _first_angle(run: Run) -> float | None:
    return run.metrics.first_angle_to_minimum


def _oscillates(case: Case) -> str:
    """Return which run turned back most often, if no other optimizer did so as often.

    It is empty with noise, or if rounding decides how often.
    """
    flips = [(sum(run.metrics.flips), run) for run in case.runs if run.metrics.flips is not None]
    if not flips:
        return ""
    count, most = max(flips, key=lambda pair: pair[0])
    others = [other for other, run in flips if run.optimizer != most.optimizer]
    if count < OFTEN or count <= max(others, default=-1) or case.rounded(most, most.steps):
        return ""
    word = " most" if others else ""
    return (
        f"{case.title(most)} oscillates{word}: {counted(count, 'change')} of direction from {case.label(most.start)}."
    )


RULES: tuple[Callable[[Case], str], ...] = (
    diverged,
    parted,
    _still,
    _inside,
    _first_directions,
    escaped,
    stays,
    reached,
    _oscillates,
)
