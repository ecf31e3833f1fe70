"""What the programs share: their head, and the scenario in Python."""

import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import numpy as np

from ...query import schedules
from ...query.conditions import VERSION
from ...query.naming import titles
from ...query.scenario import Scenario
from ...run.fairness import Entrant, Pace
from ...run.tuning import caption, resolve
from ...terms.parameters import Value
from .source import Source, literal, source_of

WIDTH = 120
TORCH = {"power": "pow as power"}  # what torch calls otherwise
INDENT = 8  # of what is said of an optimizer

ENDING = """\
runs = {
    (title, label): descend(start, **optimizer)
    for title, optimizer in optimizers.items()
    for label, start in starts.items()
}

for (title, label), positions in runs.items():
    x, y = positions[-1].tolist()
    print(f"{title} from {label}: x = {x}, y = {y} after {len(positions) - 1} steps")
"""


MULTIPLIERS = """\
multiplier = schedules()
SCHEDULES = {}


def multipliers(schedule, warmup, every, gamma):
    \"""Return what a learning rate is multiplied by at each step.\"""
    shape = SCHEDULES.index(schedule)
    return np.array([multiplier(t + 1.0, shape, STEPS, warmup, every, gamma) for t in range(STEPS)])
"""


class Parts:
    """The pieces of a program for one scenario.

    field, titles: the optimizers as they run, and what they are called. noisy, grafted, scheduled, decayed: what it
    asks for.
    imports, aliases, elementary: what the functions written so far need at the top of the file.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.field = resolve(scenario)
        self.titles = titles([one.name for one in scenario.optimizers])
        self.surface = scenario.surface.definition
        self.imports: list[str] = []
        self.aliases: list[str] = []
        self.elementary: dict[str, Callable[..., Any]] = {}

    @property
    def noisy(self) -> bool:
        return self.scenario.conditions["noise"] != 0

    @property
    def grafted(self) -> bool:
        return any(one.length is not None for one in self.field)

    @property
    def scheduled(self) -> bool:
        return not all(one.pace.constant and one.lender.constant for one in self.field)

    @property
    def decayed(self) -> bool:
        return any(one.decay for one in self.field)

    def lender_of(self, one: Entrant) -> Entrant:
        """Return the optimizer whose step length ``one`` takes, itself where it takes its own."""
        return self.field[one.length] if one.length is not None else one

    def head(self, needs: str, runs: str) -> list[str]:
        """Return the comment at the top: what it shows, what is held equal, where it comes from."""
        labels = ", ".join(start.label for start in self.scenario.starts)
        lines = [
            f"{self.surface.title}: {', '.join(self.titles)} from {labels}, {self.scenario.steps} steps",
            f"Held equal and in use: {caption(self.scenario)}",
            f"Written by Optimizer Trajectories {version('optimizer-trajectories')}, NumPy {np.__version__}. {needs}",
            runs,
        ]
        rows = (row for line in lines for row in textwrap.wrap(line, WIDTH - 2))
        return [*(f"# {row}" for row in rows), f"# Scenario: {link(self.scenario)}"]

    def place(self, source: Source) -> None:
        """Move to the top of the file what belongs there."""
        self.imports += [line for line in source.imports if line not in self.imports]
        known = [line.split(" = ")[0] for line in self.aliases]
        self.elementary |= source.elementary
        self.aliases += [line for line in source.aliases if line.split(" = ")[0] not in known]

    def top(self, *more: str) -> list[str]:
        """Return the imports, ``more`` among them, and the aliases of annotations."""
        lines = {*_merged([*self.imports, *more])}
        foreign = sorted((line for line in lines if line.split()[1] in ("numpy", "torch")), key=_kind)
        ours = sorted(lines - {*foreign}, key=_kind)
        return [*ours, *([""] if ours else []), *foreign, "", *([*sorted(self.aliases), ""] if self.aliases else [])]

    def within(self, name: str, about: str, *functions: Callable[..., Any], library: str = "numpy") -> list[str]:
        """Return a function ``name`` that holds ``functions`` and their constants apart, and returns them.

        library: where their mathematics comes from, which has the same names in NumPy and in torch.
        """
        source = source_of(*functions)
        inner: list[str] = []
        if library == "torch":  # its sqrt is not that of a step, so it is imported where it counts
            named = [line for line in source.imports if line.startswith(("from numpy", "from math"))]
            inner = [re.sub("from (numpy|math)", "from torch", line) for line in named]
            inner += [f"from torch import {TORCH.get(name, name)}" for name in source.elementary]
            inner = [*_merged(inner)]
            source.elementary = {}
            source.imports = [line for line in source.imports if line not in (*named, "import numpy as np")]
            source.aliases = [line.replace("np.ndarray", "torch.Tensor") for line in source.aliases]
        self.place(source)
        body = [*inner, *([""] if inner else [])]
        for constant in source.constants:
            body += constant.splitlines()
        for definition in source.definitions:
            body += ["", *definition.splitlines()]
        body += ["", f"return {', '.join(function.__name__ for function in functions)}"]
        inside = [f"    {line}" if line else "" for line in body]
        return [*_comment(functions[0], about), f"def {identifier(name)}():", *inside, "", ""]

    def own(self) -> list[str]:
        """Return the elementary functions that what is written so far calls."""
        if not self.elementary:
            return []
        names, functions = zip(*sorted(self.elementary.items()), strict=True)
        self.elementary = {}
        return [*self.within("elementary", "", *functions), f"{', '.join(names)} = elementary()", "", ""]

    def schedule(self) -> list[str]:
        """Return the function that makes scheduled rates, where there are any."""
        if not self.scheduled:
            return []
        inside = self.within("schedules", "Schedules", schedules.multiplier)
        return [*inside, *MULTIPLIERS.format(text(schedules.SHAPES)).splitlines(), "", ""]

    def situation(self, functions: str, constants: str) -> list[str]:
        """Return the surface and the starts; ``functions`` is what it gives, ``constants`` makes an array."""
        values = self.scenario.surface.values
        told = ", ".join(f"{p.name}={p.write(values[p.name])}" for p in self.surface.parameters)
        q = constants.format(numbers(self.scenario.surface.q))
        return [
            f"STEPS = {self.scenario.steps}",
            f"{functions} = {identifier(self.surface.name)}()",
            f"# The surface's constants, from {told or 'no parameters'}.",
            f"q = {q}",
            "starts = {",
            *(f"    {text(start.label)}: {numbers((start.x, start.y))}," for start in self.scenario.starts),
            "}",
        ]

    def entries(self, write: Callable[["Parts", str, Entrant], list[str]]) -> list[str]:
        """Return the table of the optimizers, each as ``write`` has it."""
        lines = [line for title, one in zip(self.titles, self.field, strict=True) for line in write(self, title, one)]
        return ["optimizers = {", *lines, "}", "", ""]

    def noise(self) -> str:
        """Return the draw of the noise, the same for every run: NumPy's, which torch cannot repeat."""
        size, seed = (float(self.scenario.conditions[name]) for name in ("noise", "seed"))
        return f"{literal(size)} * np.random.Generator(np.random.PCG64({int(seed)})).standard_normal((STEPS, 2))"


