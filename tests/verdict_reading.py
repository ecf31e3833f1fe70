"""Reads the sentences of a verdict and holds each against what is true; raises AssertionError where one is not.

Over 400 lines: one reader for each kind of sentence, and the table at the end needs all of them.
"""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.truth import surfaces
from tests.verdict_rules import Fact, Facts, names, readable

LABELS = r"[A-Z]\b(?:(?:, | and )[A-Z]\b)*"
IN_STEPS = r" in (\d+) steps?"
THERE = r"(?:in (?:the|a) ring|within the tolerance)"
ROUNDING = r"rounding decides (?:which optimizer is the first to stay|from which step .+ stays)"
LOCAL = (
    r"(?:from (?P<labels>[A-Z].*?), (?P<who>.+) (?:is|are)|(?P<all>the|both|all these) runs? (?:is|are)) "
    r"(?P<where>at (?:a minimum that is not the lowest|minima that are not the lowest)|"
    r"on (?:a circle|circles) of local minima)"
)
REACH = r"(?:reach(?:es)? (?:the|a) ring|comes? within the tolerance)"


def check(text: str, facts: Facts) -> list[str]:
    """Hold every sentence of ``text`` against ``facts``; return which kind each is of."""
    kinds = []
    for title in sorted(facts.called, key=len, reverse=True):
        text = text.replace(title, readable(title))
    sentences = text.removesuffix(".").split(". ")
    for sentence in sentences:
        for kind, (pattern, reader) in READERS.items():
            if (found := re.fullmatch(pattern, sentence)) is not None:
                reader(found, facts)
                kinds.append(kind)
                break
        else:
            raise AssertionError(f"a sentence of no known kind: {sentence}")
    gone = any(fact.diverges and not _by_rounding(facts, pair) for pair, fact in facts.of.items())
    certain = all(fact.ahead is not None for fact in facts.of.values())
    if certain:
        assert gone == ("diverges" in kinds), text
        assert any(fact.falls for fact in facts.of.values()) == ("falls" in kinds)
    return kinds


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return who does it from where.

    Of "From A and B, SGD and Adam diverge", or "SGD and Adam diverge from A and B, and Momentum from A".
    """
    found = set()
    text = re.sub(r" (diverges?|falls? without end)$", "", text)
    if text.startswith("From "):
        alone = re.fullmatch(r"From ([A-Z]\b(?:(?:, | and )[A-Z]\b)*), (.+)", text)
        assert alone, text
        return {(title, label) for title in names(alone[2]) for label in names(alone[1])}
    for who, where in re.findall(r"(?:^|, (?:and )?)((?:(?! from ).)+?) from ([A-Z]\b(?:(?:, | and )[A-Z]\b)*)", text):
        for title in names(re.sub(r" (diverges?|falls? without end)$", "", who)):
            found |= {(title, label) for label in names(where)}
    return found


def _by_rounding(facts: Facts, pair: tuple[str, str]) -> bool:
    """Return whether a run need not diverge, and leaves the domain only after rounding has decided its path."""
    fact, begins = facts.of[pair], facts.decided(*pair) if facts.of[pair].diverges else None
    left = fact.run.diverged_at
    return begins is not None and left is not None and begins <= left and not facts.must_diverge(fact.run)


def _whether_diverges(found: re.Match[str], facts: Facts) -> None:
    for pair in _pairs(found["who"]):
        assert facts.of[pair].ahead is None or facts.of[pair].diverges
        assert _by_rounding(facts, pair)


def _diverges(found: re.Match[str], facts: Facts) -> None:
    named = set(facts.of) if found["all"] else _pairs(found["who"])
    assert named <= set(facts.of)
    true = {pair for pair, fact in facts.of.items() if fact.diverges and not _by_rounding(facts, pair)}
    sure = {pair for pair, fact in facts.of.items() if fact.ahead is not None}
    assert named & sure == true & sure, (named, true)
    if found["rate"]:
        whose = found["whose"] or found["of"]
        titles = [whose] if whose else sorted({title for title, _ in named})
        (title,) = titles
        known = facts.limit(facts.titles.index(title))
        if facts.scenario.conditions["fair"] in ("tuned", "rate"):
            return  # the rate that ran is another
        assert known is not None
        assert known[0] > known[1]
        assert float(found["rate"]) > float(found["limit"])
        assert all(
            math.isclose(float(found[key]), value, rel_tol=5e-4)
            for key, value in zip(("rate", "limit"), known[:2], strict=True)
        )
        assert found["formula"] == known[2]


def _falls(found: re.Match[str], facts: Facts) -> None:
    assert not facts.minima
    assert _pairs(found["who"]) == {pair for pair, fact in facts.of.items() if fact.falls}


def _no_minimum(found: re.Match[str], facts: Facts) -> None:
    assert not facts.minima


def _still(found: re.Match[str], facts: Facts) -> None:
    assert not facts.scenario.conditions["noise"]
    for part in found[0].split("; "):
        points, level, pulled = part.partition(": the gradient is zero there")
        said = re.findall(
            rf"({LABELS}) (?:is|are|lies?) (a minimum|minima|a saddle point|saddle points|on the line)", points
        )
        assert said, part
        labels = [(label, kind) for group, kind in said for label in names(group)]
        for label, kind in labels:
            for fact in (facts.of[title, label] for title in facts.titles):
                begin = tuple(fact.run.x[0])
                if kind == "on the line":
                    assert (fact.run.x[:, 1] == 0).all()
                    assert begin[0] != 0
                    assert facts.name == "saddle"
                    assert not level
                else:
                    assert not fact.run.gradient[0].any()
                    assert (
                        (*begin, 0.0) in facts.minima if "minim" in kind else begin == (0, 0) and facts.name == "saddle"
                    )
        if level:
            _pulled(pulled, {label for label, _ in labels}, facts)


def _pulled(text: str, labels: set[str], facts: Facts) -> None:
    """Hold the words after "the gradient is zero there" against what moves although the gradient is zero."""
    moving = {
        (title, label)
        for title, one in zip(facts.titles, facts.scenario.optimizers, strict=True)
        for label in labels
        if one.values["weight_decay"] and (facts.of[title, label].run.x != facts.of[title, label].run.x[0]).any()
    }
    moves = text.removeprefix(", but weight decay moves ")
    moved = re.findall(rf"(?:^|, )(.+?) away(?: from ({LABELS}))?(?=,|$)", moves)
    assert bool(text) == bool(moved), text
    named = {
        (title, label) for who, where in moved for title in names(who) for label in (names(where) if where else labels)
    }
    assert named == moving, text


def _lies_inside(found: re.Match[str], facts: Facts) -> None:
    for label in names(found["labels"]):
        assert all(facts.of[title, label].reached == 0 for title in facts.titles)


def _directions(found: re.Match[str], facts: Facts) -> None:
    angles = {title: _first_angle(facts, facts.of[title, found["label"]]) for title in facts.titles}
    known = {title: angle for title, angle in angles.items() if angle is not None}
    best, worst = (names(re.sub(r"'s(?=, | and |$)", "", found[key])) for key in ("best", "worst"))
    for who, shown, choose in ((best, found["low"], min), (worst, found["high"], max)):
        assert math.isclose(choose(known.values()), int(shown), abs_tol=0.5 + 1e-6)
        for title in who:
            assert math.isclose(known[title], int(shown), abs_tol=0.5 + 1e-6)
    assert int(found["low"]) < int(found["high"])
    assert (len(best) + len(worst) < len(known)) == ("up to " in found[0])
    if "the other way round" in found[0]:
        assert facts.aims[-1] == ({*worst}, {*best})
    facts.aims.append(({*best}, {*worst}))


def _more_directions(found: re.Match[str], facts: Facts) -> None:
    apart = 0
    for label in facts.labels:
        angles = [_first_angle(facts, facts.of[title, label]) for title in facts.titles]
        known = [angle for angle in angles if angle is not None]
        apart += bool(known) and max(known) - min(known) > 1 - 1e-6
    assert len(facts.aims) + int(found["count"]) <= apart


def _first_angle(facts: Facts, fact: Fact) -> float | None:
    x = fact.run.x
    dx, dy = x[1] - x[0] if len(x) > 1 else (0.0, 0.0)
    mx, my = min((_way(x[0], *place) for place in facts.minima), key=lambda way: math.hypot(*way))
    if not (dx or dy) or not (mx or my):
        return None
    difference = abs(math.atan2(dy, dx) - math.atan2(my, mx))
    return math.degrees(min(difference, 2 * math.pi - difference))


def _way(begin: Any, x: float, y: float, radius: float) -> tuple[float, float]:
    """Return the way to a minimum, or along the radius to a circle of minima."""
    dx, dy = x - begin[0], y - begin[1]
    part = 1 - radius / math.hypot(dx, dy) if radius else 1.0
    return dx * part, dy * part


def _stays_on(fact: Fact) -> int | None:
    return fact.stays if fact.leaves is None else None


def _staying(found: re.Match[str], facts: Facts) -> None:
    where = re.findall(r"([A-Z]) \(step (\d+)(?: on)?\)", found["where"])
    facts.staying = {(title, label) for label, _ in where for title in names(found["who"])}
    for label, written in where:
        step = int(written)
        assert all((facts.decided(title, label) or step + 1) > step for title in names(found["who"]))
        certain = all(facts.of[title, label].ahead is not None for title in facts.titles)
        who = names(found["who"])
        assert all(facts.of[title, label].stays == step for title in who)
        if certain:
            assert facts.first(label, _stays_on) == (step, set(who))
    _rest(found["rest"], facts, "stays")


def _first_of_several(found: re.Match[str], facts: Facts) -> None:
    groups = [(found["where"], found["who"]), *re.findall(r"; from (.+?\)) it is ([^;]+)", found["parts"])]
    won = [(*at, who) for where, who in groups for at in re.findall(r"([A-Z]) \(step (\d+)\)", where)]
    assert len(won) > 1
    facts.staying = {(title, label) for label, _, who in won for title in names(who)}
    for label, step, who in won:
        if found["does"].startswith("stay"):
            if all(facts.of[title, label].ahead is not None for title in facts.titles):
                assert facts.first(label, _stays_on) == (int(step), set(names(who)))
        else:
            value = _escape(facts) if "escape" in found["does"] else (lambda fact: fact.reached)
            assert facts.first(label, value) == (int(step), set(names(who)))
    _rest(found["rest"], facts, "stays" if found["does"].startswith("stay") else found["does"])


def _none_does(what: str) -> Callable[[re.Match[str], Facts], None]:
    def read(found: re.Match[str], facts: Facts) -> None:
        _none(facts, names(found["labels"]), what, int(found["steps"]))
        _rest(found["rest"], facts, what)

    return read


def _parts(found: re.Match[str], facts: Facts) -> None:
    _rest("; " + found[0][0].lower() + found[0][1:], facts, "stays")


def _reaching(found: re.Match[str], facts: Facts) -> None:
    for label, step in re.findall(r"([A-Z]) \(step (\d+)\)", found["where"]):
        assert all((facts.decided(title, label) or int(step) + 1) > int(step) for title in names(found["who"]))
        assert facts.first(label, lambda fact: fact.reached) == (int(step), set(names(found["who"])))
    _rest(found["rest"], facts, "reach")


def _escape(facts: Facts) -> Callable[[Fact], int | None]:
    """Return what finds the first step below the saddle's value, 0, by the part of the way that counts."""
    tolerance = float(facts.scenario.conditions["tolerance"]) if facts.scenario.conditions["target"] == "loss" else 1e-4

    def step(fact: Fact) -> int | None:
        below = np.flatnonzero(fact.run.loss < -tolerance * abs(fact.run.loss[0]))
        return int(below[0]) if len(below) else None

    return step


