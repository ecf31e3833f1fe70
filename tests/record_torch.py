"""Record what torch.optim does, for the tests to compare with: `python -m tests.record_torch`.

Run by hand, in any environment that has torch and numpy (``pip install -e '.[bench]'`` does); it takes some minutes
and rewrites two files in tests/reference/. It uses nothing of the library: gradients of whole runs come from torch's
autograd.

torch.npz: torch.optim fed one given sequence of gradients, as ``tests.recording`` says.

runs.npz: whole runs on the surfaces, in float64.
    <query>     (n, 2), the position at steps 0, 5, 10, … up to the horizon

Both hold ``about``, a JSON text with versions; that of runs.npz also holds ``horizons``: the last step before one of
torch's own twins has left the run by more than 1e-12. Eight of them start one unit in the last place away in x, in y or
in both. Eight more are moved by as much after every step: one that only starts apart often comes to the very same bits.
"""

import importlib
import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.recording import SEED, Array, Feed, fed, read, save

torch: Any = importlib.import_module("torch")  # by name: those who only check types need not have it

STEPS, STRIDE, LEFT = 500, 5, 1e-12

OPTIMIZERS = (
    "sgd,lr=0.1",
    "momentum,lr=0.1,beta=0.9,form=heavy-ball",
    "momentum,lr=0.1,beta=0.99,form=heavy-ball",
    "momentum,lr=0.1,beta=0.9,form=heavy-ball,nesterov=1",
    "momentum,lr=0.1,beta=0.99,form=heavy-ball,nesterov=1",
    "momentum,lr=0.1,beta=0.9,form=heavy-ball,dampening=0.5",
    "momentum,lr=0.1,beta=0,form=heavy-ball,dampening=0.5",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8",
    "rmsprop,lr=0.01,beta=0.99,eps=1e-8",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8,centered=1",
    "rmsprop,lr=0.01,beta=0.99,eps=1e-8,centered=1",
    "rmsprop,lr=0.01,beta=0.99,eps=0.001",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8,momentum=0.9",
    "rmsprop,lr=0.01,beta=0.99,eps=1e-8,centered=1,momentum=0.5",
    "adam,lr=0.01,beta1=0.9,beta2=0.999,eps=1e-8",
    "adam,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8",
    "adam,lr=0.01,beta1=0,beta2=0.999,eps=1e-8",
    "adam,lr=0.01,beta1=0.5,beta2=0.9,eps=0.001",
    "adam,lr=0.01,beta1=0.99,beta2=0.9,eps=1e-8",
    "adam,lr=0.01,beta1=0.9,beta2=0.99999,eps=1e-8",
    "adamw,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8,weight_decay=0.1",
    "amsgrad,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8,form=torch",
    "adagrad,lr=0.1,eps=1e-10,s0=0",
    "adagrad,lr=0.1,eps=0.001,s0=0.1",
    "adadelta,lr=1,rho=0.9,eps=1e-6",
    "adamax,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8",
    "nadam,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8,momentum_decay=0.004",
    "radam,lr=0.01,beta1=0.9,beta2=0.99,eps=1e-8",
    "rprop,lr=0.01,eta_minus=0.5,eta_plus=1.2,step_min=0.001,step_max=1",
)


