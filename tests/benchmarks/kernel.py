"""How fast the kernel is: ``pip install -e '.[bench]' && python -m tests.benchmarks.kernel``.

The work is the page's: 4 optimizers from 2 starts, 500 steps on Rosenbrock, recording position, loss, gradient and
state of every step. Contenders take turns in one process, so that a busy machine is busy for all; the table shows
medians. Those whose package is missing are listed as such. Before anything is timed, all are checked to take the same
paths.
"""
# ruff: noqa: T201  # it prints

import ctypes
import importlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, SURFACES, Run, Scenario, simulate
from optimizers.run.plan import Plan, plan, prepared, run
from optimizers.run.simulation import simulate_plan

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 60
SLOW_ROUNDS = 5  # for what takes a good part of a second
BATCH = 0.004  # seconds that one turn of a fast contender lasts
AGREE = 1e-10
SCENARIO = Scenario.from_query(
    "surface=rosenbrock&optimizer=sgd,lr=0.001&optimizer=momentum,lr=0.001,beta=0.9&optimizer=rmsprop,lr=0.01,beta=0.9"
    "&optimizer=adam,lr=0.02&start=A,-1.2,1&start=B,0.3,2.5&steps=500"
)
STEPS = SCENARIO.steps
Paths = list[Any]  # an (STEPS + 1, 2) array a run, in the order of simulate()


@dataclass(frozen=True)
class Contender:
    """``work`` does everything once; ``paths`` returns what it computed last."""

    name: str
    work: Callable[[], Any]
    paths: Callable[[], Paths]
    slow: bool = False


class Arrays:
    """Preallocated arrays of the eight runs, with row 0 filled."""

    def __init__(self, runs: list[Run]) -> None:
        self.x = [np.zeros_like(run.x) for run in runs]
        self.loss = [np.zeros_like(run.loss) for run in runs]
        self.gradient = [np.zeros_like(run.gradient) for run in runs]
        self.state = [np.zeros_like(run.state) for run in runs]
        for x, state, one in zip(self.x, self.state, runs, strict=True):
            x[0], state[0] = one.x[0], one.state[0]
        choices = [SCENARIO.optimizers[run.optimizer] for run in runs]
        self.rules = [OPTIMIZERS[choice.name] for choice in choices]
        self.p = [rule.pack(c.values)[np.newaxis] for rule, c in zip(self.rules, choices, strict=True)]
        self.q = SURFACES["rosenbrock"].pack(SCENARIO.surface.values)[np.newaxis]

    def same_bits(self, runs: list[Run]) -> bool:
        """Tell whether everything recorded here is what ``runs`` recorded, to the last bit."""
        return all(
            getattr(self, name)[r].tobytes() == getattr(run, name).tobytes()
            for name in ("x", "loss", "gradient", "state")
            for r, run in enumerate(runs)
        )


def kernel(resolved: Plan) -> Contender:
    """The library's kernel, all eight runs in one call, without metrics."""
    call, paths = prepared(resolved, judged=False)
    return Contender("kernel, arrays preallocated", call, lambda: list(paths.x))


def c_loop(arrays: Arrays, folder: str) -> Contender:
    """kernel.c, all eight runs in one call."""
    library = Path(folder) / "kernel.so"
    source = Path(__file__).with_name("kernel.c")
    command = ["gcc", "-O3", "-ffp-contract=off", "-shared", "-fPIC", str(source), "-o", str(library), "-lm"]
    subprocess.run(command, check=True)
    count = len(arrays.x)

    def addresses(arrays: list[Any]) -> Any:
        return (ctypes.c_void_p * count)(*[array.ctypes.data for array in arrays])

    order = ["sgd", "momentum", "rmsprop", "adam"]
    rules = (ctypes.c_int * count)(*[order.index(rule.name) for rule in arrays.rules])
    pointers = [addresses(a) for a in (arrays.x, arrays.loss, arrays.gradient, arrays.state, arrays.p)]
    q = ctypes.c_void_p(arrays.q.ctypes.data)
    function = ctypes.CDLL(str(library)).descend_all
    work = partial(function, count, rules, *pointers, q, ctypes.c_long(STEPS), (ctypes.c_long * count)())
    return Contender("C, gcc -O3 -ffp-contract=off", work, lambda: arrays.x)


