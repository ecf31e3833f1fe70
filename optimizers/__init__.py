"""Optimizer trajectories: update rules on 2-D cost surfaces, exactly as published.

>>> from optimizers import Scenario, simulate
>>> runs = simulate(Scenario.from_query("surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"))
>>> runs[0].x.shape
(121, 2)
>>> runs["SGD", "A"].metrics.reached
59

``OPTIMIZERS`` and ``SURFACES`` hold every update rule and every cost surface by name:

>>> from optimizers import OPTIMIZERS, SURFACES
>>> OPTIMIZERS["momentum"].title, [parameter.name for parameter in SURFACES["ellipse"].parameters]
('Momentum', ['kappa', 'theta'])

``verdict`` says in one or two sentences what the runs show, ``continuations`` what happens to them after their last
step, and ``explain`` why one step is what it is.
"""

from .query.registry import OPTIMIZERS, SURFACES
from .query.scenario import Scenario
from .rules.rule import Rule
from .run.continuation import Continuation, continuations
from .run.metrics import Metrics
from .run.runs import Run, Runs
from .run.simulation import simulate
from .surfaces.surface import Surface
from .tell.explanation import Explanation, explain
from .tell.verdict import verdict
from .terms.errors import Problem, ScenarioError
from .terms.parameters import Parameter

__all__ = [
    "OPTIMIZERS",
    "SURFACES",
    "Continuation",
    "Explanation",
    "Metrics",
    "Parameter",
    "Problem",
    "Rule",
    "Run",
    "Runs",
    "Scenario",
    "ScenarioError",
    "Surface",
    "continuations",
    "explain",
    "simulate",
    "verdict",
]
