"""Record what torch.optim does, for the tests to compare with: `python tests/record_torch.py`.

Run by hand, in any environment that has torch and numpy (``pip install -e '.[bench]'`` does); it takes two minutes
and rewrites two files in tests/reference/. It uses nothing of this repository: gradients of whole runs come from
torch's autograd, and an optimizer is written as in a query string and translated here to torch's own names.

rules.npz: torch.optim fed one given sequence of gradients, from position 0.
    gradients   (1000, 2), signs and scales changing
    x <item>    (1000, 2), the position after each step
    dx <item>   (1000, 2), the step itself: the position is put back to 0 before each step, so that small steps are
                recorded to their own last digits and not to those of a far larger position

runs.npz: whole runs on the surfaces, in float64.
    <query>     (n, 2), the position at steps 0, 5, 10, … up to the horizon

Both hold ``about``, a JSON text with versions; that of runs.npz also holds ``horizons``: the last step before one of
torch's own eight twins, started one unit in the last place away in x, in y or in both, has left the run by more than
1e-12. Eight, because a single twin often rounds back to the very same path and then tells nothing.
"""

import importlib
import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

torch: Any = importlib.import_module("torch")  # by name: those who only check types need not have it

REFERENCE = Path(__file__).parent / "reference"
SEED = 7
STEPS, STRIDE, LEFT = 500, 5, 1e-12
Array = NDArray[np.float64]

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
)


def read(item: str) -> tuple[str, dict[str, Any]]:
    """Return the name and the values that an item like ``sgd,lr=0.1`` writes; a named form stays text."""
    name, *pairs = item.split(",")
    values: dict[str, Any] = {}
    for pair in pairs:
        key, text = pair.split("=")
        values[key] = text if key == "form" else float(text)
    return name, values


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
    arguments |= {"betas": (v["beta1"], v["beta2"]), "eps": v["eps"]}
    return torch.optim.Adam([x], decoupled_weight_decay=bool(v.get("decoupled_weight_decay")), **arguments)


def gradients(count: int = 1000) -> Array:
    """Return a sequence whose signs and scales change.

    The first coordinate swells and shrinks over 16 orders of magnitude, the second jumps between scales every 50 steps;
    one value in twenty is exactly 0.
    """
    random = np.random.default_rng(SEED)
    swell = -4.0 - 8.0 * np.cos(2 * np.pi * np.arange(count) / 250)
    jumps = np.repeat(random.uniform(-9.0, 6.0, -(-count // 50)), 50)[:count]
    sequence = random.standard_normal((count, 2)) * 10.0 ** np.stack([swell, jumps], axis=1)
    sequence[random.random((count, 2)) < 0.05] = 0.0
    return sequence


def feed(item: str, sequence: Array, put_back: bool) -> Array:
    """Return torch's position after each gradient of ``sequence``."""
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
    )


def run(value: Callable[[Any, Any], Any], item: str, start: Array) -> Array:
    """Return torch's path from ``start``, shape (STEPS + 1, 2)."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch_optimizer(item, x)
    rows = [x.detach().numpy().copy()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        value(x[0], x[1]).backward()
        optimizer.step()
        rows.append(x.detach().numpy().copy())
    return np.array(rows)


def horizon(path: Array, twin: Array) -> int:
    """Return the last step before ``twin`` has left ``path`` by more than LEFT, or one of them the finite world."""
    with np.errstate(invalid="ignore"):
        near = np.hypot(*(path - twin).T) <= LEFT
    return STEPS if near.all() else int(near.argmin()) - 1


def twins(start: Array) -> list[Array]:
    """Return the eight neighbours of ``start`` in float64."""
    axes = [(np.nextafter(value, -np.inf), value, np.nextafter(value, np.inf)) for value in start]
    return [np.array(point) for point in itertools.product(*axes) if point != tuple(start)]


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
                horizons[query] = min(horizon(path, run(value, item, twin)) for twin in twins(start))
                paths[query] = path[: horizons[query] + 1 : STRIDE]
    return paths, horizons


def main() -> None:
    REFERENCE.mkdir(exist_ok=True)
    about: dict[str, Any] = {"torch": torch.__version__, "numpy": np.__version__, "seed": SEED}
    sequence = gradients()
    arrays = {"gradients": sequence}
    for item in OPTIMIZERS:
        arrays[f"x {item}"] = feed(item, sequence, put_back=False)
        arrays[f"dx {item}"] = feed(item, sequence, put_back=True)
    np.savez_compressed(REFERENCE / "rules.npz", allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
    paths, horizons = record_runs()
    about |= {"steps": STEPS, "stride": STRIDE, "left": LEFT, "horizons": horizons}
    np.savez_compressed(REFERENCE / "runs.npz", allow_pickle=False, about=np.array(json.dumps(about)), **paths)


if __name__ == "__main__":
    main()
