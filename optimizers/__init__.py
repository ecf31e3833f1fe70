"""Optimizer trajectories: update rules on 2-D cost surfaces, exactly as published.

>>> from optimizers import Scenario, simulate
>>> runs = simulate(Scenario.from_query("surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"))
>>> runs[0].x.shape
(121, 2)
"""

from .contours import Grid, sample
from .errors import Problem, ScenarioError
from .parameters import Parameter
from .rules.rule import Rule
from .scenario import OPTIMIZERS, SURFACES, Limits, Scenario
from .simulation import Piece, Run, prepare, simulate, stream
from .surfaces.surface import Surface

__all__ = [
    "OPTIMIZERS",
    "SURFACES",
    "Grid",
    "Limits",
    "Parameter",
    "Piece",
    "Problem",
    "Rule",
    "Run",
    "Scenario",
    "ScenarioError",
    "Surface",
    "prepare",
    "sample",
    "simulate",
    "stream",
]