def library(resolved: Plan) -> list[Contender]:
    """The library's own ways, from the innermost out: each does what the one before it does, and more."""
    ways: dict[str, Callable[[], Any]] = {
        "run(plan): and allocation, and metrics": lambda: run(resolved),
        "simulate_plan(plan): and runs with names": lambda: simulate_plan(resolved),
        "simulate(): and the plan": lambda: simulate(SCENARIO),
    }
    return [Contender(name, work, lambda: [one.x for one in simulate(SCENARIO)]) for name, work in ways.items()]


def optax_scan() -> Contender:
    """optax under one jit: a lax.scan a rule, vectorised over its starts, gradients by autodiff."""
    jax: Any = importlib.import_module("jax")
    optax: Any = importlib.import_module("optax")
    jax.config.update("jax_enable_x64", True)
    rates = [float(choice.values["lr"]) for choice in SCENARIO.optimizers]
    rules = [
        optax.sgd(rates[0]),
        optax.chain(optax.ema(0.9, debias=False), optax.scale(-rates[1])),
        optax.rmsprop(rates[2], decay=0.9, eps=1e-8, eps_in_sqrt=False),
        optax.adam(rates[3], b1=0.9, b2=0.999, eps=1e-8),
    ]
    evaluate = jax.value_and_grad(lambda x: (1.0 - x[0]) ** 2 + 100.0 * (x[1] - x[0] ** 2) ** 2)

    def trajectory(rule: Any, start: Any) -> Any:
        def step(carry: Any, _: Any) -> Any:
            x, gradient, state = carry
            updates, state = rule.update(gradient, state, x)
            x = x + updates
            loss, gradient = evaluate(x)
            return (x, gradient, state), (x, loss, gradient, state)

        first, gradient = evaluate(start)
        return first, jax.lax.scan(step, (start, gradient, rule.init(start)), None, length=STEPS)[1]

    starts = np.array([(start.x, start.y) for start in SCENARIO.starts])
    everything = jax.jit(lambda xs: [jax.vmap(partial(trajectory, rule))(xs) for rule in rules])
    work = partial(lambda xs: jax.block_until_ready(everything(xs)), jax.numpy.asarray(starts))

    def paths() -> Paths:
        moved = [np.asarray(recorded[0]) for _, recorded in work()]
        return [np.concatenate([starts[j : j + 1], of_rule[j]]) for of_rule in moved for j in range(len(starts))]

    return Contender("optax, jit and lax.scan, steady state", work, paths)


