"""The scenario as a program for PyTorch: the surface differentiated by autograd, the steps taken by torch.optim.

A variant that torch.optim does not have takes the step of the library, on the tensors' memory. Numbers agree up to
rounding, as far as rounding lets any two programs agree (see ``horizon``); a centered RMSprop of torch rounds more than
the library's where gradients hardly change, and its program says so.
"""

from dataclasses import replace

from ...form.write_python import literal
from ...query.scenario import Scenario
from ...rules.rule import Torch
from ...run.fairness import Entrant, Pace
from .parts import (
    ENDING,
    Parts,
    blocks,
    decay_of,
    hyper_parameters,
    identifier,
    other_decay_of,
    rates,
    signature,
    state_of,
    text,
)

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

DOC = '''\
    """Return the positions, one row a step, row 0 the start; fewer where the run leaves the finite world."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
'''
BEGIN = """\
    optimizer = make(x)
"""
BEGIN_OTHER = """\
    # Where the length of a step is another's, both are taken from 0, and x is moved by what comes of them.
    own, other = (torch.zeros(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
    optimizer = make(own if make_other else x)
    measure = make_other(other) if make_other else None
"""
LOOP = """\
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
"""
NOISE = """\
        x.grad += noise[t]
"""
SCHEDULE = """\
        optimizer.param_groups[0]["lr"] = float(rates[t])
"""
SEEN_BY_OTHER = """\
        other_seen = x.grad + other_decay * x.detach()
"""
DECAY = """\
        with torch.no_grad():
            if decay and decoupled:
                x.mul_(1.0 - optimizer.param_groups[0]["lr"] * decay)
            elif decay:
                x.grad += decay * x
"""
STEP = """\
        optimizer.step()
"""
IF_OTHER = """\
        if measure:
"""
SCHEDULE_OTHER = """\
            measure.param_groups[0]["lr"] = float(other_rates[t])
"""
STEP_AS_LONG_AS_ANOTHER = """\
            for moved, taker, seen in ((own, optimizer, x.grad.clone()), (other, measure, other_seen)):
                moved.detach().zero_()
                moved.grad = seen
                taker.step()
            with torch.no_grad():
                if own.any():
                    x += torch.hypot(*other) * (own / torch.hypot(*own))
        else:
            optimizer.step()
"""
END = """\
    return torch.stack(positions)
"""


def torch_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, up to rounding."""
    parts = Parts(scenario, elementary=False)
    surface = parts.surface
    held = parts.functions.holding_tensors(identifier(surface.name), surface.title, [surface.form.value])
    takers = [*parts.field, *(parts.lender_of(one) for one in parts.field if one.length is not None)]
    written = {one.rule.name: one.rule for one in takers if _torch(one) is None}
    for rule in written.values():
        held += parts.functions.holding(identifier(rule.name), rule.title, [rule.form])
    held += parts.schedule()
    numpy = ["import numpy as np"] if written or parts.noisy or parts.scheduled else []
    lines = [
        *parts.head(NEEDS, RUNS),
        "",
        *parts.opening(held, "import torch", *numpy),
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
        lines += _taker("make_other", lender, one.lender, _torch(lender))
        if parts.scheduled:
            lines += _rates("other_rates", lender, one.lender)
        lines += other_decay_of(lender)
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
    arguments = ["start", "make", *(["rates"] if parts.scheduled else [])]
    arguments += ["decay=0.0", "decoupled=False"] if decayed else []
    arguments += ["make_other=None", "other_decay=0.0"] if parts.grafted else []
    arguments += ["other_rates=()"] if parts.scheduled and parts.grafted else []
    noise, decay = NOISE if parts.noisy else "", DECAY if decayed else ""
    schedule, schedule_other = (SCHEDULE, SCHEDULE_OTHER) if parts.scheduled else ("", "")
    before = blocks(DOC, BEGIN_OTHER if parts.grafted else BEGIN, LOOP, noise, schedule)
    if parts.grafted:
        step = blocks(SEEN_BY_OTHER, decay, IF_OTHER, schedule_other, STEP_AS_LONG_AS_ANOTHER)
    else:
        step = blocks(decay, STEP)
    return [*signature("descend", arguments), *before, *step, *blocks(END)]
