"""The parts that both programs share: their head, and the scenario in Python.

The parts refer to each other's names in the program, so they are in one file.
"""

import json
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import numpy as np

from ...form.reader import read
from ...form.scopes import unused
from ...form.write_python import literal
from ...query import schedules
from ...query.conditions import VERSION
from ...query.scenario import Scenario
from ...query.titles import titles
from ...rules.rule import Rule
from ...run.draws import STREAM
from ...run.fairness import Pace, PlannedOptimizer
from ...run.tuning import caption, resolve
from ...surfaces.surface import Surface
from ...terms.parameters import Value
from ...terms.text import AS_IT_IS
from .functions import Functions

IN_QUERY = "=&," + AS_IT_IS + "%"
"""What a canonical query has encoded or keeps; all else, such as letters of labels, is encoded here."""

WIDTH = 120
INDENT = 8  # of the arguments of an optimizer

NAMES = (
    *(
        "FLOOR",
        "Function",
        "SCHEDULES",
        "STEPS",
        "Written",
        "batches",
        "descend",
        "draw_batches",
        "gradient",
        "hessian",
        "label",
    ),
    *("length_and_direction", "of_rows"),
    *("multiplier", "multipliers", "needed", "noise", "np", "optimizer", "optimizers", "positions", "q", "runs"),
    *("schedules", "solved", "start", "starts", "title", "torch", "value", "x", "y"),
)
"""What a program has at its top besides rules, surfaces and their helpers."""

MULTIPLIERS = """\
multiplier = schedules()
SCHEDULES = {}


def multipliers(schedule, warmup, every, gamma):
    \"""Return what a learning rate is multiplied by at each step.\"""
    shape = SCHEDULES.index(schedule)
    return np.array([multiplier(t + 1.0, shape, STEPS, warmup, every, gamma) for t in range(STEPS)])
"""

BATCHES = """\
# The rules see the loss of a minibatch at each step, the same for all; whether a run goes on is decided by all data.
def draw_batches():
    \"""Return the rows of each step's minibatch: those of a permutation in each epoch, one batch after the other.\"""
    generator = np.random.Generator(np.random.PCG64([{seed}, {stream}]))
    drawn = []
    while len(drawn) < STEPS:
        rows = generator.permutation({rows})
        drawn += [rows[at : at + {size}] for at in range(0, {rows}, {size})]
    return drawn[:STEPS]


def of_rows(rows):
    \"""Return the surface's constants of some rows: how many numbers they are, then each row's input and target.\"""
    pairs = q[1:].reshape(-1, 2)[rows].reshape(-1)
    return {constants}


batches = draw_batches()
"""

ENDING = """\
runs = {
    (title, label): $descend(start, **optimizer)
    for title, optimizer in optimizers.items()
    for label, start in starts.items()
}

for (title, label), positions in runs.items():
    x, y = positions[-1].tolist()
    print(f"{title} from {label}: x = {x}, y = {y} after {len(positions) - 1} steps")
"""


