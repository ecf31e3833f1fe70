"""The scenario as a program for NumPy, which takes every step with the same bits."""

from ...query.scenario import Scenario
from ...run.fairness import Entrant
from .parts import (
    ENDING,
    Parts,
    chosen,
    decay_of,
    hyper_parameters,
    identifier,
    lent_of,
    numbers,
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

# Letters before a line say when it stands: d with weight decay, g where steps take another's length, o where none do.
DESCEND = '''\
o      """Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world."""
g      """Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world.
g
g      With ``measure`` each step keeps its direction and takes the length of the step that this rule would take, which
g      sees the same gradients, with a weight decay ``lent`` of its own, and has a state of its own. Both are taken from
g      0, where no digit is lost.
g      """
       x, p, state = np.array(start), np.array(p), np.array(state).reshape(-1, 2)
g      r, spare = np.array(r), np.array(spare).reshape(-1, 2)
       slope = np.array(gradient(x[0], x[1], q))
       positions = [x]
       for t in range(1, STEPS + 1):
           x, seen = x.copy(), slope + noise[t - 1]
o          p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
g          p[0] = 1.0 if measure else rates[t - 1]  # the learning rate; a direction does not depend on it
g          measured = seen + lent * x
d          if decay and decoupled:
d              x *= 1.0 - rates[t - 1] * decay
d          elif decay:
d              seen += decay * x
o          step(x, seen, state, t, p)  # changes x and state in place
g          if measure:
g              own, other = np.zeros(2), np.zeros(2)
g              r[0] = lengths[t - 1]
g              step(own, seen, state, t, p)  # changes own and state in place
g              measure(other, measured, spare, t, r)
g              direction = length_and_direction(own)[1]
g              if direction is not None:
g                  x += length_and_direction(other)[0] * direction
g          else:
g              step(x, seen, state, t, p)
           slope = np.array(gradient(x[0], x[1], q))
           if not np.isfinite([*x, value(x[0], x[1], q), *slope]).all():
               break
           positions.append(x)
       return np.array(positions)
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
    functions = parts.within(surface.name, surface.title, surface.value, surface.gradient)
    for rule in {one.rule.name: one.rule for one in parts.field}.values():
        functions += parts.within(rule.name, rule.title, rule.step)
    functions += parts.schedule()
    functions = [*parts.own(), *functions]
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
            f"measure={identifier(lender.rule.name)}(),  # takes the step length of {parts.titles[one.length]}",
            f"r={numbers(lender.p[0])},",
            f"spare={state_of(lender)},",
            *rates("lengths", one.lender),
            *lent_of(lender),
        ]
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _descend(parts: Parts) -> list[str]:
    """Return the loop, with what this scenario asks for and nothing else."""
    arguments = ["start", "step", "p", "state", "rates"]
    arguments += ["decay=0.0", "decoupled=False"] if parts.decayed else []
    arguments += ["measure=None", "r=None", "spare=()", "lengths=()", "lent=0.0"] if parts.grafted else []
    flags = ("g" if parts.grafted else "o") + ("d" if parts.decayed else "")
    return [*signature("descend", arguments), *chosen(DESCEND, flags)]
