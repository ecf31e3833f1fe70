"""From a scenario to its runs: shapes, pieces, how runs end, and what can be worked out by hand."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Run, Scenario, Surface, simulate
from optimizers.run import simulation, stepping
from optimizers.run.preparing import prepare
from optimizers.run.simulation import Piece, simulate_one, stream
from tests.everyone import IDS, PAIRS, STEPPED

ROOT = Path(__file__).resolve().parents[3]


def run(query: str) -> Run:
    """Return the only run of a scenario."""
    (only,) = simulate(Scenario.from_query(query))
    return only


@pytest.mark.parametrize("surface", SURFACES)
def test_shapes_and_the_first_row(surface: str) -> None:
    scenario = Scenario.from_query(f"surface={surface}&optimizer=rmsprop,s0=0.5&optimizer=sgd&optimizer=adam&steps=37")
    entry = SURFACES[surface]
    q = entry.pack(scenario.surface.values)
    runs = simulate(scenario)
    assert [(r.optimizer, r.start) for r in runs] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    for r in runs:
        choice, start = scenario.optimizers[r.optimizer], scenario.starts[r.start]
        slots = len(OPTIMIZERS[choice.name].state)
        assert r.steps == 37 or (r.status == "diverged" and np.abs(r.x[-1]).max() > 1e10)  # to where f overflows
        rows = r.steps + 1
        assert (r.x.shape, r.loss.shape, r.gradient.shape) == ((rows, 2), (rows,), (rows, 2))
        assert r.state.shape == (rows, slots, 2)
        assert {a.dtype for a in (r.x, r.loss, r.gradient, r.state)} == {np.dtype(np.float64)}
        assert (r.x[0, 0], r.x[0, 1]) == (start.x, start.y)
        for step in (0, 1, r.steps):  # loss and gradient of a row belong to the position of that row
            x, y = r.x[step].tolist()
            assert r.loss[step] == entry.value(x, y, q)
            assert tuple(r.gradient[step]) == entry.gradient(x, y, q)
    assert (runs[0].state[0, 0] == 0.5).all()
    begins = [variable.begin({}) for variable in STEPPED["adam"].state]
    assert runs[4].state[0].tolist() == [[begin, begin] for begin in begins]
    assert {0.0, 1.0} == set(begins)


@pytest.mark.parametrize("fair", ["own", "rate", "length", "tuned"])
def test_one_run_is_the_same_without_the_others(fair: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is the only one that is computed: one call of the kernel."""
    grafted = "optimizer=adam&optimizer=rmsprop,length=sgd,weight_decay=0.1&optimizer=sgd,lr=1,schedule=cosine"
    scenario = Scenario.from_query(f"{grafted}&steps=30&noise=0.1&fair={fair}")
    runs = simulate(scenario)
    calls: list[int] = []
    kernel_for = stepping.kernel_for

    def counted(*arguments: Any) -> stepping.TakeSteps:
        calls.append(1)
        return kernel_for(*arguments)

    monkeypatch.setattr(simulation, "kernel_for", counted)
    monkeypatch.setattr(simulation, "run", None)  # what computes all at once
    for expected in runs:
        one = simulate_one(scenario, expected.optimizer, expected.start)
        for name in ("x", "loss", "gradient", "state", "length_state"):
            assert getattr(one, name).tobytes() == getattr(expected, name).tobytes()
        assert np.array_equal(one.found or (), expected.found or (), equal_nan=True)
        arrays = {name for name in Run.__slots__ if isinstance(getattr(one, name), np.ndarray)}
        plain = [name for name in Run.__slots__ if name not in arrays | {"found"}]
        assert [getattr(one, name) for name in plain] == [getattr(expected, name) for name in plain]
    assert len(calls) == len(runs)


@pytest.mark.parametrize("steps", [1, 999, 1000, 1001, 2500])
def test_the_pieces_of_a_run_are_the_run(steps: int) -> None:
    scenario = Scenario.from_query(f"surface=rosenbrock&steps={steps}")
    pieces: list[Piece] = []
    finished = 0
    for event in stream(scenario):
        if isinstance(event, Piece):
            pieces.append(event)
            continue
        assert [piece.first for piece in pieces] == [0, *range(1001, steps + 1, 1000)]
        for name in ("x", "loss", "gradient"):
            joined = np.concatenate([getattr(piece, name) for piece in pieces])
            assert joined.tobytes() == getattr(event, name).tobytes()
        assert all(piece.run is event for piece in pieces)
        pieces.clear()
        finished += 1
    assert finished == len(scenario.optimizers) * len(scenario.starts)
    assert not pieces


