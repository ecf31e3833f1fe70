"""The scenario as a program for NumPy, which takes every step with the same bits."""

from ..fairness import Entrant
from ..scenario import Scenario
from .parts import ENDING, Parts, hyper_parameters, identifier, numbers, rates, state_of, text

NEEDS = "Needs NumPy only, and computes the same bits as Optimizer Trajectories."
RUNS = (
    "runs[optimizer, start] is an array of positions, one row a step, row 0 the start. Each step and the surface stand "
    "here exactly as in the library, within a function that keeps their constants apart."
)

DESCEND = '''\
def descend(start, step, p, state, rates):
    """Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world."""
    x, p, state = np.array(start), np.array(p), np.array(state).reshape(-1, 2)
    slope = np.array(gradient(x[0], x[1], q))
    positions = [x]
    for t in range(1, STEPS + 1):
        x = x.copy()
        p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
        step(x, slope + noise[t - 1], state, t, p)  # changes x and state in place
        slope = np.array(gradient(x[0], x[1], q))
        if not np.isfinite([*x, value(x[0], x[1], q), *slope]).all():
            break
        positions.append(x)
    return np.array(positions)
'''

GRAFTED = '''\
def descend(start, step, p, state, rates, measure=None, r=None, spare=(), lengths=()):
    """Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world.

    With ``measure`` each step keeps its direction and takes the length of the step that this rule would take, which
    sees the same gradients and has a state of its own.
    """
    x, p, state = np.array(start), np.array(p), np.array(state).reshape(-1, 2)
    r, spare = np.array(r), np.array(spare).reshape(-1, 2)
    slope = np.array(gradient(x[0], x[1], q))
    positions = [x]
    for t in range(1, STEPS + 1):
        before, x, seen = x, x.copy(), slope + noise[t - 1]
        p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
        step(x, seen, state, t, p)  # changes x and state in place
        if measure:
            other = before.copy()
            r[0] = lengths[t - 1]
            measure(other, seen, spare, t, r)
            own = distance(x, before)
            if own > 0.0:
                x = before + distance(other, before) / own * (x - before)
        slope = np.array(gradient(x[0], x[1], q))
        if not np.isfinite([*x, value(x[0], x[1], q), *slope]).all():
            break
        positions.append(x)
    return np.array(positions)


def distance(a, b):
    dx, dy = a - b
    return np.sqrt(dx * dx + dy * dy)
'''

QUIET = 'np.seterr(all="ignore")  # a run that leaves for infinity is cut off in descend'


def numpy_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, bit for bit."""
    parts = Parts(scenario)
    surface = parts.surface
    functions = parts.within(surface.name, surface.title, surface.value, surface.gradient)
    for rule in {one.rule.name: one.rule for one in parts.field}.values():
        functions += parts.within(rule.name, rule.title, rule.step)
    functions += parts.schedule()
    noise = parts.noise() if parts.noisy else "np.zeros((STEPS, 2))"
    lines = [
        *parts.head(NEEDS, RUNS),
        "",
        *parts.top("import numpy as np"),
        "",
        *functions,
        *parts.situation("value, gradient", "np.array({})"),
        "# What is added to the gradients that the rules see, the same for all.",
        f"noise = {noise}",
        "",
        *parts.entries(_entry),
        *(GRAFTED if parts.grafted else DESCEND).splitlines(),
        "",
        "",
        QUIET,
        *ENDING.splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _entry(parts: Parts, title: str, one: Entrant) -> list[str]:
    lines = [
        f"step={identifier(one.rule.name)}(),",
        *hyper_parameters(one, one.p[0]),
        f"state={state_of(one)},",
        f"rates={rates(one.pace)},",
    ]
    if one.length is not None:
        lender = parts.lender_of(one)
        lines += [
            f"measure={identifier(lender.rule.name)}(),  # takes the step length of {parts.titles[one.length]}",
            f"r={numbers(lender.p[0])},",
            f"spare={state_of(lender)},",
            f"lengths={rates(one.lender)},",
        ]
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]
