"""The scenario as a program for PyTorch: the surface differentiated by autograd, the steps taken by torch.optim.

A variant that torch.optim does not have takes the step of the library, on the tensors' memory. Numbers agree up to
rounding, as far as rounding lets any two programs agree (see ``horizon``); a centered RMSprop of torch rounds more than
the library's where gradients hardly change, and its program says so.
"""

from dataclasses import replace

from ...query.scenario import Scenario
from ...rules.rule import Torch
from ...run.fairness import Entrant, Pace
from .parts import (
    ENDING,
    Parts,
    chosen,
    decay_of,
    hyper_parameters,
    identifier,
    lent_of,
    rates,
    signature,
    state_of,
    text,
)
from .source import literal

NEEDS = "Needs PyTorch; agrees with Optimizer Trajectories up to rounding."
RUNS = "runs[optimizer, start] is a tensor of positions, one row a step, row 0 the start. Gradients are autograd's."

WRITTEN = '''\
class Written(torch.optim.Optimizer):
    """A variant that torch.optim does not have: its step, on NumPy views, which share the memory of the tensors."""

    def __init__(self, x, step, p, state):
        super().__init__([x], {"lr": p[0]})
        self.rule, self.p, self.memory, self.t = step, np.array(p), np.array(state).reshape(-1, 2), 0

    @np.errstate(all="ignore")
    def step(self):
        (group,) = self.param_groups
        (x,) = group["params"]
        self.t += 1
        self.p[0] = group["lr"]  # the first hyper-parameter of every rule is its learning rate
        self.rule(x.detach().numpy(), x.grad.numpy(), self.memory, self.t, self.p)
'''

# Letters before a line say when it stands: s with a schedule, n with noise, d with a weight decay that torch.optim does
# not take, g where steps take another's length, o where none do.
DESCEND = '''\
       """Return the positions, one row a step, row 0 the start; fewer where the run leaves the finite world."""
       x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
o      optimizer = make(x)
g      # Where the length of a step is another's, both are taken from 0, and x is moved by what comes of them.
g      own, other = (torch.zeros(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
g      optimizer = make(own if lender else x)
g      measure = lender(other) if lender else None
       positions = []
       for t in range(STEPS + 1):
           x.grad = None
           loss = value(x[0], x[1], q)
           loss.backward()
           if t > 0 and not torch.isfinite(torch.stack([*x, loss, *x.grad])).all():
               break
           positions.append(x.detach().clone())
           if t == STEPS:
               break
n          x.grad += noise[t]
s          optimizer.param_groups[0]["lr"] = float(rates[t])
g          measured = x.grad + lent * x.detach()
d          with torch.no_grad():
d              if decay and decoupled:
d                  x.mul_(1.0 - optimizer.param_groups[0]["lr"] * decay)
d              elif decay:
d                  x.grad += decay * x
o          optimizer.step()
g          if measure:
gs             measure.param_groups[0]["lr"] = float(lengths[t])
g              for moved, taker, seen in ((own, optimizer, x.grad.clone()), (other, measure, measured)):
g                  moved.detach().zero_()
g                  moved.grad = seen
g                  taker.step()
g              with torch.no_grad():
g                  if own.any():
g                      x += torch.hypot(*other) * (own / torch.hypot(*own))
g          else:
g              optimizer.step()
       return torch.stack(positions)
'''


def torch_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, up to rounding."""
    parts = Parts(scenario)
    surface = parts.surface
    functions = parts.within(surface.name, surface.title, surface.value, library="torch")
    takers = [*parts.field, *(parts.lender_of(one) for one in parts.field if one.length is not None)]
    written = {one.rule.name: one.rule for one in takers if _torch(one) is None}
    for rule in written.values():
        functions += parts.within(rule.name, rule.title, rule.step)
    functions += parts.schedule()
    parts.imports += [f"from numpy import {name}" for name in parts.elementary]
    numpy = ["import numpy as np"] if written or parts.noisy or parts.scheduled else []
    lines = [
        *parts.head(NEEDS, RUNS),
        "",
        *parts.top("import torch", *numpy),
        "",
        *functions,
        *([*WRITTEN.splitlines(), "", ""] if written else []),
        *parts.situation("value", "torch.tensor({}, dtype=torch.float64)"),
        *([f"noise = torch.from_numpy({parts.noise()})"] if parts.noisy else []),
        "",
        *parts.entries(_entry),
        *_descend(parts),
        "",
        "",
        *ENDING.splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _torch(one: Entrant) -> Torch | None:
    return one.rule.torch(one.values)


def _decays(one: Entrant) -> Torch | None:
    """Return how torch.optim writes an optimizer with its weight decay, None where it has none or does not take it.

    A step that takes another's length is taken from 0, where torch.optim would see no decay.
    """
    known = _torch(one)
    if known is None or not one.decay or one.length is not None or (one.decoupled and not known.decoupled):
        return None
    name = known.decoupled if one.decoupled else known.name
    return replace(known, name=name, arguments={**known.arguments, "weight_decay": one.decay})


def _entry(parts: Parts, title: str, one: Entrant) -> list[str]:
    known = _decays(one) or _torch(one)
    lines = [*_taker("make", one, one.pace, known)]
    if one.decay and _decays(one) is None:
        rate = 1.0 if known is None else known.rate
        lines += ["# divided by what the rate is multiplied by"] if one.decoupled and rate != 1.0 else []
        lines += decay_of(one, rate)
    if parts.scheduled:
        lines += _rates("rates", one, one.pace)
    if one.length is not None:
        lender = parts.lender_of(one)
        lines.append(f"# takes the step length of {parts.titles[one.length]}")
        lines += _taker("lender", lender, one.lender, _torch(lender))
        if parts.scheduled:
            lines += _rates("lengths", lender, one.lender)
        lines += lent_of(lender)
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _rates(keyword: str, one: Entrant, pace: Pace) -> list[str]:
    known = _torch(one)
    return rates(keyword, pace, 1.0 if known is None else known.rate)


def _taker(keyword: str, one: Entrant, pace: Pace, known: Torch | None) -> list[str]:
    """Return the lines of a keyword argument: a function from a tensor to the torch.optim.Optimizer that moves it."""
    if known is None:
        return [
            "# torch.optim does not have this variant",
            f"{keyword}=lambda x: Written(",
            "    x,",
            f"    step={identifier(one.rule.name)}(),",
            *(f"    {line}" for line in hyper_parameters(one, [pace.rate, *one.p[0][1:]])),
            f"    state={state_of(one)},",
            "),",
        ]
    arguments = {"lr": pace.rate * known.rate, **known.arguments}
    told = ", ".join(
        f"{name}={literal(value) if isinstance(value, float) else repr(value)}" for name, value in arguments.items()
    )
    remark = [f"# {known.remark}"] if known.remark else []
    return [*remark, f"{keyword}=lambda x: torch.optim.{known.name}([x], {told}),"]


def _descend(parts: Parts) -> list[str]:
    """Return the loop, with what this scenario asks for and nothing else."""
    decayed = any(one.decay and _decays(one) is None for one in parts.field)
    flags = ("s" if parts.scheduled else "") + ("n" if parts.noisy else "") + ("d" if decayed else "")
    flags += "g" if parts.grafted else "o"
    arguments = ["start", "make", *(["rates"] if parts.scheduled else [])]
    arguments += ["decay=0.0", "decoupled=False"] if decayed else []
    arguments += ["lender=None", "lent=0.0"] if parts.grafted else []
    arguments += ["lengths=()"] if parts.scheduled and parts.grafted else []
    return [*signature("descend", arguments), *chosen(DESCEND, flags)]