def torch_optimizer(item: str, x: Any) -> Any:
    """Return torch's optimizer for an item of the query, on CPU the one-tensor implementation."""
    name, v = read(item)
    arguments: dict[str, Any] = {"lr": v["lr"], "weight_decay": v.get("weight_decay", 0.0)}
    if name == "sgd":
        return torch.optim.SGD([x], **arguments)
    if name == "momentum":
        arguments |= {"momentum": v["beta"], "dampening": v.get("dampening", 0.0), "nesterov": bool(v.get("nesterov"))}
        return torch.optim.SGD([x], **arguments)
    if name == "rmsprop":
        arguments |= {"alpha": v["beta"], "eps": v["eps"], "momentum": v.get("momentum", 0.0)}
        return torch.optim.RMSprop([x], centered=bool(v.get("centered")), **arguments)
    if name == "rprop":
        etas, sizes = (v["eta_minus"], v["eta_plus"]), (v["step_min"], v["step_max"])
        return torch.optim.Rprop([x], v["lr"], etas, sizes)
    arguments["eps"] = v["eps"]
    if name == "adagrad":
        return torch.optim.Adagrad([x], initial_accumulator_value=v["s0"], **arguments)
    if name == "adadelta":
        return torch.optim.Adadelta([x], rho=v["rho"], **arguments)
    arguments["betas"] = v["beta1"], v["beta2"]
    if name == "nadam":
        arguments["momentum_decay"] = v["momentum_decay"]
    if name == "adam":
        arguments["decoupled_weight_decay"] = bool(v.get("decoupled_weight_decay"))
    if name == "amsgrad":
        return torch.optim.Adam([x], amsgrad=True, **arguments)
    return {
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "adamax": torch.optim.Adamax,
        "nadam": torch.optim.NAdam,
        "radam": torch.optim.RAdam,
    }[name]([x], **arguments)


def feed(item: str) -> Feed:
    """Return what feeds torch's optimizer for an item with gradients."""

    def run(sequence: Array, put_back: bool) -> Array:
        x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        optimizer = torch_optimizer(item, x)
        rows = []
        for g in sequence:
            if put_back:
                with torch.no_grad():
                    x.zero_()
            x.grad = torch.from_numpy(g.copy())
            optimizer.step()
            rows.append(x.detach().numpy().copy())
        return np.array(rows)

    return run


def ellipse(v: dict[str, Any]) -> Callable[[Any, Any], Any]:
    c, s = math.cos(math.radians(v["theta"])), math.sin(math.radians(v["theta"]))
    return lambda x, y: 0.5 * ((c * x + s * y) ** 2 + v["kappa"] * (c * y - s * x) ** 2)


def rosenbrock(v: dict[str, Any]) -> Callable[[Any, Any], Any]:
    return lambda x, y: (v["a"] - x) ** 2 + v["b"] * (y - x**2) ** 2


def saddle(v: dict[str, Any]) -> Callable[[Any, Any], Any]:
    return lambda x, y: x**2 - y**2 + v["wall"] * y**4


# A surface, the rate of rules that multiply a gradient, that of rules whose rate is a length, A, B, and the domain.
SURFACES = (
    (ellipse, "ellipse,kappa=25,theta=0", 0.07, 0.3, ((-8.0, 1.2), (-0.6, 4.0)), (10.0, 5.0)),
    (ellipse, "ellipse,kappa=25,theta=30", 0.07, 0.3, ((-7.528203, -2.96077), (-2.519615, 3.164102)), (10.0, 5.0)),
    (rosenbrock, "rosenbrock,a=1,b=100", 0.001, 0.02, ((-1.2, 1.0), (0.3, 2.5)), (2.0, 1.0)),
    (saddle, "saddle,wall=0.05", 0.1, 0.1, ((-3.5, 0.01), (2.0, -0.5)), (4.0, 5.0)),
)


def run_optimizers(rate: float, length: float) -> tuple[str, ...]:
    """Return the optimizers of whole runs; the heavy ball's rate is a tenth, as its steps are ten times as long."""
    heavy_ball = f"momentum,lr={rate / 10:.3g},beta=0.9,form=heavy-ball"
    return (
        f"sgd,lr={rate:g}",
        heavy_ball,
        f"{heavy_ball},nesterov=1",
        f"rmsprop,lr={length:g},beta=0.9,eps=1e-8",
        f"rmsprop,lr={length:g},beta=0.99,eps=1e-8,centered=1",
        f"adam,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8",
        f"sgd,lr={rate:g},weight_decay=0.1",
        f"{heavy_ball},dampening=0.5,weight_decay=0.1",
        f"adam,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8,weight_decay=0.1",
        f"adam,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8,weight_decay=0.1,decoupled_weight_decay=1",
        f"adamw,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8,weight_decay=0.1",
        f"amsgrad,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8,form=torch",
        f"adagrad,lr={5 * length:g},eps=1e-10,s0=0",
        "adadelta,lr=1,rho=0.9,eps=1e-6",
        f"adamax,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8",
        f"nadam,lr={length:g},beta1=0.9,beta2=0.999,eps=1e-8,momentum_decay=0.004",
        f"radam,lr={rate:g},beta1=0.9,beta2=0.999,eps=1e-8",
        f"rprop,lr={length:g},eta_minus=0.5,eta_plus=1.2,step_min=1e-6,step_max=50",
    )