def _escaping(found: re.Match[str], facts: Facts) -> None:
    assert not facts.minima
    for label, step in re.findall(r"([A-Z]) \(step (\d+)\)", found["where"]):
        assert facts.first(label, _escape(facts)) == (int(step), set(names(found["who"])))
    _rest(found["rest"], facts, "escape")


def _none(facts: Facts, labels: list[str], what: str, steps: int) -> None:
    assert steps == facts.scenario.steps
    for fact in (facts.of[title, label] for label in labels for title in facts.titles):
        if what == "stays":
            assert fact.stays is None
        elif "escape" in what:
            assert _escape(facts)(fact) is None
        else:
            assert fact.reached is None


def _rest(text: str, facts: Facts, what: str) -> None:
    for part in text.split("; ")[1:]:
        if found := re.fullmatch(rf"from (.+), (?:none does|neither does|it does not){IN_STEPS}", part):
            _none(facts, names(found[1]), what, int(found[2]))
        elif found := re.fullmatch(rf"from ([A-Z]), (.+?) stays? {THERE} only until step (\d+)", part):
            for title in names(found[2]):
                fact = facts.of[title, found[1]]
                assert fact.stays is not None
                assert fact.ahead is None or fact.leaves == int(found[3])
        elif found := re.fullmatch(rf"from ([A-Z]), (.+?) stays? {THERE} only for a while", part):
            for title in names(found[2]):
                fact = facts.of[title, found[1]]
                assert fact.stays is not None
                assert fact.ahead is None or fact.leaves is not None
                assert fact.ahead is None or facts.decided_later(title, found[1]) is not None
        elif found := re.fullmatch(rf"from ([A-Z]), rounding decides whether (.+) stays? {THERE}", part):
            for title in names(found[2]):
                known = facts.limit(facts.titles.index(title))
                unstable = known is not None and known[0] > known[1]
                fact = facts.of[title, found[1]]
                assert fact.stays is not None
                assert unstable or fact.ahead is None or facts.decided_later(title, found[1]) is not None
        elif found := re.fullmatch(rf"from (.+), {ROUNDING} {THERE}", part):
            for label in names(found[1]):
                runs = [(title, label) for title in facts.titles]
                assert any(facts.decided(*run) is not None or facts.decided_later(*run) is not None for run in runs)
        elif found := re.fullmatch(LOCAL, part):
            _local(found, facts)
        elif found := re.fullmatch(r"(.+) lies? below the saddle", part):
            assert "escape" in what
            for fact in (facts.of[title, label] for label in names(found[1]) for title in facts.titles):
                assert _escape(facts)(fact) == 0
        elif found := re.fullmatch(r"see the scoreboard for (\d+) more starts?", part):
            assert int(found[1]) < len(facts.labels)
        else:
            found = re.fullmatch(rf"from (.+?), ([A-Z][^ ].*?) (?:is|are) {THERE} at the end, but too briefly .*", part)
            assert found, part
            for fact in (facts.of[title, label] for title in names(found[2]) for label in names(found[1])):
                assert fact.inside_at_end
                assert fact.stays is None


