"""The sentences on which optimizer is first from each start to stay at a minimum, reach one, or escape a saddle."""

from collections.abc import Callable, Collection, Mapping, Sequence

from ..query.naming import EITHER, LIST, listed
from ..run.runs import Run
from ..run.solving import solve
from .case import Case
from .marks import number, plain
from .words import NUMBERS, say

MOST, SENTENCE, ROOM = int(NUMBERS["clauses"]), NUMBERS["sentence"], NUMBERS["room"]

Clause = tuple[Sequence[int], str]
"""The starts that only this clause names, and its words."""
Winners = tuple[int, list[str]]
"""A step, and the titles of the optimizers that are first at it."""


def stays(case: Case) -> str:
    """Return which optimizer is the first to stay from each start, and what is known about the other starts."""
    if not case.minima:
        return ""
    open_starts = [start for start in case.starts if not _settled(case, start)]
    won = _winners(case, open_starts, case.stays)
    open_race = [start for start, (step, _) in won.items() if _balanced_before(case, start, step)]
    rest = [start for start in open_starts if start not in won]
    clauses = _too_soon(case, rest)
    without = []
    for start in (start for start in rest if not _late(case, start)):
        if clause := _only_until(case, start) or _balancing(case, start):
            clauses.append(([start], clause))
        else:
            without.append(start)
    won, rounded = _sure(case, won, open_race)
    if rounded:
        which = "rounding, alone" if case.alone else "rounding"
        clauses.append((rounded, say(which, starts=_labels(case, rounded), who=case.titles[0], where=case.where)))
    if won:
        return _race(case, won, "stay", without, clauses)
    if without:
        touched = any(run.metrics.reached is not None for start in without for run in case.of_start(start))
        return _joined(_none_does(case, "stay" if touched else _reach(case), without), [], clauses)
    return _joined(clauses[0][1], [], clauses[1:], MOST - 1) if clauses else ""


def _race(
    case: Case,
    won: Mapping[int, Winners],
    does: str,
    without: Sequence[int],
    clauses: Sequence[Clause] = (),
    left: Collection[int] = (),
) -> str:
    """Return who is the first to do it from the starts that there is room for, and the clauses on the others.

    left: starts that only the scoreboard tells about.
    """
    named = dict(won)
    while len(named) > 1 and len(plain(_sentence(case, named, does))) > SENTENCE:
        named.popitem()
    local = _local(case, named) if does == "stay" else []
    always = [*([_none(case, without)] if without else []), *local]
    return _joined(_sentence(case, named, does), always, clauses, left={*left, *(won.keys() - named.keys())})


def _joined(
    first: str, always: Sequence[Clause], clauses: Sequence[Clause], most: int = MOST, left: Collection[int] = ()
) -> str:
    """Return a sentence with the clauses that there is room for, and how many starts the others and ``left`` have."""
    shown, left = [first], {*left, *(start for starts, _ in clauses[most:] for start in starts)}
    for starts, words in [*always, *clauses[:most]]:
        if len(plain("; ".join([*shown, words]))) <= ROOM:
            shown.append(words)
        else:
            left |= set(starts)
    text = "; ".join([*shown, *([say("starts left", len(left), count=len(left))] if left else [])])
    return f"{text[0].upper()}{text[1:]}."


def reached(case: Case) -> str:
    """Return which optimizer is the first to reach a minimum, unless it is also the first to stay."""
    if not case.minima:
        return ""
    outside = [start for start in case.starts if not case.begins_inside(start)]
    won = _winners(case, outside, lambda run: run.metrics.reached)
    staying = _winners(case, outside, case.stays)
    if all(start in staying and names == staying[start][1] for start, (_, names) in won.items()):
        return ""
    without = [start for start in outside if start not in won]
    won, rounded = _sure(case, won)
    return _race(case, won, _reach(case), without, left=rounded) if won else ""