def run(value: Callable[[Any, Any], Any], item: str, start: Array, nudge: Callable[[Any], None] | None = None) -> Array:
    """Return torch's path from ``start``, shape (STEPS + 1, 2), or from many starts (2, n), shape (STEPS + 1, 2, n).

    nudge: what is done to the position after every step.
    """
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch_optimizer(item, x)
    rows = [x.detach().numpy().copy()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        value(x[0], x[1]).sum().backward()
        optimizer.step()
        if nudge:
            with torch.no_grad():
                nudge(x)
        rows.append(x.detach().numpy().copy())
    return np.array(rows)


def horizon(path: Array, twins: Array) -> int:
    """Return the last step before one of ``twins`` has left ``path`` by more than LEFT, or the finite world."""
    with np.errstate(invalid="ignore"):
        near = (np.hypot(*np.moveaxis(twins - path[:, :, None], 1, 0)) <= LEFT).all(axis=1)
    return STEPS if near.all() else int(near.argmin()) - 1


def twins_of(start: Array) -> Array:
    """Return the eight neighbors of ``start`` in float64, and ``start`` itself eight times, (2, 16)."""
    away = [np.array(shift) for shift in itertools.product((-1, 0, 1), repeat=2) if any(shift)]
    return np.array([*(start + shift * np.spacing(np.abs(start)) for shift in away), *[start] * 8]).T


def nudged() -> Callable[[Any], None]:
    """Return what moves the last eight of the twins by a unit in the last place, or not, as chance will have it."""
    random = np.random.default_rng(SEED)

    def nudge(x: Any) -> None:
        here = x.detach().numpy()[:, 8:]
        shift = random.integers(-1, 2, here.shape) * np.spacing(np.abs(here))
        x[:, 8:] += torch.from_numpy(shift)

    return nudge


def record_runs() -> tuple[dict[str, Array], dict[str, int]]:
    """Return the paths up to their horizons, and the horizons, by query."""
    random = np.random.default_rng(SEED)
    paths: dict[str, Array] = {}
    horizons: dict[str, int] = {}
    for surface, text, rate, length, named, reach in SURFACES:
        starts = [*named, *(random.uniform(-1.0, 1.0, (3, 2)) * reach).round(3)]
        for item in run_optimizers(rate, length):
            for x, y in starts:
                start = np.array([float(x), float(y)])
                query = f"surface={text}&optimizer={item}&start=A,{start[0]},{start[1]}&steps={STEPS}"
                value = surface(read(text)[1])
                path = run(value, item, start)
                horizons[query] = horizon(path, run(value, item, twins_of(start), nudged()))
                paths[query] = path[: horizons[query] + 1 : STRIDE]
    return paths, horizons


def main() -> None:
    # In single precision, torch's usual one, NAdam keeps the product of all μ in it too.
    torch.set_default_dtype(torch.float64)
    about: dict[str, Any] = {"torch": torch.__version__, "seed": SEED}
    save("torch.npz", about, fed({item: feed(item) for item in OPTIMIZERS}))
    paths, horizons = record_runs()
    save("runs.npz", {**about, "steps": STEPS, "stride": STRIDE, "left": LEFT, "horizons": horizons}, paths)


if __name__ == "__main__":
    main()