def _local(found: re.Match[str], facts: Facts) -> None:
    """Hold where the first to stay do so against the heights of all minima."""
    pairs = facts.staying if found["all"] else set()
    if not found["all"]:
        who = facts.titles if found["who"] == "it" else names(found["who"])
        pairs = {(title, label) for title in who for label in names(found["labels"])}
        assert pairs <= facts.staying, found[0]
    assert pairs
    assert {"the": len(pairs) == 1, "both": len(pairs) == 2, "all these": len(pairs) > 2}.get(found["all"], True)
    fixed = surfaces.constants(facts.values)
    heights = [float(surfaces.value(facts.name, x + radius, y, fixed)) for x, y, radius in facts.minima]
    for x, y in (facts.of[pair].run.x[-1] for pair in pairs):
        away = [abs(math.hypot(x - mx, y - my) - radius) for mx, my, radius in facts.minima]
        nearest = away.index(min(away))
        assert heights[nearest] > min(heights) + 1e-9 * max(1.0, abs(min(heights)))
        assert bool(facts.minima[nearest][2]) == ("circle" in found["where"])


def _oscillates(found: re.Match[str], facts: Facts) -> None:
    assert not facts.scenario.conditions["noise"]
    assert facts.decided(found["who"], found["label"]) is None
    turns = {pair: _turns(facts, fact) for pair, fact in facts.of.items()}
    assert found["axes"] == " and ".join(
        axis for axis, count in zip("xy", turns[found["who"], found["label"]], strict=True) if count
    )
    counts = {pair: sum(one) for pair, one in turns.items()}
    assert counts[found["who"], found["label"]] == int(found["count"]) == max(counts.values()) >= 4
    if found["most"]:
        assert all(count < int(found["count"]) for (title, _), count in counts.items() if title != found["who"])


