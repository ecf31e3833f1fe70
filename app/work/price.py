"""What jobs cost, in milliseconds of CPU, from what can be counted before anything is computed.

The numbers were measured for scenarios whose surface had not been requested before; ``tests/app/work/test_price.py``
compares them with what jobs take. On another machine all are wrong by the same factor, which matters little: prices
order jobs and bound queues.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from optimizers import Scenario
from optimizers.run.tuning import grid_of, judged_steps
from optimizers.surfaces.bound import BoundSurface

from .job import LOOP, Job, T


@dataclass(frozen=True, slots=True)
class Price:
    """The price of jobs of one kind: for each job, and for each optimizer, run and point of its scenario.

    solves: how often a job takes all steps of the runs of solvers, which cost much more.
    """

    job: float
    optimizer: float = 0.0
    run: float = 0.0
    point: float = 0.0
    solves: float = 0.0

    def of(self, scenario: Scenario) -> float:
        """Return the price of a job on a scenario, in ms. Finding tuned rates is not included."""
        optimizers = len(scenario.optimizers)
        runs = optimizers * len(scenario.starts)
        typed = scenario.surface.definition.operations
        played = (self.point + PLAYED * typed) * scenario.points
        solved = self.solves * price_of_solvers(scenario) if self.solves else 0.0
        return _once(scenario.surface) + self.job + self.optimizer * optimizers + self.run * runs + played + solved

    def make(self, scenario: Scenario, build: Callable[..., T], *arguments: Any) -> Job[T]:
        """Return the job that calls ``build`` with ``arguments``. The rates of fair=tuned are found before it."""
        return Job(build, arguments, self.of(scenario), scenario=scenario)


SEARCHED: Final = 8  # to find the minima of a typed surface, and its starts and rates
TYPED: Final = 0.15  # for each number, name and operation of it: they are read, differentiated and written as tapes
PLAYED: Final = 0.00002  # for each of them at each point

TRAJECTORIES: Final = Price(0.15, run=0.01, point=0.0002, solves=1)  # half of the price of a point is its compression
# Of a page, the points are those of the continuations for the verdict, and most solves are copies that rounding nudges.
PAGE: Final = Price(5, optimizer=0.4, run=0.15, point=0.003, solves=12)
LESSON: Final = Price(30, optimizer=0.4, run=0.15, point=0.003, solves=12)  # with the runs that measure its numbers
# A poster solves once; only where a run diverges it is continued, with copies.
OFFLINE: Final = Price(20, optimizer=0.6, run=0.4, point=0.0055, solves=25)  # a third of it is compression
POSTER: Final = Price(3, optimizer=0.3, run=0.11, point=0.0003, solves=2.5)
PNG: Final = Price(50, optimizer=36, run=1, point=0.001, solves=2.5)
VERDICT: Final = Price(0.3, run=0.07, point=0.0026, solves=12)
SURFACE: Final = Price(4)  # contours; of a surface with a narrow valley several times as much
STEPS: Final = Price(2.4, point=0.00002, solves=2)  # most of it for the loss along the step
CONTINUATIONS: Final = Price(0.1, run=0.002, point=0.0018, solves=8)
CSV: Final = Price(0.9, run=0.05, point=0.006, solves=2)
JSON: Final = Price(1, run=0.08, point=0.0065, solves=8)
PROGRAM: Final = Price(6)
QR: Final = Price(60)  # the longest link; a short one takes a tenth
ENTRY: Final = 2.0  # formulas as MathML
WORDS: Final = Price(0.2, run=0.01)  # caption, description, citation


def of_surface(surface: BoundSurface) -> float:
    """Return the price of the grid of a surface, in ms."""
    return SURFACE.job + _once(surface)


def of_offline(scenario: Scenario, explained: int, lesson: str) -> float:
    """Return the price of a page in one file that explains so many steps, in ms. lesson: whose text it has, if any."""
    return OFFLINE.of(scenario) + explained * STEPS.of(scenario) + (LESSON.job - PAGE.job if lesson else 0)


def of_entry(surface: BoundSurface | None) -> float:
    """Return the price of an entry of the catalog, in ms. surface: if it is one."""
    return ENTRY + (_once(surface) if surface else 0.0)


def price_of_search(surface: BoundSurface) -> float:
    """Return what it costs to search a typed surface, in ms."""
    return SEARCHED + TYPED * surface.definition.operations


def _once(surface: BoundSurface) -> float:
    """Return what it costs to find the landmarks of a surface, in ms."""
    return surface.definition.preparation + (price_of_search(surface) if surface.definition.operations else 0.0)


TRIAL: Final = 0.02  # ms for each learning rate that is tried
TRIED_STEP: Final = 0.000025  # ms for each step of such a trial


SOLVER: Final = LOOP  # ms, so that no solver is run on the event loop; the first one of a process loads SciPy
SOLVED_RUN: Final = 1.0  # ms for each run of a solver
SOLVED_STEP: Final = 0.04  # ms for each of its steps, measured on line searches, because the other methods soon stop


def price_of_solvers(scenario: Scenario) -> float:
    """Return what it costs to take all steps of the runs of solvers, in ms."""
    runs = sum([one.rule.solver is not None for one in scenario.optimizers]) * len(scenario.starts)
    return SOLVER + runs * (SOLVED_RUN + SOLVED_STEP * scenario.steps) if runs else 0.0


def price_of_tuning(scenario: Scenario, index: int) -> float:
    """Return what it costs to find the rate of one optimizer for fair=tuned, in ms."""
    trials = len(grid_of(scenario.optimizers[index].rule))
    return trials * (TRIAL + TRIED_STEP * judged_steps(scenario) * len(scenario.starts))
