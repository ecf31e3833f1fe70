"""The verdict: one or two sentences about the question that a scenario poses, made from the numbers by rules.

Each rule below returns a sentence, or nothing where the numbers say nothing about its question. In this order: who
diverged and why; a start at a minimum; whose first step points at the minimum; who escapes or settles first; who hits
first; who oscillates. The first two that fit into ``LONGEST`` characters are the verdict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .fairness import Entrant
from .naming import titles
from .runs import Run
from .scenario import SURFACES, Scenario
from .surfaces.surface import Surface, Values
from .tuning import resolve

LONGEST = 200
SENTENCES = 2
CLEAR = 1.0  # degrees: first steps that differ by less point the same way
SHOWN = 3  # of a longer list
OFTEN = 4  # flips, both coordinates together, from which a run oscillates


def verdict(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return the verdict on ``runs``, all those of ``scenario``. Plain text, at most about ``LONGEST`` characters."""
    case = _Case(scenario, runs, titles([one.name for one in scenario.optimizers]))
    kept: list[str] = []
    for rule in RULES[:1] if all(run.status == "diverged" for run in runs) else RULES:
        sentence = rule(case)
        if sentence and len(kept) < SENTENCES and (not kept or len(" ".join([*kept, sentence])) <= LONGEST):
            kept.append(sentence)
    return " ".join(kept) or f"No run has arrived within {scenario.steps} steps."


@dataclass(frozen=True, slots=True)
class _Case:
    scenario: Scenario
    runs: Sequence[Run]
    titles: list[str]

    def of(self, start: int) -> list[Run]:
        return [run for run in self.runs if run.start == start]

    def title(self, run: Run) -> str:
        return self.titles[run.optimizer]

    def label(self, start: int) -> str:
        return self.scenario.starts[start].label

    def starts(self) -> range:
        return range(len(self.scenario.starts))


def _diverged(case: _Case) -> str:
    gone = [run for run in case.runs if run.status == "diverged"]
    if not gone:
        return ""
    field = resolve(case.scenario)
    first = gone[0].optimizer
    reason = _reason(case.scenario, field[first])
    if len(gone) == len(case.runs) and len(case.titles) > 1:
        return f"Every run diverged{f'; {case.titles[first]}: {reason}' if reason else ''}."
    labels = [case.label(run.start) for run in gone if run.optimizer == first]
    others = sorted({run.optimizer for run in gone} - {first})
    also = f" So did {_list([case.titles[i] for i in others])}." if others else ""
    return f"{case.titles[first]} diverged from {_list(labels)}{f': {reason}' if reason else ''}.{also}"


def _reason(scenario: Scenario, one: Entrant) -> str:
    """Return why ``one`` must diverge: there is no minimum, or its constant rate is above what a quadratic allows.

    Empty where neither is so.
    SGD: 2/λmax. Momentum: 2(1+β)/λmax for the heavy ball, over (1−β) for the average (Polyak, 1964).
    """
    surface, values = SURFACES[scenario.surface.name], scenario.surface.values
    if not surface.landmarks(values).minima:
        return "the surface has no minimum"
    steady = one.length is None and one.rates.min() == one.rates.max()
    if not steady or not _quadratic(surface, values) or one.rule.name not in ("sgd", "momentum"):
        return ""
    curvature = surface.curvature(values)
    if curvature is None or one.values.get("nesterov"):
        return ""
    limit, text = 2 / curvature[1], "2/λmax"
    if one.rule.name == "momentum":
        beta = float(one.values["beta"])
        ewa = one.values["form"] == "ewa"
        limit *= (1 + beta) / (1 - beta if ewa else 1)
        text = "2(1+β)/((1−β)λmax)" if ewa else "2(1+β)/λmax"
    rate = float(one.rates[0])
    return f"its rate {rate:.4g} is above {text} = {limit:.4g}" if rate > limit else ""


def _quadratic(surface: Surface, values: Values) -> bool:
    """Tell whether the Hessian is the same at the middle and in the corners of the domain."""
    (left, right), (bottom, top) = surface.domain
    middle = 0.4 * left + 0.6 * right, 0.3 * bottom + 0.7 * top
    points = [middle, (left, bottom), (left, top), (right, bottom), (right, top)]
    q = surface.pack(values)
    return len({tuple(float(part) for part in surface.hessian(x, y, q)) for x, y in points}) == 1


def _at_minimum(case: _Case) -> str:
    minima = SURFACES[case.scenario.surface.name].landmarks(case.scenario.surface.values).minima
    there = [start.label for start in case.scenario.starts if (start.x, start.y) in minima]
    if not there:
        return ""
    return f"{_list(there)} {'is a minimum' if len(there) == 1 else 'are minima'}: the gradient is zero there."


