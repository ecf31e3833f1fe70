"""The sentence on runs that diverge or fall without end: which optimizers, from which starts, and why."""

from collections.abc import Sequence

from ..query.naming import counted, listed, unlike
from ..run.runs import Run
from .case import LONGEST, Case

MOST = 3  # clauses, each on the optimizers with the same starts


def diverged(case: Case) -> str:
    """Return which optimizers diverge from which starts, and the limit of stability that was exceeded, if known.

    A start where f has no finite value is named instead.
    """
    diverging = [run for run in case.runs if case.diverges(run) and case.can_begin(run.start)]
    rounded = [run for run in diverging if _rounded(case, run)]
    gone = [run for run in diverging if not _rounded(case, run)]
    falling = [run for run in case.runs if case.falls(run)]
    parts = []
    if gone and len(gone) == len(case.runs) > 1 and not case.alone:
        parts.append("Every run diverges")
    elif gone:
        parts.append(_who(case, gone, "diverges"))
    if gone and (reason := _reason(case, gone)):
        parts[-1] += reason
    if rounded:
        parts.append(f"Rounding decides whether {_who(case, rounded, 'diverges')}")
    nowhere = [start for start in case.starts if not case.can_begin(start)]
    if nowhere:
        labels = listed([case.label(one) for one in nowhere])
        parts.insert(0, f"No run can begin at {labels}: f has no finite value there")
    if falling:
        typed = case.scenario.surface.definition.typed  # it may also have come to where f has no finite value
        end = "until f has no finite value" if typed else "without end"
        parts.append(f"{_who(case, falling, 'falls')} {end}: {case.without_minimum}")
    shown = parts[:1]
    for part in parts[1:]:
        if len(". ".join([*shown, part])) < LONGEST:
            shown.append(part)
    return ". ".join(shown) + "." if shown else ""


def _rounded(case: Case, run: Run) -> bool:
    """Return whether ``run`` diverges only after rounding has decided its path, and not because it must."""
    return case.limit(run) is None and run.diverged_at is not None and case.rounded(run, run.diverged_at)


def _who(case: Case, runs: Sequence[Run], does: str) -> str:
    """Return which optimizers do it from which starts; those with the same starts are named together."""
    starts: dict[int, list[int]] = {}
    for run in runs:
        starts.setdefault(run.optimizer, []).append(run.start)
    groups: dict[tuple[int, ...], list[int]] = {}
    for optimizer, from_ in starts.items():
        groups.setdefault(tuple(from_), []).append(optimizer)
    clauses: list[str] = []
    for starts_of, optimizers in list(groups.items())[:MOST]:
        verb = "" if clauses else f" {does if len(optimizers) == 1 else does.removesuffix('s')}"
        names = listed([case.titles[optimizer] for optimizer in optimizers])
        clauses.append(f"{names}{verb} from {listed([case.label(start) for start in starts_of])}")
    more = sum(len(optimizers) for optimizers in list(groups.values())[MOST:])
    return ", ".join([*clauses, *([f"and so on for {counted(more, 'more optimizer')}"] if more else [])])


def _reason(case: Case, gone: Sequence[Run]) -> str:
    """Return the first limit of stability that one of the runs exceeds."""
    for run in gone:
        if mark := case.limits[run.optimizer]:
            rate, limit = unlike(float(case.optimizers[run.optimizer].rates[0]), mark.value)
            above = f"rate {rate} is above {mark.limit} = {limit}"
            one = len({other.optimizer for other in gone}) == 1
            return f": its {above}" if one else f"; {case.title(run)}'s {above}"
    return ""
