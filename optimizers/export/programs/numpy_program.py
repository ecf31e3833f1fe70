"""The scenario as a program for NumPy, which takes every step with the same bits."""

from ...query.scenario import Scenario
from ...rules.rule import Rule
from ...run.fairness import PlannedOptimizer
from .numpy_loop import loop
from .parts import (
    Parts,
    decay_of,
    functions_of,
    hyper_parameters,
    numbers,
    other_decay_of,
    rates,
    state_of,
    text,
)
from .solvers import SOLVE, held_solver, solver_entry, with_scipy

SOLVED = f'''\
class Function:
    """The surface, as a solver sees it."""

    def value(self, x):
        return float(value(x[0], x[1], q))

    def gradient(self, x):
        return np.array(gradient(x[0], x[1], q))

    def hessian(self, x):
        xx, xy, yy = hessian(x[0], x[1], q)
        return np.array([[xx, xy], [xy, yy]])


{SOLVE}
    return np.array(positions)


'''

NEEDS = "Needs NumPy only, and computes the same bits as Optimizer Trajectories."
RUNS = (
    "runs[optimizer, start] is an array of positions, one row a step, row 0 the start. Each step and the surface are "
    "written exactly as in the library, within a function that keeps their constants separate."
)

QUIET = 'np.seterr(all="ignore")  # a run that leaves for infinity is cut off in descend'


def numpy_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, bit for bit."""
    parts = Parts(scenario)
    surface = parts.surface
    names = ("value", "gradient", *(["hessian"] if parts.needing or parts.solving else []))
    forms = [getattr(surface.form, name) for name in names]
    held = parts.functions.holding(parts.names[surface], surface.title, forms)
    for rule in dict.fromkeys(one.rule for one in parts.optimizers):
        if rule.solver:
            held += held_solver(parts, rule)
            continue
        forms = [rule.form, *([rule.form_of_point] if rule.form_of_point else [])]
        held += parts.functions.holding(parts.names[rule], rule.title, forms)
    held += parts.schedule()
    lines = [
        *parts.head(NEEDS + with_scipy(parts), RUNS),
        "",
        *parts.opening(held, "import numpy as np"),
        *parts.situation(", ".join(names), "np.array({})"),
        *(_draws(parts) if parts.stepping else []),
        "",
        *parts.entries(_entry),
        *(SOLVED.splitlines() if parts.solving else []),
        *(loop(parts) if parts.stepping else []),
        QUIET,
        *parts.ending(),
    ]
    return "\n".join(lines) + "\n"


def _draws(parts: Parts) -> list[str]:
    return [
        *parts.batches("np.array([1.0 + len(pairs), *pairs])"),
        "# What is added to the gradients that the rules see, the same for all.",
        f"noise = {parts.noise() if parts.noisy else 'np.zeros((STEPS, 2))'}",
    ]


def _entry(parts: Parts, title: str, one: PlannedOptimizer) -> list[str]:
    if one.rule.solver:
        return solver_entry(parts, title, one)
    lines = [
        *_taken(parts, "", one.rule),
        *hyper_parameters(one, one.p[0]),
        f"state={state_of(one)},",
        *rates("rates", one.pace),
    ]
    if one.decay:
        lines += decay_of(one)
    if one.length_from is not None:
        length_optimizer = parts.length_optimizer_of(one)
        lines += [
            f"# takes the step length of {parts.titles[one.length_from]}",
            *_taken(parts, "other_", length_optimizer.rule),
            f"other_p={numbers(length_optimizer.p[0])},",
            f"other_state={state_of(length_optimizer)},",
            *rates("other_rates", one.length_pace),
            *other_decay_of(length_optimizer),
        ]
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _taken(parts: Parts, which: str, rule: Rule) -> list[str]:
    """Return the keyword arguments that are a rule's functions, and what it needs besides the gradient."""
    placed = [f"{which}placed=True,"] if rule.reads_position and parts.grafted else []
    return [*functions_of(parts, rule, which), *placed]