def _first_directions(case: _Case) -> str:
    """RMSprop against SGD where both run, else the best against the worst, start by start."""
    parts = []
    for start in case.starts():
        pointed = [run for run in case.of(start) if run.metrics.first_angle_to_minimum is not None]
        pair = {case.scenario.optimizers[run.optimizer].name: run for run in reversed(pointed)}
        chosen = [pair["sgd"], pair["rmsprop"]] if {"sgd", "rmsprop"} <= set(pair) else pointed
        if len(chosen) < 2:
            continue
        best, worst = min(chosen, key=_first_angle), max(chosen, key=_first_angle)
        if _first_angle(worst) - _first_angle(best) >= CLEAR:
            told = f"{case.title(best)} {_first_angle(best):.0f}°, {case.title(worst)} {_first_angle(worst):.0f}°"
            parts.append(f"from {case.label(start)} {told}")
    return f"First steps off the line to the minimum: {'; '.join(parts[:SHOWN])}." if parts else ""


def _first_angle(run: Run) -> float:
    return float(run.metrics.first_angle_to_minimum or 0.0)


def _settled(case: _Case) -> str:
    return _race(case, "stays", "settles", "No run settles")


def _hit(case: _Case) -> str:
    """Told only where another than the one that settles first hits first: else it says nothing new."""
    new = any(_winners(case, s, "reached") != _winners(case, s, "stays") for s in case.starts())
    return _race(case, "reached", "comes within the tolerance", "") if new else ""


def _escaped(case: _Case) -> str:
    if _minima(case) or not SURFACES[case.scenario.surface.name].landmarks(case.scenario.surface.values).saddles:
        return ""
    return _race(case, "escape_step", "escapes the saddle", "No run escapes the saddle")


def _minima(case: _Case) -> bool:
    return bool(SURFACES[case.scenario.surface.name].landmarks(case.scenario.surface.values).minima)


def _winners(case: _Case, start: int, key: str) -> list[Run]:
    arrived = [run for run in case.of(start) if getattr(run.metrics, key) is not None]
    least = min((getattr(run.metrics, key) for run in arrived), default=None)
    return [run for run in arrived if getattr(run.metrics, key) == least]


def _race(case: _Case, key: str, does: str, nobody: str) -> str:
    """Return who does it first from each start, and at which step."""
    if key != "escape_step" and not _minima(case):
        return ""
    parts, without, several = [], [], []
    for start in case.starts():
        winners = _winners(case, start, key)
        if not winners:
            without.append(case.label(start))
        elif getattr(winners[0].metrics, key) > 0:
            who = _list([case.title(run) for run in winners])
            several.append(len(winners) > 1)
            parts.append((who, case.label(start), getattr(winners[0].metrics, key)))
    if not parts:
        return f"{nobody} from {_list(without)} within {case.scenario.steps} steps." if nobody and without else ""
    first = " first" if len(case.titles) > 1 else ""
    if len({who for who, _, _ in parts}) == 1:
        where = _list([f"{label} (step {step})" for _, label, step in parts])
        sentence = f"{parts[0][0]} {_plural(does) if several[0] else does}{first} from {where}"
    else:
        where = _list([f"from {label} {who} (step {step})" for who, label, step in parts])
        sentence = f"Who {does}{first}: {where}"
    return sentence + (f"; from {_list(without)} none does." if without and nobody else ".")


def _plural(does: str) -> str:
    verb, *rest = does.split(" ")
    return " ".join([verb.removesuffix("s"), *rest])


def _oscillates(case: _Case) -> str:
    """The run that turned back most often, where it did so more than any other optimizer."""
    counted = sorted(case.runs, key=lambda run: -sum(run.metrics.flips or (0, 0)))
    most = counted[0]
    others = [sum(run.metrics.flips or (0, 0)) for run in counted if run.optimizer != most.optimizer]
    count = sum(most.metrics.flips or (0, 0))
    if count < OFTEN or (others and count <= others[0]):
        return ""
    word = " most" if others else ""
    return f"{case.title(most)} oscillates{word}: {count} changes of direction from {case.label(most.start)}."


def _list(words: Sequence[str]) -> str:
    *most, last = words
    if len(most) >= SHOWN + 1:
        most, last = most[:SHOWN], f"{len(most) + 1 - SHOWN} more"
    return f"{', '.join(most)} and {last}" if most else last


RULES: tuple[Callable[[_Case], str], ...] = (
    _diverged,
    _at_minimum,
    _first_directions,
    _escaped,
    _settled,
    _hit,
    _oscillates,
)