def torch_script() -> Contender:
    """The script of the courses: torch.optim and autograd, one run at a time; it records no state."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)  # threads that wait for work take the processors from the other contenders
    rates = [float(choice.values["lr"]) for choice in SCENARIO.optimizers]
    makers = [
        partial(torch.optim.SGD, lr=rates[0]),
        partial(torch.optim.SGD, lr=rates[1] * (1 - 0.9), momentum=0.9),  # the average, as a heavy ball
        partial(torch.optim.RMSprop, lr=rates[2], alpha=0.9, eps=1e-8),
        partial(torch.optim.Adam, lr=rates[3]),
    ]
    computed: Paths = []

    def trajectory(maker: Any, start: Any) -> Any:
        x = torch.tensor([start.x, start.y], dtype=torch.float64, requires_grad=True)
        optimizer = maker([x])
        positions, losses, gradients = [], [], []
        for t in range(STEPS + 1):
            optimizer.zero_grad()
            loss = (1.0 - x[0]) ** 2 + 100.0 * (x[1] - x[0] ** 2) ** 2
            loss.backward()
            positions.append(x.detach().clone().numpy())
            losses.append(loss.item())
            gradients.append(x.grad.clone().numpy())
            if t < STEPS:
                optimizer.step()
        return np.array(positions)

    def work() -> None:
        computed[:] = [trajectory(maker, start) for maker in makers for start in SCENARIO.starts]

    return Contender("torch.optim and autograd, run by run", work, lambda: computed, slow=True)


def horizons(runs: list[Run]) -> list[int]:
    """Return for each run the step up to which its path means anything: where the same run, started one unit in the
    last place away in any direction, has left it by 1e-12."""
    steps = [STEPS] * len(runs)
    for direction in ((-9, 0), (9, 0), (0, -9), (0, 9)):
        moved = [
            replace(s, x=float(np.nextafter(s.x, s.x + direction[0])), y=float(np.nextafter(s.y, s.y + direction[1])))
            for s in SCENARIO.starts
        ]
        for r, twin in enumerate(simulate(replace(SCENARIO, starts=tuple(moved)))):
            apart = np.abs(runs[r].x - twin.x).max(axis=1) > 1e-12
            steps[r] = min(steps[r], int(np.argmax(apart)) if apart.any() else STEPS)
    return steps


def check(contender: Contender, runs: list[Run], steps: list[int]) -> None:
    """Raise AssertionError unless the contender takes the paths of ``runs``, each for its number of ``steps``."""
    contender.work()
    worst = 0.0
    for path, one, last in zip(contender.paths(), runs, steps, strict=True):
        away = float(np.abs(path[: last + 1] - one.x[: last + 1]).max())
        assert away <= AGREE, f"{contender.name} leaves {SCENARIO.optimizers[one.optimizer].name} by {away:.1e}"
        worst = max(worst, away)
    print(f"{contender.name:50}{worst:20.1e}")


def measure(contenders: list[Contender]) -> dict[str, float]:
    """Return the median time of each contender's work in seconds, measured in turns."""
    batches = {}
    for contender in contenders:
        contender.work()
        begin = perf_counter()
        contender.work()
        batches[contender.name] = max(1, int(BATCH / (perf_counter() - begin)))
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for round_number in range(ROUNDS):
        for contender in contenders:
            if contender.slow and round_number % (ROUNDS // SLOW_ROUNDS):
                continue
            begin = perf_counter()
            for _ in range(batches[contender.name]):
                contender.work()
            times[contender.name].append((perf_counter() - begin) / batches[contender.name])
    return {name: statistics.median(measured) for name, measured in times.items()}


def python(code: str, **environment: str) -> list[float]:
    """Return the numbers that ``code`` prints, run in a new interpreter."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    answer = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    return [float(word) for word in answer.stdout.split()]


PLAIN = f"""
from time import perf_counter
from optimizers import Scenario, simulate
scenario = Scenario.from_query({SCENARIO.query!r})
for _ in range(5):
    begin = perf_counter(); simulate(scenario); print(perf_counter() - begin)
"""
START = """
from time import perf_counter
begin = perf_counter(); import numba; print(perf_counter() - begin)
from optimizers.run.preparing import prepare; print(perf_counter() - begin)
for _ in prepare(): pass
print(perf_counter() - begin)
"""


def main() -> None:
    runs = simulate(SCENARIO)
    with tempfile.TemporaryDirectory() as folder:
        arrays, resolved = Arrays(runs), plan(SCENARIO)
        contenders = [c_loop(arrays, folder), kernel(resolved), *library(resolved)]
        missing = []
        for package, make in (("optax", optax_scan), ("torch", torch_script)):
            if importlib.util.find_spec(package):
                contenders.append(make())
            else:
                missing.append(package)
        steps = horizons(runs)
        print(f"Rounding leaves the eight paths their meaning for {steps} of {STEPS} steps.")
        print(f"{'greatest distance from the path of simulate()':50}{f'allowed {AGREE:g}':>20}")
        for contender in contenders:
            check(contender, runs, steps)
        assert arrays.same_bits(runs)
        print("simulate() and C: the same bits in position, loss, gradient and state, all steps\n")
        times = measure(contenders)
    times["simulate() as plain Python, on its own"] = statistics.median(python(PLAIN, NUMBA_DISABLE_JIT="1"))

    base = times[contenders[0].name]
    print(f"{'4 optimizers × 2 starts × 500 steps, Rosenbrock':50}{'ms':>10}{'× C':>10}")
    for name, seconds in times.items():
        print(f"{name:50}{seconds * 1e3:10.3f}{seconds / base:10.1f}")
    for package in missing:
        print(f"{package:50}{'not installed':>20}")

    print(f"\n{'a new process, seconds since its start of work':50}{'numba':>10}{'import':>10}{'ready':>10}")
    with tempfile.TemporaryDirectory() as folder:
        cold = python(START, NUMBA_CACHE_DIR=folder)
        cached = np.median([python(START, NUMBA_CACHE_DIR=folder) for _ in range(5)], axis=0)
    for name, row in (("first ever: nothing compiled", cold), ("later: kernels from the cache", cached)):
        print(f"{name:50}" + "".join(f"{seconds:10.2f}" for seconds in row))


if __name__ == "__main__":
    main()
