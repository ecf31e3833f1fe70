"""The sentences on first steps: whose points best at the minimum from each start, and whose worst."""

from collections.abc import Sequence
from typing import NamedTuple

from ..query.naming import SHOWN, listed
from .case import LONGEST, Case
from .marks import number, plain
from .words import NUMBERS, say

CLEAR, STARTS = NUMBERS["clear"], NUMBERS["aims"]


class Aim(NamedTuple):
    """First steps from a start: the titles and the angle to the minimum of the best and of the worst, in whole degrees.

    between: whether other optimizers' steps lie between them.
    """

    start: int
    best: list[str]
    low: str
    worst: list[str]
    high: str
    between: bool

    def turns(self, before: "Aim | None") -> bool:
        """Return whether best and worst are exchanged."""
        if before is None or self.between or before.between:
            return False
        return set(self.best) == set(before.worst) and set(self.worst) == set(before.best)


def first_steps(case: Case) -> str:
    """Compare the best and the worst aimed first step from each start; steps with the same rounded angle are equal."""
    aims = [aim for start in case.starts if (aim := _aim(case, start)) is not None]
    kept: list[str] = []
    for before, aim in zip([None, *aims], aims, strict=False):
        ways = [_sentence(case, aim, before, shown) for shown in ((SHOWN, 1) if not kept else (SHOWN,))]
        sentence = next((one for one in ways if len(plain(" ".join([*kept, one]))) <= LONGEST), ways[-1])
        if len(kept) == STARTS or (kept and len(plain(" ".join([*kept, sentence]))) > LONGEST):
            break
        kept.append(sentence)
    more = len(aims) - len(kept)
    if more:
        kept.append(say("more starts", more, count=more))
    return " ".join(kept)


def _aim(case: Case, start: int) -> Aim | None:
    aimed = [
        (float(angle), run) for run in case.of_start(start) if (angle := run.metrics.first_angle_to_minimum) is not None
    ]
    angles = [angle for angle, _ in aimed]
    if not aimed or any(case.rounded(run, 1) for _, run in aimed) or max(angles) - min(angles) < CLEAR:
        return None
    low, high = (f"{choose(angles):.0f}" for choose in (min, max))
    best, worst = ([case.title(run) for angle, run in aimed if f"{angle:.0f}" == shown] for shown in (low, high))
    return Aim(start, best, low, worst, high, len(best) + len(worst) < len(aimed))


def _sentence(case: Case, aim: Aim, before: Aim | None, shown: int) -> str:
    start, turned = case.label(aim.start), aim.turns(before)
    low, high = (number(say("degrees", angle=angle)) for angle in (aim.low, aim.high))
    best, worst = (listed(names, shown) for names in (aim.best, aim.worst))
    many = max(len(aim.best), len(aim.worst)) > shown + 1
    if case.compound or many:
        if turned:
            return say("turned, of", start=start, low=low, best=best, high=high, worst=worst)
        rest = say("for the others" if aim.between else "for the worst", high=high, worst=worst)
        kind = "steps of" if before else "first steps of"
        return say(kind, start=start, low=low, best=best, minimum=case.minimum, rest=rest)
    if turned:
        return say("turned", start=start, best=best, low=low, worst=worst, high=high)
    if aim.between:
        rest = say("aim of the others", high=high, worst=worst)
    else:
        rest = say("aim of the worst", worst=_possessive(aim.worst), high=high)
    kind = "aims" if before else "first aims"
    whose, count = _possessive(aim.best), len(aim.best)
    return say(kind, count, start=start, best=whose, low=low, minimum=case.minimum, rest=rest)


def _possessive(names: Sequence[str]) -> str:
    return listed([say("whose", name=name) for name in names])
