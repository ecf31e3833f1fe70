"""Names of the optimizers of a scenario; several of one kind are named by their differences.

``static/js/state/titles.js`` is the twin.

    RMSprop β = 0.9, RMSprop β = 0.999
    Adam with bias correction, Adam without bias correction
    SGD η = 0.1, SGD with RMSprop's step length, …

Two differences are both named. Of more, or of long ones, a name holds the first one or two that tell all optimizers of
the kind apart. Those that nothing tells apart are numbered.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from ..terms.parameters import Parameter, Value
from ..terms.text import format_number, short_number
from .choices import Choice
from .effects import idle
from .registry import parameters_of, title_of
from .scenario import Scenario

LONGEST = 40  # characters of a name with one difference
BOTH = 32  # the same with two
LENGTH = "step length"  # in the names of those of one kind that take different ones
BRIEF = 7  # characters of a number that is written in full


def titles(scenario: Scenario) -> list[str]:
    """Return a name for each optimizer, unlike all others in the scenario.

    >>> titles(Scenario.from_query("optimizer=sgd&optimizer=rmsprop,beta=0.9&optimizer=rmsprop,beta=0.999"))
    ['SGD', 'RMSprop β = 0.9', 'RMSprop β = 0.999']
    """
    kinds = [one.name for one in scenario.optimizers]
    if len(set(kinds)) == len(kinds):
        return [title_of(kind) for kind in kinds]
    return list(_titles(scenario.optimizers, str(scenario.conditions["fair"])))


def names_length(title: str) -> bool:
    """Return whether a name says whose step length its optimizer takes."""
    return LENGTH in title


@lru_cache(256)  # asked for each run of an export
def _titles(optimizers: tuple[Choice, ...], fair: str) -> tuple[str, ...]:
    found = [title_of(one.name) for one in optimizers]
    for kind, title in dict(zip((one.name for one in optimizers), found, strict=True)).items():
        indices = [index for index, one in enumerate(optimizers) if one.name == kind]
        if len(indices) > 1:
            names = _apart([title] * len(indices), _differences([optimizers[index] for index in indices], fair))
            for index, name in zip(indices, _numbered(title, names), strict=True):
                found[index] = name
    return tuple(found)


def _differences(group: Sequence[Choice], fair: str) -> list[list[str]]:
    """Return what is said of each optimizer of a kind, for everything in which those differ on which it has an effect.

    Nothing is said of an optimizer on which a parameter has none. What different texts make has no short description.
    """
    found = []
    if fair != "length" and len({one.length for one in group}) > 1:
        lengths = [f"{title_of(one.length)}'s" if one.length else "its own" for one in group]
        found.append([f"with {whose} {LENGTH}" for whose in lengths])
    for parameter in parameters_of(group[0].rule):
        name = parameter.name
        if not all(name in one.values for one in group):
            continue
        if parameter.scale == "text" and len({one.values[name] for one in group}) > 1:
            return []
        acting = [name not in idle(one, fair) for one in group]
        values = [one.values[name] for one, acts in zip(group, acting, strict=True) if acts]
        if len(set(values)) > 1:
            said = iter(_said(parameter, values))
            found.append([next(said) if acts else "" for acts in acting])
    return found


def _said(parameter: Parameter, values: Sequence[Value]) -> list[str]:
    if parameter.scale in ("switch", "choice"):
        return [parameter.named[int(parameter.number(value))] for value in values]
    numbers = [float(value) for value in values]
    texts = [text if len(text := format_number(number)) <= BRIEF else short_number(number, 4) for number in numbers]
    if len(set(texts)) < len(set(numbers)):
        texts = [format_number(number) for number in numbers]
    *zero, said = parameter.named or (f"{parameter.sign} = {{}}",)
    written = [said.replace("{}", text.replace("-", "−")) for text in texts]
    return [zero[0] if zero and number == 0 else one for number, one in zip(numbers, written, strict=True)]


def _apart(titles: Sequence[str], differences: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return names with the differences that tell all apart, or else as many as possible."""
    ways = [tuple(differences)] if len(differences) == 2 else []
    ways += [*combinations(differences, 1), *combinations(differences, 2)]
    best = titles
    for way in ways:
        names = [_called(title, said) for title, *said in zip(titles, *way, strict=True)]
        if max(map(len, names)) <= (LONGEST if len(way) == 1 else BOTH) and len(set(names)) > len(set(best)):
            best = names
    return best


def _called(title: str, said: Sequence[str]) -> str:
    words = [one for one in said if one]
    return f"{title} ({', '.join(words)})" if len(words) > 1 else " ".join([title, *words])


def _numbered(title: str, names: Sequence[str]) -> list[str]:
    """Return ``names`` with a number after those that are equal."""
    found = []
    for index, name in enumerate(names):
        number = f"{names[:index].count(name) + 1}"
        alike = names.count(name) > 1
        found.append(f"{name} {number if name == title else f'({number})'}" if alike else name)
    return found