@pytest.mark.parametrize("chunk", [1, 7, 299, 300, 301])
def test_the_size_of_a_piece_changes_no_bit(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.from_query("surface=rosenbrock&optimizer=sgd,lr=0.3&optimizer=adam&optimizer=rmsprop&steps=300")
    whole = simulate(scenario)
    monkeypatch.setattr(simulation, "CHUNK", chunk)
    for a, b in zip(whole, simulate(scenario), strict=True):
        assert (a.status, a.diverged_at, a.metrics) == (b.status, b.diverged_at, b.metrics)
        for name in ("x", "loss", "gradient", "state"):
            assert getattr(a, name).tobytes() == getattr(b, name).tobytes()


@pytest.mark.parametrize("rate", ["0.5", "1e50", "1e100"])
@pytest.mark.parametrize(("entry", "rule"), PAIRS, ids=IDS)
def test_everything_kept_is_finite(entry: Surface, rule: Rule, rate: str) -> None:
    for r in simulate(Scenario.from_query(f"surface={entry.name}&optimizer={rule.name},lr={rate}&steps=3000")):
        assert all(np.isfinite(a).all() for a in (r.x, r.loss, r.gradient))
        assert len(r.x) == len(r.loss) == len(r.gradient) == len(r.state) == r.steps + 1
        # The first step leads beyond every number's square, or far outside, where a step of one length goes to and fro,
        # and may come back, by rounding to 0.
        if rate == "1e100":
            assert r.status != "converged" or np.abs(r.x[-1]).max() < 1e6
            grows = entry.value(1e9, 1e9, entry.pack(entry.defaults())) > 1e9
            clips = any(parameter.name == "clip" for parameter in rule.parameters)  # then a step has one length, too
            if grows and rule.parameters[0].unit == "gradient" and not clips:
                assert (r.status, r.diverged_at) == ("diverged", 1)


def test_a_run_that_leaves_the_finite_world_keeps_its_last_finite_point() -> None:
    """SGD with lr·κ = 25: y is multiplied by −24 a step, until κ/2·y² overflows."""
    r = run("surface=ellipse,kappa=25&optimizer=sgd,lr=1&start=A,0,1&steps=2000")
    assert (r.status, r.diverged_at) == ("diverged", 1)  # |y| = 24 is outside the domain
    assert r.steps == len(r.x) - 1 < 2000
    last = float(r.x[-1, 1])
    assert np.isfinite(12.5 * (last * last))
    assert np.isinf(12.5 * (24 * last * 24 * last))
    assert last == pytest.approx((-24.0) ** r.steps, rel=1e-13)


def test_the_piece_after_the_last_finite_point_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.from_query("surface=ellipse&optimizer=sgd,lr=1&start=A,0,1&steps=2000")
    (whole,) = simulate(scenario)
    monkeypatch.setattr(simulation, "CHUNK", whole.steps)
    first, second, again = stream(scenario)
    assert isinstance(first, Piece)
    assert isinstance(second, Piece)
    assert isinstance(again, Run)
    assert (len(first.x), second.first, len(second.x)) == (whole.steps + 1, whole.steps + 1, 0)
    assert again.x.tobytes() == whole.x.tobytes()
    assert (again.status, again.diverged_at) == (whole.status, whole.diverged_at)


# With eps=0 nothing but the rule itself stands between a zero gradient and 0/0.
still = pytest.mark.parametrize("optimizer", [*STEPPED, "rmsprop,eps=0", "rmsprop,eps=0,centered=1", "adam,eps=0"])


@still
@pytest.mark.parametrize(
    "place",
    [
        "surface=ellipse,theta=30&start=A,0,0",
        "surface=rosenbrock&start=A,1,1",
        "surface=rosenbrock,a=-0.5&start=A,-0.5,0.25",
        "surface=saddle,wall=0.5&start=A,0,-1",
    ],
)
def test_a_start_at_the_minimum_stays_and_has_converged(place: str, optimizer: str) -> None:
    """The gradient is zero: 0/0 in RMSprop and Adam means no step."""
    r = run(f"{place}&optimizer={optimizer},weight_decay=0&steps=50")
    assert (r.gradient == 0).all()
    assert (r.x == r.x[0]).all()
    assert (r.status, r.steps) == ("converged", 50)
    assert (r.metrics.reached, r.metrics.stays, r.metrics.path_length) == (0, 0, 0.0)


@pytest.mark.parametrize("wall", ["0", "0.05"])
@still
def test_a_start_at_the_saddle_stays_and_has_not_converged(optimizer: str, wall: str) -> None:
    r = run(f"surface=saddle,wall={wall}&start=A,0,0&optimizer={optimizer}&steps=50")
    assert (r.x == 0).all()
    assert (r.status, r.metrics.reached, r.metrics.stays) == ("running", None, None)


def test_without_a_minimum_nothing_converges() -> None:
    for r in simulate(Scenario.from_query("surface=saddle,wall=0")):
        assert r.status != "converged"
        assert r.metrics.reached is None


@pytest.mark.parametrize(("beta", "lr"), [(0.9, 0.3), (0.5, 1.0), (0.0, 0.01), (0.999, 0.02)])
@pytest.mark.parametrize("surface", SURFACES)
def test_the_first_step_of_rmsprop_has_one_length_whatever_the_gradient(surface: str, beta: float, lr: float) -> None:
    """S = (1 − β) g², so every coordinate moves by lr/√(1 − β): more than lr."""
    for r in simulate(Scenario.from_query(f"surface={surface}&optimizer=rmsprop,lr={lr},beta={beta},eps=0&steps=1")):
        step = -np.sign(r.gradient[0]) * lr / np.sqrt(1 - beta)
        np.testing.assert_allclose(r.x[1] - r.x[0], step, rtol=1e-12)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_first_step_of_adam_is_its_rate(surface: str) -> None:
    for r in simulate(Scenario.from_query(f"surface={surface}&optimizer=adam,lr=0.25,eps=0&steps=1")):
        np.testing.assert_allclose(r.x[1] - r.x[0], -0.25 * np.sign(r.gradient[0]), rtol=1e-12)


@pytest.mark.parametrize("kappa", [2.0, 25.0, 1000.0])
def test_sgd_converges_on_the_ellipse_up_to_two_over_kappa(kappa: float) -> None:
    def status(rate: float) -> str:
        return run(f"surface=ellipse,kappa={kappa}&optimizer=sgd,lr={rate}&start=A,0,4&steps=5000").status

    assert status(1.99 / kappa) == "converged"
    assert status(2.00 / kappa) == "running"  # to and fro, for ever
    assert status(2.01 / kappa) == "diverged"


def test_the_path_of_sgd_on_the_ellipse_is_known_in_closed_form() -> None:
    kappa, lr = 25.0, 0.07
    r = run(f"surface=ellipse,kappa={kappa}&optimizer=sgd,lr={lr}&start=A,-8,1.2&steps=300")
    t = np.arange(301)
    exact = np.column_stack([(1 - lr) ** t * -8.0, (1 - lr * kappa) ** t * 1.2])
    np.testing.assert_allclose(r.x, exact, rtol=1e-12)


LATER = """
import importlib, pkgutil
import optimizers.run
from numba.core.dispatcher import Dispatcher
from optimizers import Scenario, continuations, explain, simulate, verdict
from optimizers.run.horizon import horizon
from optimizers.run.preparing import prepare
from optimizers.run.simulation import stream

def compiled():
    names = [found.name for found in pkgutil.walk_packages(optimizers.run.__path__, "optimizers.run.")]
    modules = [importlib.import_module(name) for name in names]
    kernels = {value for module in modules for value in vars(module).values() if isinstance(value, Dispatcher)}
    return {kernel.py_func.__qualname__: kernel.signatures for kernel in kernels}

list(prepare())
before = {name: list(signatures) for name, signatures in compiled().items()}
assert len(before) > 3, before
for query in (
    "",
    "optimizer=rmsprop,length=sgd,schedule=cosine&optimizer=sgd,lr=1,weight_decay=0.1&noise=0.1&steps=40",
    "surface=saddle,wall=0&optimizer=adam&start=A,1,1&steps=2000&target=loss",
    "optimizer=sgd&fair=tuned&steps=5",
):
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    list(stream(scenario)), verdict(scenario, runs), continuations(scenario, runs), horizon(scenario)
    explain(scenario, 0, 0, 1)
after = compiled()
assert after == before, {name: after[name] for name in after if after[name] != before[name]}
"""


def test_nothing_is_left_to_compile_after_preparing() -> None:
    """Else the first learner waits for it, after the server has said that it is ready."""
    subprocess.run([sys.executable, "-c", LATER], check=True, cwd=ROOT)


def test_preparing_counts_up_to_everything() -> None:
    progress = list(prepare())
    most = len(progress)
    assert progress == [(done, most) for done in range(1, most + 1)]
    assert most >= len(SURFACES) + len(OPTIMIZERS)