def link(scenario: Scenario) -> str:
    """Return the scenario as the query of a link."""
    return f"?v={VERSION}&{quote(scenario.query, safe='=&,')}"


def text(value: str | Sequence[str]) -> str:
    """Return a string, or a list of them, as a literal of Python, in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def identifier(name: str) -> str:
    """Return the name of a rule or surface as one of Python."""
    return name.replace("-", "_")


def rates(keyword: str, pace: Pace, factor: float = 1.0) -> list[str]:
    """Return the lines of a keyword argument: the learning rates of all steps."""
    rate = literal(float(pace.rate) * factor)
    if pace.constant:
        return [f"{keyword}=[{rate}] * STEPS,"]
    told = {p.name: pace.schedule[p.name] for p in schedules.PARAMETERS}
    lines = [f"{keyword}={rate}", f"* multipliers({_values(told)}),"]
    return [" ".join(lines)] if len(" ".join(lines)) <= WIDTH - INDENT else lines


def _values(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{key}={text(one) if isinstance(one, str) else literal(one)}" for key, one in values.items())


def numbers(values: Iterable[Any]) -> str:
    """Return numbers as a list."""
    return "[" + ", ".join(literal(float(value)) for value in values) + "]"


def hyper_parameters(one: Entrant, values: Sequence[Any]) -> list[str]:
    """Return the keyword argument ``p``, the values of a rule's hyper-parameters, after a comment with their names."""
    names = ", ".join(parameter.name for parameter in one.rule.parameters)
    return [f"# p: {names}", f"p={numbers(values)},"]


def decay_of(one: Entrant, rate: float = 1.0) -> list[str]:
    """Return the keyword arguments of a weight decay; ``rate``: what the learning rates are multiplied by."""
    decay = one.decay / rate if one.decoupled else one.decay
    return [f"decay={literal(decay)},", *(["decoupled=True,"] if one.decoupled else [])]


def lent_of(lender: Entrant) -> list[str]:
    """Return the keyword argument of the weight decay that is part of a borrowed length: the lender's, if coupled."""
    return [f"lent={literal(lender.decay)},"] if lender.decay and not lender.decoupled else []


def chosen(template: str, flags: str) -> list[str]:
    """Return the lines of ``template`` that stand with ``flags``: those before which only such letters are."""
    return [line[3:] for line in template.splitlines() if set(line[:2]) <= {" ", *flags}]


def signature(name: str, arguments: Sequence[str]) -> list[str]:
    """Return the head of a function, on three lines where one would be too long."""
    told = ", ".join(arguments)
    line = f"def {name}({told}):"
    return [line] if len(line) <= WIDTH else [f"def {name}(", f"    {told}", "):"]


def state_of(one: Entrant) -> str:
    """Return what a rule remembers before the first step, a pair a variable."""
    return "[" + ", ".join(numbers(row) for row in one.state()) + "]"


def _merged(lines: Iterable[str]) -> Iterator[str]:
    """Yield imports, the names of one module in one line."""
    names: dict[str, set[str]] = {}
    for line in lines:
        module, _, name = line.partition(" import ")
        names.setdefault(module, set()).update([name] if name else [])
    for module, found in names.items():
        yield f"{module} import {', '.join(sorted(found))}" if found else module


def _kind(line: str) -> tuple[bool, str]:
    """Return the place of an import: whole modules first."""
    return line.startswith("from"), line


def _comment(function: Callable[..., Any], title: str) -> Iterator[str]:
    """Yield the docstring of a function's file as a comment, the page that it is; its title where there is none."""
    module = inspect.getmodule(function)
    text = inspect.getdoc(module) if module is not None else None
    for line in (text or title).splitlines():
        yield f"# {line}".rstrip()