class Parts:
    """The pieces of a program for one scenario.

    names: of the function that holds the surface, and of those that hold the rules.
    optimizers, titles: the optimizers as they run, and what they are called. noisy, batched, grafted, needing,
    scheduled, decayed: what it asks for. functions: writes the functions of rules and surfaces, and knows what they
    need at the top of the file; elementary: whether with the library's elementary functions or with NumPy's.
    """

    def __init__(self, scenario: Scenario, elementary: bool = True) -> None:
        self.scenario = scenario
        self.optimizers = resolve(scenario)
        self.titles = titles(scenario)
        self.surface = scenario.surface.definition
        taken = set(NAMES)
        entries: dict[Rule | Surface, None] = dict.fromkeys([self.surface, *(one.rule for one in self.optimizers)])
        self.names = {entry: unused(entry.name.replace("-", "_"), taken) for entry in entries}
        self.functions = Functions(taken, elementary)

    @property
    def noisy(self) -> bool:
        return self.scenario.conditions["noise"] != 0

    @property
    def batched(self) -> bool:
        return self.scenario.surface.batch != 0

    @property
    def grafted(self) -> bool:
        return any(one.length_from is not None for one in self.optimizers)

    @property
    def needing(self) -> bool:
        """Whether a rule needs more than the gradient, or reads its position, which matters where steps are from 0."""
        return any(one.rule.needs or (self.grafted and one.rule.reads_position) for one in self.optimizers)

    @property
    def scheduled(self) -> bool:
        return not all(one.pace.constant and one.length_pace.constant for one in self.optimizers)

    @property
    def solving(self) -> bool:
        return any(one.rule.solver for one in self.optimizers)

    @property
    def stepping(self) -> bool:
        """Whether an optimizer is a rule that takes one step after another, and no solver."""
        return not all(one.rule.solver for one in self.optimizers)

    def ending(self) -> list[str]:
        """Return the lines that compute and print the runs."""
        called = "descend" if not self.solving else "solved"
        if self.solving and self.stepping:
            called = '(solved if "solve" in optimizer else descend)'
        return ENDING.replace("$descend", called).splitlines()

    @property
    def decayed(self) -> bool:
        return any(one.decay for one in self.optimizers)

    def length_optimizer_of(self, one: PlannedOptimizer) -> PlannedOptimizer:
        """Return the optimizer whose step length ``one`` takes, itself if it takes its own."""
        return self.optimizers[one.length_from] if one.length_from is not None else one

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

    def opening(self, held: list[str], *imports: str) -> list[str]:
        """Return the imports, ``imports`` among them, the helpers that ``held`` calls, and ``held``, all functions."""
        lines = [*self.functions.top(), *held]
        first = next(line for line in lines if not line.startswith("#"))
        gap = ["", ""] if first.startswith("def ") else [""]  # as formatters have it
        return [*sorted([*imports, *self.functions.numpy_imports()], key=_kind), *gap, *lines]

    def schedule(self) -> list[str]:
        """Return the functions that make scheduled rates, where there are any."""
        if not self.scheduled:
            return []
        held = self.functions.holding("schedules", "Schedules", [read(schedules.multiplier)])
        return [*held, *MULTIPLIERS.format(text(schedules.SHAPES)).splitlines(), "", ""]

    def situation(self, functions: str, constants: str) -> list[str]:
        """Return the surface and the starts; ``functions`` is what it gives, ``constants`` makes an array."""
        values = self.scenario.surface.values
        written = ", ".join(f"{p.name}={p.write(values[p.name])}" for p in self.surface.parameters if p.scale != "text")
        data, q = self._constants()
        floor = math.nan if self.scenario.surface.floor is None else self.scenario.surface.floor
        return [
            f"STEPS = {self.scenario.steps}",
            f"{functions} = {self.names[self.surface]}()",
            *data,
            f"# The surface's constants, from {written or 'no parameters'}.",
            f"q = {constants.format(q)}",
            *([f"FLOOR = {literal(floor)}  # the lowest value of f"] if self.needing else []),
            "starts = {",
            *(f"    {text(start.label)}: {numbers((start.x, start.y))}," for start in self.scenario.starts),
            "}",
        ]

    def _constants(self) -> tuple[list[str], str]:
        """Return the lines of the surface's data, and the list of its constants; a tape is not written."""
        q = [] if self.surface.typed else self.scenario.surface.q.tolist()
        if not self.scenario.surface.rows:
            return [], numbers(q)
        rows = [f"{literal(u)} {literal(t)}" for u, t in zip(q[1::2], q[2::2], strict=True)]
        lines = ["# Input and target of each row, as the surface reads them.", 'DATA = """', *rows, '"""']
        return lines, f"[{literal(q[0])}, *map(float, DATA.split())]"

    def batches(self, constants: str) -> list[str]:
        """Return the draw of the minibatches, where there are some; ``constants`` puts a number before ``pairs``."""
        if not self.batched:
            return []
        surface, seed = self.scenario.surface, int(float(self.scenario.conditions["seed"]))
        known = {"seed": seed, "stream": STREAM, "rows": surface.rows, "size": surface.batch, "constants": constants}
        return ["", "", *BATCHES.format(**known).splitlines()]

    def entries(self, write: Callable[["Parts", str, PlannedOptimizer], list[str]]) -> list[str]:
        """Return the table of the optimizers, each as ``write`` returns it."""
        lines = [
            line for title, one in zip(self.titles, self.optimizers, strict=True) for line in write(self, title, one)
        ]
        return ["optimizers = {", *lines, "}", "", ""]

    def noise(self) -> str:
        """Return the draw of the noise, the same for every run: NumPy's, which torch cannot repeat."""
        size, seed = (float(self.scenario.conditions[name]) for name in ("noise", "seed"))
        return f"{literal(size)} * np.random.Generator(np.random.PCG64({int(seed)})).standard_normal((STEPS, 2))"


