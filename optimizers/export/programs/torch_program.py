"""The scenario as a program for PyTorch: the surface differentiated by autograd, the steps taken by torch.optim.

For a variant that torch.optim does not have, the step of the library runs on the tensors' memory. Numbers agree up to
rounding until rounding decides (see ``horizon``). A centered RMSprop of torch rounds more than the library's when
gradients hardly change, and its program says so.
"""

from dataclasses import replace

from ...form.write_python import literal
from ...query.scenario import Scenario
from ...rules.rule import Torch
from ...run.fairness import Pace, PlannedOptimizer
from .parts import (
    Parts,
    decay_of,
    functions_of,
    hyper_parameters,
    other_decay_of,
    rates,
    state_of,
    text,
)
from .solvers import SOLVE, held_solver, solver_entry, with_scipy
from .torch_loop import loop, written_class

SOLVED = f'''\
class Function:
    """The surface, as a solver sees it, differentiated by autograd."""

    def value(self, x):
        return float(value(*torch.from_numpy(x), q))

    def gradient(self, x):
        there = torch.tensor(x, requires_grad=True)
        value(there[0], there[1], q).backward()
        return there.grad.numpy()

    def hessian(self, x):
        return torch.autograd.functional.hessian(lambda z: value(z[0], z[1], q), torch.from_numpy(x)).numpy()


{SOLVE}
    return torch.tensor(np.array(positions))


'''

NEEDS = "Needs PyTorch; agrees with Optimizer Trajectories up to rounding."
RUNS = "runs[optimizer, start] is a tensor of positions, one row a step, row 0 the start. Gradients are autograd's."


def torch_program(scenario: Scenario) -> str:
    """Return a program whose ``runs[title, label]`` are the positions of ``simulate(scenario)``, up to rounding."""
    parts = Parts(scenario, elementary=False)
    surface = parts.surface
    held = parts.functions.holding_tensors(parts.names[surface], surface.title, [surface.form.value])
    taken = [
        *parts.optimizers,
        *(parts.length_optimizer_of(one) for one in parts.optimizers if one.length_from is not None),
    ]
    solvers = dict.fromkeys(one.rule for one in parts.optimizers if one.rule.solver)
    for rule in solvers:
        held += held_solver(parts, rule)
    written = dict.fromkeys(one.rule for one in taken if _torch(one) is None and not one.rule.solver)
    for rule in written:
        forms = [rule.form, *([rule.form_of_point] if rule.form_of_point else [])]
        held += parts.functions.holding(parts.names[rule], rule.title, forms)
    held += parts.schedule()
    drawn = parts.noisy or parts.batched
    numpy = ["import numpy as np"] if written or solvers or drawn or parts.scheduled or parts.needing else []
    lines = [
        *parts.head(NEEDS + with_scipy(parts), RUNS),
        "",
        *parts.opening(held, "import torch", *numpy),
        *([*written_class(parts), "", ""] if written or parts.needing else []),
        *parts.situation("value", "torch.tensor({}, dtype=torch.float64)"),
        *parts.batches("torch.cat([torch.tensor([1.0 + len(pairs)], dtype=torch.float64), pairs])"),
        *_noise(parts),
        "",
        *parts.entries(_entry),
        *(SOLVED.splitlines() if parts.solving else []),
        *(_loop(parts) if parts.stepping else []),
        *parts.ending(),
    ]
    return "\n".join(lines) + "\n"


def _loop(parts: Parts) -> list[str]:
    by_hand = any(one.decay and _decays(one) is None for one in parts.optimizers)
    return [*loop(parts, by_hand), "", ""]


def _noise(parts: Parts) -> list[str]:
    if parts.noisy:
        return [f"noise = torch.from_numpy({parts.noise()})"]
    return ["noise = torch.zeros((STEPS, 2), dtype=torch.float64)"] if parts.needing else []


def _torch(one: PlannedOptimizer) -> Torch | None:
    return one.rule.torch(one.values)


def _decays(one: PlannedOptimizer) -> Torch | None:
    """Return how torch.optim writes an optimizer with its weight decay, None if there is none or torch.optim cannot use
    it.

    A step that takes another's length is taken from 0, where torch.optim would see no decay.
    """
    known = _torch(one)
    if known is None or not one.decay or one.length_from is not None or (one.decoupled and not known.decoupled):
        return None
    name = known.decoupled if one.decoupled else known.name
    return replace(known, name=name, arguments={**known.arguments, "weight_decay": one.decay})


def _entry(parts: Parts, title: str, one: PlannedOptimizer) -> list[str]:
    if one.rule.solver:
        return solver_entry(parts, title, one)
    known = _decays(one) or _torch(one)
    lines = [*_maker(parts, "make", one, one.pace, known)]
    if one.decay and _decays(one) is None:
        rate = 1.0 if known is None else known.rate
        lines += ["# divided by what the rate is multiplied by"] if one.decoupled and rate != 1.0 else []
        lines += decay_of(one, rate)
    if parts.scheduled:
        lines += _rates("rates", one, one.pace)
    if one.length_from is not None:
        length_optimizer = parts.length_optimizer_of(one)
        lines += ["placed=True,"] if one.rule.reads_position else []
        lines.append(f"# takes the step length of {parts.titles[one.length_from]}")
        lines += _maker(parts, "make_other", length_optimizer, one.length_pace, _torch(length_optimizer))
        if parts.scheduled:
            lines += _rates("other_rates", length_optimizer, one.length_pace)
        lines += other_decay_of(length_optimizer)
        lines += ["other_placed=True,"] if length_optimizer.rule.reads_position else []
    return [f"    {text(title)}: dict(", *(f"        {line}" for line in lines), "    ),"]


def _rates(keyword: str, one: PlannedOptimizer, pace: Pace) -> list[str]:
    known = _torch(one)
    return rates(keyword, pace, 1.0 if known is None else known.rate)


def _maker(parts: Parts, keyword: str, one: PlannedOptimizer, pace: Pace, known: Torch | None) -> list[str]:
    """Return the lines of a keyword argument: a function from a tensor to the torch.optim.Optimizer that moves it."""
    if known is None:
        return [
            "# torch.optim does not have this variant",
            f"{keyword}=lambda x: Written(",
            "    x,",
            *(f"    {line}" for line in functions_of(parts, one.rule)),
            *(f"    {line}" for line in hyper_parameters(one, [pace.rate, *one.p[0][1:]])),
            f"    state={state_of(one)},",
            "),",
        ]
    arguments = {"lr": pace.rate * known.rate, **known.arguments}
    written = ", ".join(
        f"{name}={literal(value) if isinstance(value, float) else repr(value)}" for name, value in arguments.items()
    )
    remark = [f"# {known.remark}"] if known.remark else []
    return [*remark, f"{keyword}=lambda x: torch.optim.{known.name}([x], {written}),"]
