"""The scenario as a program for PyTorch: the surface differentiated by autograd, the steps taken by torch.optim.

A variant that torch.optim does not have takes the step of the library, on the tensors' memory. Numbers agree up to
rounding, as far as rounding lets any two programs agree (see ``horizon``).
"""

from ..fairness import Entrant, Pace
from ..rules.rule import Torch
from ..scenario import Scenario
from .parts import ENDING, Parts, hyper_parameters, identifier, rates, state_of, text

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

# Letters before a line say when it stands: s with a schedule, g where steps take another's length, n with noise.
DESCEND = '''\
       """Return the positions, one row a step, row 0 the start; fewer where the run leaves the finite world."""
       x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
       optimizer = make(x)
g      other = x.detach().clone()  # takes the steps that lend their length
g      measure = lender(other) if lender else None
       positions = []
       for t in range(STEPS + 1):
           optimizer.zero_grad()
           loss = value(x[0], x[1], q)
           loss.backward()
           if t > 0 and not torch.isfinite(torch.stack([*x, loss, *x.grad])).all():
               break
           positions.append(x.detach().clone())
           if t == STEPS:
               break
n          x.grad += noise[t]
s          optimizer.param_groups[0]["lr"] = float(rates[t])
           optimizer.step()
g          if measure:
g              before = positions[-1]
g              other.copy_(before)
g              other.grad = x.grad.clone()
gs             measure.param_groups[0]["lr"] = float(lengths[t])
g              measure.step()
g              with torch.no_grad():
g                  own = distance(x, before)
g                  if own > 0:
g                      x.copy_(before + distance(other, before) / own * (x - before))
       return torch.stack(positions)
'''

DISTANCE = """\
def distance(a, b):
    return torch.sqrt(((a - b) ** 2).sum())
"""


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
        *([*DISTANCE.splitlines(), "", ""] if parts.grafted else []),
        *ENDING.splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _torch(one: Entrant) -> Torch | None:
    return one.rule.torch(one.values)


def _entry(parts: Parts, title: str, one: Entrant) -> list[str]:
    lines = [*_taker("make", one, one.pace)]
    if parts.scheduled:
        lines.append(f"rates={_rates(one, one.pace)},")
    if one.length is not None:
        lender = parts.lender_of(one)
        lines.append(f"# takes the step length of {parts.titles[one.length]}")
        lines += _taker("lender", lender, one.lender)
        if parts.scheduled:
            lines.append(f"lengths={_rates(lender, one.lender)},")
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _rates(one: Entrant, pace: Pace) -> str:
    known = _torch(one)
    return rates(pace, 1.0 if known is None else known.rate)


def _taker(keyword: str, one: Entrant, pace: Pace) -> list[str]:
    """Return the lines of a keyword argument: a function from a tensor to the torch.optim.Optimizer that moves it."""
    known = _torch(one)
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
    told = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    remark = [f"# {known.remark}"] if known.remark else []
    return [*remark, f"{keyword}=lambda x: torch.optim.{known.name}([x], {told}),"]


def _descend(parts: Parts) -> list[str]:
    """Return the loop, with what this scenario asks for and nothing else."""
    flags = {" ", *("s" if parts.scheduled else ""), *("g" if parts.grafted else ""), *("n" if parts.noisy else "")}
    arguments = ["start", "make", *(["rates"] if parts.scheduled else []), *(["lender=None"] if parts.grafted else [])]
    arguments += ["lengths=()"] if parts.scheduled and parts.grafted else []
    body = [line[3:] for line in DESCEND.splitlines() if set(line[:2]) <= flags]
    return [f"def descend({', '.join(arguments)}):", *body]
