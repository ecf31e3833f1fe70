"""The verdict: a few sentences on a scenario, which rules make from the numbers.

Each rule returns a sentence or more, or an empty text if the numbers do not answer its question. The rules ask in this
order: which runs diverge, and why; whether an optimizer that a person has typed equals one of the catalog; from which
starts nothing can move, or which starts are inside already; whose first step points at the minimum; which run escapes
the saddle first; which stays at a minimum first; which reaches one first; which oscillates. The answers of the first
two that fit into ``LONGEST`` characters are the verdict. Whether a run stays or diverges is decided after its
continuation. No sentence names a step or a count that rounding decides.
"""

from collections.abc import Callable, Sequence

from ..query.naming import listed
from ..query.scenario import Scenario
from ..run.continuation import Continuation, continuations
from ..run.fairness import PlannedOptimizer
from ..run.runs import Run
from .aim import first_steps
from .case import LONGEST, Case
from .divergence import diverged
from .marks import Part, number, parts, plain
from .parting import parted
from .race import escaped, reached, stays
from .words import NUMBERS, say

RULES_NAMED, OFTEN = NUMBERS["rules"], NUMBERS["often"]


def verdict(
    scenario: Scenario,
    runs: Sequence[Run],
    ahead: Sequence[Continuation] | None = None,
    decided: Sequence[int | None] | None = None,
    optimizers: Sequence[PlannedOptimizer] | None = None,
) -> str:
    """Return the verdict on ``runs``, all runs of ``scenario``. Plain text, at most about ``LONGEST`` characters.

    ahead: how the runs continue, by default as ``continuations`` finds it. decided: the step from which rounding
    decides each run, by default as ``horizon`` finds it. optimizers: as they run, by default as ``resolve`` finds them.

    >>> from optimizers import Scenario, simulate
    >>> scenario = Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")
    >>> verdict(scenario, simulate(scenario))
    'SGD stays in the ring from A (step 59 on). From A, SGD oscillates: y turns back 13 times.'
    """
    return "".join(part.text for part in verdict_parts(scenario, runs, ahead, decided, optimizers))


def verdict_parts(
    scenario: Scenario,
    runs: Sequence[Run],
    ahead: Sequence[Continuation] | None = None,
    decided: Sequence[int | None] | None = None,
    optimizers: Sequence[PlannedOptimizer] | None = None,
) -> list[Part]:
    """Return the same in parts, of which some are the label of a start, the name of an optimizer, or a number."""
    case = Case.of(scenario, runs, continuations(scenario, runs) if ahead is None else ahead, decided, optimizers)
    kept: list[str] = []
    for rule in RULES[:1] if all(case.diverges(run) for run in runs) else RULES:
        sentence = rule(case)
        if sentence and len(kept) < RULES_NAMED and (not kept or len(plain(" ".join([*kept, sentence]))) <= LONGEST):
            kept.append(sentence)
    without = case.without_minimum
    return parts(" ".join(kept) or say("unreachable", reason=f"{without[0].upper()}{without[1:]}"))


def _still(case: Case) -> str:
    """Return which starts have a gradient of exactly zero, or lie on a line to a saddle that no run leaves."""
    if case.noisy:
        return ""
    minima = [start for start in case.starts if case.at_minimum(start)]
    saddles, maxima = (
        [start for start in case.starts if case.still(start) and case.at(start) in points]
        for points in (case.saddles, case.maxima)
    )
    lines: dict[str, list[int]] = {}
    for start in case.starts:
        if line := case.line_to_saddle(start):
            lines.setdefault(line, []).append(start)
    kinds = (("at minima", minima), ("at saddles", saddles), ("at maxima", maxima))
    points = [say(kind, len(found), starts=_labels(case, found)) for kind, found in kinds if found]
    clauses = [_level(case, points, sorted({*minima, *saddles, *maxima}))] if points else []
    clauses += [say("on line", len(found), starts=_labels(case, found), line=line) for line, found in lines.items()]
    return "; ".join(clauses) + "." if clauses else ""


def _level(case: Case, points: Sequence[str], starts: Sequence[int]) -> str:
    """Return which of ``starts`` are stationary points, and which runs weight decay moves away from them.

    points: the words for each kind.
    """
    said = say("clauses", words=", ".join(points[:-1]), last=points[-1]) if len(points) > 1 else points[0]
    pulled: dict[tuple[str, ...], list[int]] = {}
    for start in starts:
        if names := case.pulled(start):
            pulled.setdefault(tuple(names), []).append(start)
    if not pulled:
        return say("level", points=said)
    if [*pulled.values()] == [[*starts]]:
        return say("pulled", points=said, who=listed(next(iter(pulled))))
    pulls = [say("pulls", who=listed(names), starts=_labels(case, found)) for names, found in pulled.items()]
    return say("pulled from", points=said, pulls=", ".join(pulls))


def _labels(case: Case, starts: Sequence[int]) -> str:
    return listed([case.label(start) for start in starts])


def _inside(case: Case) -> str:
    """Return which starts are inside before the first step."""
    there = [case.label(start) for start in case.starts if case.begins_inside(start) and not case.at_minimum(start)]
    return say("begins inside", len(there), starts=listed(there), where=case.where) if there else ""


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
    most_often = "oscillates most" if others else "oscillates"
    return say(most_often, start=case.label(most.start), who=case.title(most), turns=_turns(most, count))


def _turns(run: Run, count: int) -> str:
    turning = [axis for axis, flips in zip("xy", run.metrics.flips or (), strict=False) if flips]
    return say("turns" if len(turning) == 1 else "both turn", axis=turning[0], count=number(count))


RULES: tuple[Callable[[Case], str], ...] = (
    diverged,
    parted,
    _still,
    _inside,
    first_steps,
    escaped,
    stays,
    reached,
    _oscillates,
)