def link(scenario: Scenario) -> str:
    """Return the scenario as the query of a link."""
    return f"?v={VERSION}&{quote(scenario.query, safe=IN_QUERY)}"


def text(value: str | Sequence[str]) -> str:
    """Return a string, or a list of them, as a literal of Python, in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def rates(keyword: str, pace: Pace, factor: float = 1.0) -> list[str]:
    """Return the lines of a keyword argument: the learning rates of all steps."""
    rate = literal(float(pace.rate) * factor)
    if pace.constant:
        return [f"{keyword}=[{rate}] * STEPS,"]
    written = {p.name: pace.schedule[p.name] for p in schedules.PARAMETERS}
    lines = [f"{keyword}={rate}", f"* multipliers({_values(written)}),"]
    return [" ".join(lines)] if len(" ".join(lines)) <= WIDTH - INDENT else lines


def _values(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{key}={text(one) if isinstance(one, str) else literal(one)}" for key, one in values.items())


def numbers(values: Iterable[Any]) -> str:
    """Return numbers as a list."""
    return "[" + ", ".join(literal(float(value)) for value in values) + "]"


def functions_of(parts: Parts, rule: Rule, which: str = "") -> list[str]:
    """Return the keyword arguments that are a rule's functions, and the names of what its step needs."""
    made = f"{parts.names[rule]}()"
    both = [f"{which}step={made}[0],", f"{which}point={made}[1],"]
    lines = [f"{which}step={made},"] if rule.point is None else both
    return [*lines, *([f"{which}needs={text(rule.needs)},"] if rule.needs else [])]


def hyper_parameters(one: PlannedOptimizer, values: Sequence[Any]) -> list[str]:
    """Return the keyword argument ``p``, the values of a rule's hyper-parameters, after a comment with their names."""
    names = [parameter.name for parameter in one.rule.numbers]
    derived = ["and derived constants"] if len(names) < len(values) else []
    return [f"# p: {', '.join([*names, *derived])}", f"p={numbers(values)},"]


def decay_of(one: PlannedOptimizer, rate: float = 1.0) -> list[str]:
    """Return the keyword arguments of a weight decay; ``rate``: what the learning rates are multiplied by."""
    decay = one.decay / rate if one.decoupled else one.decay
    return [f"decay={literal(decay)},", *(["decoupled=True,"] if one.decoupled else [])]


def other_decay_of(other: PlannedOptimizer) -> list[str]:
    """Return the keyword argument of the weight decay that is part of another's step length: its own, if coupled."""
    return [f"other_decay={literal(other.decay)},"] if other.decay and not other.decoupled else []


def blocks(*texts: str) -> list[str]:
    """Return the lines of a function's body, block after block; an empty one leaves nothing."""
    return [line for text in texts for line in text.splitlines()]


def signature(name: str, arguments: Sequence[str]) -> list[str]:
    """Return the head of a function: on one line, on three, or with a line for each argument, as they fit."""
    joined = ", ".join(arguments)
    if len(line := f"def {name}({joined}):") <= WIDTH:
        return [line]
    inside = [f"    {joined}"] if len(joined) <= WIDTH - 4 else [f"    {argument}," for argument in arguments]
    return [f"def {name}(", *inside, "):"]


def state_of(one: PlannedOptimizer) -> str:
    """Return the state of a rule before the first step, a pair for each variable."""
    return "[" + ", ".join(numbers(row) for row in one.state()) + "]"


def _kind(line: str) -> tuple[bool, str]:
    """Return where an import is sorted: whole modules first."""
    return line.startswith("from"), line