def escaped(case: Case) -> str:
    """Return which optimizer is the first below the saddle, if there is no minimum to reach."""
    if case.minima or not case.saddles:
        return ""
    won = _winners(case, case.starts, lambda run: run.metrics.escape_step)
    without = [start for start in case.starts if start not in won]
    below = [start for start, (step, _) in won.items() if step == 0]
    clauses = [(below, say("below", len(below), starts=_labels(case, below)))] if below else []
    won, rounded = _sure(case, {start: winners for start, winners in won.items() if winners[0] > 0})
    if won:
        return _race(case, won, "escape", without, clauses, rounded)
    if without:
        return _joined(_none_does(case, "escape", without), [], clauses, left=rounded)
    return ""


def _local(case: Case, won: Mapping[int, Winners]) -> list[Clause]:
    """Return the starts from which the first to stay do so at a minimum that is not the lowest, or on such a circle.

    The sentence before has named the starts.
    """
    found: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for start, (_, winners) in won.items():
        local = [run for run in case.of_start(start) if case.title(run) in winners and case.local(run)]
        for circle in (False, True):
            names = tuple(case.title(run) for run in local if case.on_circle(run) == circle)
            if names:
                found.setdefault((names, circle), []).append(start)
    count, circles = sum(len(names) for _, names in won.values()), {circle for _, circle in found}
    every = count == sum(len(names) * len(at) for (names, _), at in found.items())
    if every and len(circles) == 1 and (count > 1 or case.alone):
        one, several = ("circle", "circles") if circles == {True} else ("local minimum", "local minima")
        which = "one local" if count == 1 else "both local" if count == 2 else "all local"
        return [([], say(which, where=say(one if count == 1 else several)))]
    return [
        ([], _at_local(case, starts, names, say("circle" if circle else "local minimum")))
        for (names, circle), starts in found.items()
    ]


def _at_local(case: Case, starts: Sequence[int], names: Sequence[str], where: str) -> str:
    which = "local, alone" if case.alone else "local"
    return say(which, len(names), starts=_labels(case, starts), who=listed(names), where=where)


def _settled(case: Case, start: int) -> bool:
    """Return whether ``start`` is a minimum that no run leaves: another sentence says so."""
    return case.at_minimum(start) and all(not (run.x != run.x[0]).any() for run in case.of_start(start))


def _winners(case: Case, starts: Sequence[int], step_of: Callable[[Run], int | None]) -> dict[int, Winners]:
    won = {}
    for start in starts:
        steps = [(step, case.title(run)) for run in case.of_start(start) if (step := step_of(run)) is not None]
        if steps:
            first = min(step for step, _ in steps)
            won[start] = first, [name for step, name in steps if step == first]
    return won


def _balanced_before(case: Case, start: int, step: int) -> bool:
    """Return whether rounding decides whether a run stays that came inside by ``step``."""
    return any(case.balances(run) and (run.metrics.stays or 0) <= step for run in case.of_start(start))


def _sure(
    case: Case, won: Mapping[int, Winners], open_race: Sequence[int] = ()
) -> tuple[dict[int, Winners], list[int]]:
    """Return the winners whose step rounding does not decide, and the other starts, those of ``open_race`` too."""
    rounded = [
        start
        for start, (step, names) in won.items()
        if start in open_race
        or any(case.rounded(run, step) for run in case.of_start(start) if case.title(run) in names)
    ]
    return {start: winners for start, winners in won.items() if start not in rounded}, rounded


def _sentence(case: Case, won: Mapping[int, Winners], does: str) -> str:
    """Return which optimizers are first from which starts, or from which starts all of them do it at the same step."""
    groups: dict[tuple[str, ...], dict[int, Winners]] = {}
    for start, winners in won.items():
        groups.setdefault(tuple(winners[1]), {})[start] = winners
    if len(groups) == 1:
        ((names, among),) = groups.items()
        every = len(names) == len(case.titles)
        where = _at_steps(case, among, "step on" if every and does == "stay" else "step")
        words = _does(case, does, len(names)) if every else _is_first(case, does, len(names))
        return say("who from", who=listed(names), does=words, starts=where)
    said: list[str] = []
    for names, among in groups.items():
        kind, words = "next winner" if said else "winner", _is_first(case, does, len(names))
        said.append(say(kind, starts=_at_steps(case, among), who=listed(names), does=words))
    return "; ".join(said)


