"""Optimizer trajectories: update rules on 2-D cost surfaces, exactly as published.

>>> from optimizers import Scenario, simulate
>>> runs = simulate(Scenario.from_query("surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"))
>>> runs[0].x.shape
(121, 2)
"""

from .citation import bibtex
from .code import numpy_program, torch_program
from .continuation import Continuation, continuations
from .contours import Grid, sample
from .errors import Problem, ScenarioError, problem_lines, shortened
from .explanation import Explanation, explain
from .export import to_csv, to_json
from .horizon import horizon
from .metrics import Metrics
from .parameters import Parameter
from .reader import Item, split_query
from .rules.rule import Rule
from .runs import Run, Runs
from .scenario import CONDITIONS, OPTIMIZERS, SURFACES, VERSION, VERSIONS, Limits, Scenario, parameters_of
from .simulation import Piece, prepare, simulate, stream
from .surfaces.surface import Surface
from .text import finite
from .theory import notes, theory
from .tuning import caption, tune, tuned_rates
from .verdict import verdict

__all__ = [
    "CONDITIONS",
    "OPTIMIZERS",
    "SURFACES",
    "VERSION",
    "VERSIONS",
    "Continuation",
    "Explanation",
    "Grid",
    "Item",
    "Limits",
    "Metrics",
    "Parameter",
    "Piece",
    "Problem",
    "Rule",
    "Run",
    "Runs",
    "Scenario",
    "ScenarioError",
    "Surface",
    "bibtex",
    "caption",
    "continuations",
    "explain",
    "finite",
    "horizon",
    "notes",
    "numpy_program",
    "parameters_of",
    "prepare",
    "problem_lines",
    "sample",
    "shortened",
    "simulate",
    "split_query",
    "stream",
    "theory",
    "to_csv",
    "to_json",
    "torch_program",
    "tune",
    "tuned_rates",
    "verdict",
]
