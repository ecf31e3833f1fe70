"""Optimizer trajectories: update rules on 2-D cost surfaces, exactly as published.

>>> from optimizers import Scenario, simulate
>>> runs = simulate(Scenario.from_query("surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"))
>>> runs[0].x.shape
(121, 2)
"""

from .export.citation import bibtex
from .export.programs import numpy_program, torch_program
from .export.tables import csv_pieces, json_pieces, to_csv, to_json
from .query.choices import Limits
from .query.conditions import CONDITIONS, VERSION, VERSIONS
from .query.reader import Item, split_query
from .query.registry import OPTIMIZERS, SURFACES, parameters_of
from .query.scenario import Scenario
from .rules.rule import Rule
from .run.continuation import Continuation, continuations
from .run.contours import Grid, sample
from .run.horizon import horizon
from .run.metrics import Metrics
from .run.runs import Run, Runs
from .run.simulation import Piece, pieces, prepare, simulate, stream
from .run.tuning import caption, tune, tuned_rates
from .surfaces.surface import Surface
from .tell.explanation import Explanation, explain
from .tell.theory import notes, theory
from .tell.verdict import verdict
from .terms.errors import Problem, ScenarioError, problem_lines, shortened
from .terms.parameters import Parameter
from .terms.text import finite

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
    "csv_pieces",
    "explain",
    "finite",
    "horizon",
    "json_pieces",
    "notes",
    "numpy_program",
    "parameters_of",
    "pieces",
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