def _at_steps(case: Case, won: Mapping[int, Winners], words: str = "step") -> str:
    """Return "A (step 12) and B (step 9)"."""
    return listed(
        [say("at step", start=case.label(start), step=_step(case, start, one, words)) for start, one in won.items()]
    )


def _step(case: Case, start: int, winners: Winners, words: str = "step") -> str:
    """Return "step 12", and of a solver that is alone, whose steps cost more than a gradient, the evaluations."""
    step, names = winners
    for run in case.of_start(start):
        one = case.optimizers[run.optimizer]
        if step and one.rule.solver and names == [case.title(run)]:
            effort = solve(case.scenario.surface, one, case.scenario.starts[start], step).effort
            count = sum(effort)
            return say("evaluations", count, step=say(words, step=number(step)), count=count)
    return say(words, step=number(step))


def _does(case: Case, does: str, count: int) -> str:
    return say(does, count, where=case.where, there=case.there)


def _is_first(case: Case, does: str, count: int) -> str:
    return say("first", count, does=_does(case, does, 2))


def _none_does(case: Case, does: str, starts: Sequence[int]) -> str:
    alone = case.alone and say("alone does not", who=case.titles[0], does=_does(case, does, 2))
    none = alone or say("no run", does=_does(case, does, 1))
    return say("none within", none=none, starts=_labels(case, starts, EITHER), steps=_steps(case))


def _none(case: Case, starts: Sequence[int]) -> Clause:
    which = "rest, alone" if case.alone else "rest of two" if len(case.titles) == 2 else "rest"
    return starts, say(which, starts=_labels(case, starts), steps=_steps(case))


def _only_until(case: Case, start: int) -> str:
    """Return which run stays longest among those that left again when they were continued."""
    left = [
        (leaves, run)
        for run in case.of_start(start)
        if run.metrics.stays is not None and (leaves := case.going_on(run).leaves) is not None
    ]
    if not left:
        return ""
    last = max(leaves for leaves, _ in left)
    longest = [run for leaves, run in left if leaves == last]
    names = [case.title(run) for run in longest]
    rounded = any(case.going_on(run).rounded or case.rounded(run, last) for run in longest)
    until = "only a while" if rounded else "only until"
    words = {"start": case.label(start), "who": listed(names), "where": case.where, "step": number(last)}
    return say(until, len(names), **words)


def _balancing(case: Case, start: int) -> str:
    """Return which runs have stayed so far, but rounding decides whether they continue to stay."""
    names = [case.title(run) for run in case.of_start(start) if case.balances(run)]
    if not names:
        return ""
    return say("balancing", len(names), start=case.label(start), who=listed(names), where=case.where)


def _late(case: Case, start: int) -> list[str]:
    """Return the optimizers whose runs end inside, whatever the rounding, but came too late to count as staying."""
    ended = [run for run in case.of_start(start) if run.metrics.stays is None and run.steps == case.scenario.steps]
    return [case.title(run) for run in ended if case.inside_at_end(run) and not case.rounded(run, run.steps)]


def _too_soon(case: Case, starts: Sequence[int]) -> list[Clause]:
    """Return which runs end inside but came too late to count as staying, with starts grouped by optimizers."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for start in starts:
        if names := _late(case, start):
            groups.setdefault(tuple(names), []).append(start)
    return [
        (
            among,
            say("late", len(names), starts=_labels(case, among), who=listed(names), where=case.where),
        )
        for names, among in groups.items()
    ]


def _reach(case: Case) -> str:
    return "come" if case.target.radius is None else "reach"


def _labels(case: Case, starts: Sequence[int], joined: str = LIST) -> str:
    return listed([case.label(start) for start in starts], joined=joined)


def _steps(case: Case) -> str:
    return say("steps", case.scenario.steps, count=case.scenario.steps)
