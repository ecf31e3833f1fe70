"""What is held equal, resolved: who runs with which rate, and who lends whom the length of its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..query import schedules
from ..query.choices import Choice, length_index
from ..query.decay import beside_the_step
from ..query.naming import titles
from ..query.registry import OPTIMIZERS
from ..query.scenario import Scenario
from ..rules.rule import Rule
from ..terms.parameters import Value
from ..terms.text import format_number
from ..terms.types import Matrix, Vector
from .metrics import Effort

WORDS = {"own": "own rates", "rate": "one learning rate", "length": "one step length", "tuned": "each tuned"}


Rates = Sequence[float | None]
"""For each optimizer of a scenario the learning rate found for it, None where it keeps its own."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A learning rate, and the schedule (see ``schedules``) that it follows."""

    rate: float
    schedule: Mapping[str, Value]

    @property
    def constant(self) -> bool:
        """Whether the rate is the same at every step."""
        return self.schedule["schedule"] == "constant" and self.schedule["warmup"] == 0

    def rates(self, steps: int, count: int | None = None) -> Vector:
        """Return the rate at each of the first ``count`` steps of a run of ``steps``, by default all, (count,)."""
        if self.constant:
            rates = np.empty(steps if count is None else count)
            rates.fill(self.rate)
            return rates
        return self.rate * schedules.multipliers(self.schedule, steps, count)


@dataclass(frozen=True, slots=True)
class Entrant:
    """An optimizer as it runs.

    p: (1, n) hyper-parameters and constants. rates: (steps,), its learning rate at each step; pace: the same as a
    formula.
    length: the place of the optimizer whose step length it takes, None for its own; lengths: (steps,), the learning
    rate at which that one measures, its own ``rates`` where it takes no other's length; lender: the same as a formula.
    decay, decoupled: its weight decay, and whether that is beside the step and not in the gradient.
    """

    rule: Rule
    values: dict[str, Value]
    p: Matrix
    pace: Pace
    rates: Vector
    length: int | None
    lender: Pace
    lengths: Vector
    decay: float
    decoupled: bool

    def begin(self) -> list[float]:
        """Return what the rule remembers of each coordinate before the first step, k numbers."""
        return [variable.begin(self.values) for variable in self.rule.state]

    def effort(self, lender: "Entrant") -> Effort:
        """Return what a step evaluates, with that of ``lender``, whose step length this one takes, where it does."""
        rules = [self.rule] if self.length is None else [self.rule, lender.rule]
        return Effort(
            gradients=any(rule.reads_gradient for rule in rules) + sum(rule.point is not None for rule in rules),
            losses=int(any("loss" in rule.needs for rule in rules)),
            hessians=int(any("hessian" in rule.needs for rule in rules)),
        )

    def state(self) -> Matrix:
        """Return what the rule remembers before the first step, (k, 2)."""
        return np.repeat(np.array(self.begin(), dtype=np.float64)[:, np.newaxis], 2, axis=1)


def entrants(scenario: Scenario, tuned: Rates | None = None, count: int | None = None) -> list[Entrant]:
    """Return the optimizers of ``scenario`` under its fairness mode.

    rate: all run with the first one's learning rate and schedule of it.
    length: every step has the length that the first optimizer's step would have at that point.
    tuned: the learning rates found; for an optimizer that takes another's step length, the rate of that length.
    count: how many steps they have rates for, by default those of ``scenario``.
    """
    found = tuned or [None] * len(scenario.optimizers)
    return [entrant(scenario, place, rate, count) for place, rate in enumerate(found)]


