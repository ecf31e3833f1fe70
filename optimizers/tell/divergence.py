"""The sentence on runs that diverge or fall without end: which optimizers, from which starts, and why."""

from collections.abc import Sequence

from ..query.naming import listed, unlike
from ..run.runs import Run
from .case import LONGEST, Case
from .marks import number, plain
from .words import NUMBERS, say


def diverged(case: Case) -> str:
    """Return which optimizers diverge from which starts, and the limit of stability that was exceeded, if known.

    A start where f has no finite value is named instead.
    """
    diverging = [run for run in case.runs if case.diverges(run) and case.can_begin(run.start)]
    rounded = [run for run in diverging if _rounded(case, run)]
    certain = [run for run in diverging if not _rounded(case, run)]
    broken = [run for run in certain if _breaks(case, run)]
    gone = [run for run in certain if not _breaks(case, run)]
    falling = [run for run in case.runs if case.falls(run)]
    parts = []
    if gone and len(gone) == len(case.runs) > 1 and not case.alone:
        parts.append(say("all diverge"))
    elif gone:
        parts.append(_from_where(case, gone, "diverge"))
    if gone and (reason := _reason(case, gone)):
        parts[-1] += reason
    if broken:
        parts.append(say("stops", who=_from_where(case, broken, "stop")))
    if rounded:
        parts.append(say("rounding diverges", who=_who(case, rounded, "diverge")))
    nowhere = [start for start in case.starts if not case.can_begin(start)]
    if nowhere:
        labels = listed([case.label(one) for one in nowhere])
        parts.insert(0, say("nowhere", starts=labels))
    if falling:
        typed = case.scenario.surface.definition.typed  # it may also have come to where f has no finite value
        how = "fall off" if typed else "fall"
        parts.append(say("falls", who=_from_where(case, falling, how), reason=case.without_minimum))
    shown = parts[:1]
    for part in parts[1:]:
        if len(plain(". ".join([*shown, part]))) < LONGEST:
            shown.append(part)
    return ". ".join(shown) + "." if shown else ""


def _rounded(case: Case, run: Run) -> bool:
    """Return whether ``run`` diverges only after rounding has decided its path, and not because it must."""
    return case.limit(run) is None and run.diverged_at is not None and case.rounded(run, run.diverged_at)


def _breaks(case: Case, run: Run) -> bool:
    """Return whether an update that a person has typed gives no finite number before ``run`` has gone anywhere."""
    typed = case.optimizers[run.optimizer].rule.typed is not None
    return typed and run.diverged_at is not None and run.diverged_at > run.steps


def _groups(case: Case, runs: Sequence[Run]) -> list[tuple[str, list[str]]]:
    """Return which optimizers do it from which starts, grouped by equal starts, most starts first."""
    starts: dict[int, list[int]] = {}
    for run in runs:
        starts.setdefault(run.optimizer, []).append(run.start)
    groups: dict[tuple[int, ...], list[int]] = {}
    for optimizer, from_ in starts.items():
        groups.setdefault(tuple(from_), []).append(optimizer)
    ranked = sorted(groups.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    return [
        (listed([case.label(start) for start in group]), [case.titles[one] for one in optimizers])
        for group, optimizers in ranked
    ]


def _from_where(case: Case, runs: Sequence[Run], does: str) -> str:
    """Return which optimizers do it from which starts, such as "From A and B, SGD diverges", or as ``_who`` does.

    does: a name in ``WORDS``.
    """
    (where, names), *others = _groups(case, runs)
    if others:
        return _who(case, runs, does)
    return say("From start", starts=where, who=listed(names), does=say(does, len(names)))


def _who(case: Case, runs: Sequence[Run], does: str) -> str:
    """Return which optimizers do it from which starts, such as "SGD diverges from A and B, and Adam from C"."""
    groups = _groups(case, runs)
    where, names = groups[0]
    first = say("who from", starts=where, who=listed(names), does=say(does, len(names)))
    return _short(
        groups, [first, *(say("others from", starts=where, who=listed(names)) for where, names in groups[1:])]
    )


def _short(groups: Sequence[tuple[str, list[str]]], clauses: Sequence[str]) -> str:
    """Return as many clauses, each of a group, as are short enough, and how many optimizers the others have."""
    shown = [clauses[0]]
    for clause in clauses[1:]:
        if len(plain(", ".join([*shown, clause]))) > NUMBERS["diverging"]:
            break
        shown.append(clause)
    more = sum(len(names) for _, names in groups[len(shown) :])
    *most, last = [*shown, *([say("optimizers left", more, count=more)] if more else [])]
    return say("clauses", words=", ".join(most), last=last) if most else last


def _reason(case: Case, gone: Sequence[Run]) -> str:
    """Return the limit of stability that a run exceeds most."""
    exceeding = [
        (float(case.optimizers[run.optimizer].rates[0]), mark, case.title(run))
        for run in gone
        if (mark := case.limits[run.optimizer])
    ]
    if not exceeding:
        return ""
    rate, mark, title = max(exceeding, key=lambda one: (one[0] / one[1].value, plain(one[2])))
    shown, limit = map(number, unlike(rate, mark.value))
    named = "rate above, of" if case.compound else "rate above, whose"
    words = "rate above" if len({other.optimizer for other in gone}) == 1 else named
    return say(words, rate=shown, name=title, formula=mark.formula, limit=limit)
