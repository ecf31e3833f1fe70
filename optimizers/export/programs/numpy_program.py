"""The scenario as a program for NumPy, which takes every step with the same bits."""

from ...query.scenario import Scenario
from ...run.fairness import Entrant
from .parts import (
    ENDING,
    Parts,
    blocks,
    decay_of,
    hyper_parameters,
    identifier,
    numbers,
    other_decay_of,
    rates,
    signature,
    state_of,
    text,
)

NEEDS = "Needs NumPy only, and computes the same bits as Optimizer Trajectories."
RUNS = (
    "runs[optimizer, start] is an array of positions, one row a step, row 0 the start. Each step and the surface stand "
    "here exactly as in the library, within a function that keeps their constants apart."
)

BEGIN = """\
    x, p, state = np.array(start), np.array(p), np.array(state).reshape(-1, 2)
"""
BEGIN_OTHER = """\
    other_p, other_state = np.array(other_p), np.array(other_state).reshape(-1, 2)
"""
LOOP = """\
    slope = np.array(gradient(x[0], x[1], q))
    positions = [x]
    for t in range(1, STEPS + 1):
        x, seen = x.copy(), slope + noise[t - 1]
"""
SEEN_BY_OTHER = """\
        other_seen = seen + other_decay * x
"""
DECAY = """\
        if decay and decoupled:
            x *= 1.0 - rates[t - 1] * decay
        elif decay:
            seen += decay * x
"""
STEP = """\
        p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
        step(x, seen, state, t, p)  # changes x and state in place
"""
STEP_AS_LONG_AS_ANOTHER = """\
        p[0] = 1.0 if other_step else rates[t - 1]  # the learning rate; a direction does not depend on it
        if other_step:
            own, other = np.zeros(2), np.zeros(2)
            other_p[0] = other_rates[t - 1]
            step(own, seen, state, t, p)  # changes own and state in place
            other_step(other, other_seen, other_state, t, other_p)
            direction = length_and_direction(own)[1]
            if direction is not None:
                x += length_and_direction(other)[0] * direction
        else:
            step(x, seen, state, t, p)
"""
END = """\
        slope = np.array(gradient(x[0], x[1], q))
        if not np.isfinite([*x, value(x[0], x[1], q), *slope]).all():
            break
        positions.append(x)
    return np.array(positions)
"""
RETURNS = "Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world."
DOC = f'''\
    """{RETURNS}"""
'''
DOC_OTHER = f'''\
    """{RETURNS}

    With ``other_step`` each step keeps its direction and takes the length of the step that this other rule would take,
    which sees the same gradients and has hyper-parameters, a state, rates and a weight decay of its own. Both steps are
    taken from 0, where no digit is lost.
    """
'''

LENGTH = '''\
def length_and_direction(d):
    """Return the length of a step and its direction, None where it has none; no square underflows or overflows."""
    largest = max(abs(d[0]), abs(d[1]))
    if not largest > 0.0:
        return 0.0, None
    a, b = d / largest
    norm = np.sqrt(a * a + b * b)
    return largest * norm, np.array([a / norm, b / norm])
'''

QUIET = 'np.seterr(all="ignore")  # a run that leaves for infinity is cut off in descend'


def numpy_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, bit for bit."""
    parts = Parts(scenario)
    surface = parts.surface
    held = parts.functions.holding(identifier(surface.name), surface.title, [surface.form.value, surface.form.gradient])
    for rule in {one.rule.name: one.rule for one in parts.field}.values():
        held += parts.functions.holding(identifier(rule.name), rule.title, [rule.form])
    held += parts.schedule()
    lines = [
        *parts.head(NEEDS, RUNS),
        "",
        *parts.opening(held, "import numpy as np"),
        *parts.situation("value, gradient", "np.array({})"),
        "# What is added to the gradients that the rules see, the same for all.",
        f"noise = {parts.noise() if parts.noisy else 'np.zeros((STEPS, 2))'}",
        "",
        *parts.entries(_entry),
        *_descend(parts),
        "",
        "",
        *([*LENGTH.splitlines(), "", ""] if parts.grafted else []),
        QUIET,
        *ENDING.splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _entry(parts: Parts, title: str, one: Entrant) -> list[str]:
    lines = [
        f"step={identifier(one.rule.name)}(),",
        *hyper_parameters(one, one.p[0]),
        f"state={state_of(one)},",
        *rates("rates", one.pace),
    ]
    if one.decay:
        lines += decay_of(one)
    if one.length is not None:
        lender = parts.lender_of(one)
        lines += [
            f"other_step={identifier(lender.rule.name)}(),  # takes the step length of {parts.titles[one.length]}",
            f"other_p={numbers(lender.p[0])},",
            f"other_state={state_of(lender)},",
            *rates("other_rates", one.lender),
            *other_decay_of(lender),
        ]
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _descend(parts: Parts) -> list[str]:
    """Return the loop, with what this scenario asks for and nothing else."""
    arguments = ["start", "step", "p", "state", "rates"]
    arguments += ["decay=0.0", "decoupled=False"] if parts.decayed else []
    others = ["other_step=None", "other_p=None", "other_state=()", "other_rates=()", "other_decay=0.0"]
    arguments += others if parts.grafted else []
    decay = DECAY if parts.decayed else ""
    if parts.grafted:
        body = blocks(DOC_OTHER, BEGIN, BEGIN_OTHER, LOOP, SEEN_BY_OTHER, decay, STEP_AS_LONG_AS_ANOTHER, END)
    else:
        body = blocks(DOC, BEGIN, LOOP, decay, STEP, END)
    return [*signature("descend", arguments), *body]