def entrant(scenario: Scenario, place: int, rate: float | None = None, count: int | None = None) -> Entrant:
    """Return the optimizer at ``place``, at its own learning rate or at ``rate``, for ``count`` steps."""
    one = scenario.optimizers[place]
    paced = scenario.optimizers[0] if scenario.conditions["fair"] == "rate" else one
    rule = OPTIMIZERS[one.name]
    length = length_of(scenario, place)
    values = {**one.values, "lr": paced.values["lr"]}
    if length is None and rate is not None:
        values["lr"] = rate
    pace = lender = Pace(float(values["lr"]), paced.values)
    rates = lengths = pace.rates(scenario.steps, count)
    if length is not None:
        lending = scenario.optimizers[0] if scenario.conditions["fair"] == "rate" else scenario.optimizers[length]
        lender = Pace(float(lending.values["lr"]) if rate is None else rate, lending.values)
        lengths = lender.rates(scenario.steps, count)
    p = rule.pack(values)[np.newaxis]
    return Entrant(rule, values, p, pace, rates, length, lender, lengths, *beside_the_step(values))


def length_of(scenario: Scenario, place: int) -> int | None:
    """Follow the lenders to the one that takes steps of its own length."""
    if scenario.conditions["fair"] == "length":
        return 0 if place else None
    source = length_index(scenario.optimizers, place)
    while source is not None and (further := length_index(scenario.optimizers, source)) is not None:
        source = further
    return source


def caption(scenario: Scenario, held: str = "") -> str:
    """Return what is held equal and every aid in use, as it stands on every plot. ``held`` replaces the first words.

    Of schedules only those that have an effect: with fair=rate all have the first one's, and the rate of an optimizer
    that takes another's step length counts only where decoupled weight decay is multiplied by it.
    """
    fair, optimizers = scenario.conditions["fair"], scenario.optimizers
    first, called = optimizers[0], titles([one.name for one in optimizers])
    words = [held or WORDS[str(fair)]]
    if fair == "rate":
        words[0] += f" for all, {format_number(float(first.values['lr']))}"
        words += [f"{_schedule(first)} for all"] if _scheduled(first) else []
    if fair == "length":
        words[0] += f", that of {called[0]}"
    else:
        sources = [length_index(optimizers, place) for place in range(len(optimizers))]
        grafts = [(called[place], called[source]) for place, source in enumerate(sources) if source is not None]
        words += [f"{name} takes the step length of {lender}" for name, lender in grafts]
    if fair != "rate":
        words += [
            f"{called[place]}: {_schedule(one)}"
            for place, one in enumerate(optimizers)
            if _scheduled(one) and (length_of(scenario, place) is None or beside_the_step(one.values)[1])
        ]
    words += [
        f"{name}: {_decay(one)}" for name, one in zip(called, optimizers, strict=True) if one.values["weight_decay"]
    ]
    noise = float(scenario.conditions["noise"])
    seed = format_number(float(scenario.conditions["seed"]))
    noisy = f"noise {format_number(noise)}, the same for all, seed {seed}" if noise else "no noise"
    return " · ".join([*words, "axes 1:1", "no clipping", noisy])


def _scheduled(one: Choice) -> bool:
    return one.values["schedule"] != "constant" or one.values["warmup"] != 0


def _schedule(one: Choice) -> str:
    warmup = format_number(float(one.values["warmup"]))
    return f"{one.values['schedule']} schedule" + (f", warm-up {warmup}" if warmup != "0" else "")


def _decay(one: Choice) -> str:
    kind = "decoupled weight decay" if beside_the_step(one.values)[1] else "weight decay"
    return f"{kind} {format_number(float(one.values['weight_decay']))}"


def noise_of(scenario: Scenario, steps: int | None = None) -> Matrix:
    """Return the noise of each step, (steps, 2): the same draws for every optimizer and start.

    steps: how many, by default those of ``scenario``; more of them begin with the same draws.
    """
    count = scenario.steps if steps is None else steps
    size = float(scenario.conditions["noise"])
    if size == 0:
        return np.zeros((count, 2))
    generator = np.random.Generator(np.random.PCG64(int(float(scenario.conditions["seed"]))))
    return size * generator.standard_normal((count, 2))