def _turns(facts: Facts, fact: Fact) -> list[int]:
    """Return how often x and y turned back by more than a pixel: from an extreme to beyond a pixel from it."""
    pixel, turns = surfaces.pixel(facts.name), []
    for values in fact.run.x.T:
        total = 0
        extremes: list[float] = [values[0]]
        heading = 0
        for value in values[1:]:
            if heading == 0:
                extremes.append(value)
                if max(extremes) - min(extremes) > pixel:
                    heading, top = (1 if value == max(extremes) else -1), value
            elif (value - top) * heading > 0:
                top = value
            elif abs(value - top) > pixel:
                total, heading, top = total + 1, -heading, value
        turns.append(total)
    return turns


IN = r" in (?P<steps>\d+) steps?"
REST = r"(?P<rest>(?:; (?:from|see|[A-Z]\b).*)*)"
WHERE = r"(?P<where>[A-Z] \(step \d+\).*?)"
READERS = {
    "whether diverges": (r"Rounding decides whether (?P<who>.+ diverges? from [^:;]+)", _whether_diverges),
    "diverges": (
        r"(?:(?P<all>Every run diverges)|(?P<who>From .+ diverges?|(?!From).+ diverges? from [^:;]+))"
        r"(?:(?:: its rate|; (?P<whose>.+)'s rate|; the rate) (?P<rate>\S+)(?: of (?P<of>.+))?"
        r" is above (?P<formula>\S+) = (?P<limit>\S+))?",
        _diverges,
    ),
    "falls": (
        r"(?P<who>From .+ falls? without end|(?!From).+ falls? without end from .+): the surface has no minimum",
        _falls,
    ),
    "no minimum": ("The surface has no minimum, so no run can reach one", _no_minimum),
    "still": (
        r".+ (?:the gradient is zero there(?:, but weight decay moves .+ away.*)?|"
        r"along which the gradient leads to the saddle)",
        _still,
    ),
    "inside": (rf"(?P<labels>.+) (?:is|are) already {THERE} at step 0", _lies_inside),
    "directions": (
        r"From (?P<label>[A-Z]), (?P<best>.+?'s)(?: first steps?)? points? (?P<low>\d+)° away"
        r"(?: from the (?:nearest )?minimum)?, (?P<worst>.+'s) (?P<high>\d+)°",
        _directions,
    ),
    "directions with others between": (
        r"From (?P<label>[A-Z]), (?P<best>.+?'s)(?: first steps?)? points? (?P<low>\d+)° away"
        r"(?: from the (?:nearest )?minimum)?, the others' up to (?P<high>\d+)° \((?P<worst>.+)\)",
        _directions,
    ),
    "directions the other way": (
        r"From (?P<label>[A-Z]) it is the other way round: (?P<best>.+) (?P<low>\d+)°, (?P<worst>.+) (?P<high>\d+)°",
        _directions,
    ),
    "directions of a kind": (
        r"From (?P<label>[A-Z]), (?:the first steps|they) point (?P<low>\d+)° away(?: from the (?:nearest )?minimum)? "
        r"for (?P<best>.+), and (?P<high>\d+)° for (?P<worst>.+)",
        _directions,
    ),
    "directions of a kind with others between": (
        r"From (?P<label>[A-Z]), (?:the first steps|they) point (?P<low>\d+)° away(?: from the (?:nearest )?minimum)? "
        r"for (?P<best>.+), and up to (?P<high>\d+)° for the others \((?P<worst>.+)\)",
        _directions,
    ),
    "directions of a kind the other way": (
        r"From (?P<label>[A-Z]) it is the other way round: (?P<low>\d+)° for (?P<best>.+), "
        r"and (?P<high>\d+)° for (?P<worst>.+)",
        _directions,
    ),
    "more directions": (r"See the scoreboard for (?P<count>\d+) more starts?", _more_directions),
    "staying alone": (rf"(?P<who>.+) stays? {THERE} from (?P<where>[A-Z] \(step \d+ on\).*?){REST}", _staying),
    "staying": (rf"(?P<who>.+) (?:is|are) the first to stay {THERE} from {WHERE}{REST}", _staying),
    "several": (
        r"From (?P<where>[A-Z] \(step \d+\)[^;]*?), (?P<who>[A-Z]\S[^;]*?) (?:is|are) the first to (?P<does>[^;]+)"
        rf"(?P<parts>(?:; from [A-Z] \(step [^;]+\) it is [^;]+)+){REST}",
        _first_of_several,
    ),
    "nobody stays": (
        rf"(?:No run stays|.+ does not stay) {THERE} from (?P<labels>.+?){IN}{REST}",
        _none_does("stays"),
    ),
    "nobody reaches": (
        rf"(?:No run|.+ does not) {REACH} from (?P<labels>.+?){IN}{REST}",
        _none_does("reach"),
    ),
    "parts": (
        r"From [A-Z].* (?:only until step \d+|only for a while|too briefly to count as staying|rounding decides).*",
        _parts,
    ),
    "reaching": (rf"(?P<who>.+?) (?:(?:is|are) the first to )?{REACH} from {WHERE}{REST}", _reaching),
    "escaping": (
        rf"(?P<who>.+?) (?:(?:is|are) the first to escape|escapes?) the saddle from {WHERE}{REST}",
        _escaping,
    ),
    "nobody escapes": (
        rf"(?:No run escapes|.+ does not escape) the saddle from (?P<labels>.+?){IN}{REST}",
        _none_does("escape"),
    ),
    "oscillates": (
        r"From (?P<label>[A-Z]), (?P<who>.+) oscillates(?P<most> most)?: "
        r"(?P<axes>[xy]|x and y) turns? back (?P<count>\d+) times(?: in all)?",
        _oscillates,
    ),
}
