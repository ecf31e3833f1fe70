"""Minibatches: what is drawn, that rules see the loss of the drawn rows where they are, and that all else is whole."""

from itertools import chain
from typing import Any

import numpy as np
import pytest

from optimizers import Scenario, continuations, explain, simulate, verdict
from optimizers.run.draws import batches_of, rows_seen
from optimizers.run.horizon import horizon
from optimizers.tell.theory import theory
from optimizers.terms.types import Matrix, Vector
from tests.truth.plan import plans
from tests.truth.simulator import simulate as truth

SURFACES = ("linear-regression", "logistic-regression", "network-slice")


def sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


GRADIENTS: dict[str, Any] = {
    "linear-regression": lambda x, u, t: [((x[0] * u + x[1] - t) * u).mean(), (x[0] * u + x[1] - t).mean()],
    "logistic-regression": lambda x, u, t: [
        ((sigmoid(x[0] * u + x[1]) - t) * u).mean(),
        (sigmoid(x[0] * u + x[1]) - t).mean(),
    ],
    "network-slice": lambda x, u, t: [
        ((x[1] * np.tanh(x[0] * u) - t) * x[1] * u / np.cosh(x[0] * u) ** 2).mean(),
        ((x[1] * np.tanh(x[0] * u) - t) * np.tanh(x[0] * u)).mean(),
    ],
}


def adam(lr: float) -> Any:
    m, v = np.zeros(2), np.zeros(2)

    def step(g: Vector, t: int) -> Vector:
        m[:], v[:] = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        return np.asarray(lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8))

    return step


def looped(scenario: Scenario, rates: tuple[float, float]) -> list[Matrix]:
    """Return the paths of SGD and Adam from each start, as a plain loop over epochs and batches takes them."""
    surface = scenario.surface
    q, size = surface.q, int(surface.values["batch"])
    u, t = q[1::2], q[2::2]
    found = []
    for make in (lambda: lambda gradient, _: rates[0] * gradient, lambda: adam(rates[1])):
        for start in scenario.starts:
            take, x = make(), np.array([start.x, start.y])
            generator = np.random.default_rng([int(scenario.conditions["seed"]), 0xBA7C4])
            path = [x]
            while len(path) <= scenario.steps:
                epoch = generator.permutation(len(u))
                for first in range(0, len(u), size):
                    rows = epoch[first : first + size]
                    g = np.array(GRADIENTS[surface.name](x, u[rows], t[rows]))
                    x = x - take(g, len(path))
                    path.append(x)
            found.append(np.array(path[: scenario.steps + 1]))
    return found


@pytest.mark.parametrize("size", [1, 8, 39])
@pytest.mark.parametrize("surface", SURFACES)
def test_paths_are_those_of_a_plain_loop_over_epochs(surface: str, size: int) -> None:
    text = f"surface={surface},batch={size}&optimizer=sgd,lr=0.02&optimizer=adam,lr=0.05&steps=60&seed=7"
    scenario = Scenario.from_query(text)
    for run, path in zip(simulate(scenario), looped(scenario, (0.02, 0.05)), strict=True):
        np.testing.assert_allclose(run.x, path, rtol=0, atol=1e-12)
        whole = [scenario.surface.gradient(*x) for x in run.x]
        np.testing.assert_allclose(run.gradient, whole, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(run.loss, [scenario.surface.value(*x) for x in run.x], rtol=1e-12)


@pytest.mark.parametrize("surface", SURFACES)
def test_paths_are_those_of_long_double(surface: str) -> None:
    text = (
        f"surface={surface},batch=12&optimizer=sgd,lr=0.01&optimizer=momentum,lr=0.01,weight_decay=0.1,length=sgd"
        "&noise=0.1&seed=3&steps=40&start=A,0.6,1.2"
    )
    scenario = Scenario.from_query(text)
    for run, path in zip(simulate(scenario), truth(plans(scenario)), strict=True):
        np.testing.assert_allclose(run.x, np.asarray(path, np.float64), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("size", "epoch"), [(8, 5), (16, 3), (1, 40), (39, 2)])
def test_the_batches_of_an_epoch_are_a_permutation(size: int, epoch: int) -> None:
    scenario = Scenario.from_query(f"surface=linear-regression,batch={size}&steps={4 * epoch}&seed=7")
    assert scenario.surface.epoch == epoch
    batches = [rows_seen(batch) for batch in batches_of(scenario)]
    epochs = [[*chain(*batches[first : first + epoch])] for first in range(0, 4 * epoch, epoch)]
    assert all(sorted(rows) == list(range(40)) for rows in epochs)
    assert len({tuple(rows) for rows in epochs}) == 4
    assert {len(batch) for batch in batches} == {size, 40 % size or size}


def test_a_longer_run_begins_with_the_same_batches_and_another_seed_draws_others() -> None:
    short, long, other = (
        batches_of(Scenario.from_query(f"surface=linear-regression,batch=8&{rest}"))
        for rest in ("steps=7&seed=7", "steps=90&seed=7&optimizer=adam&noise=0.5", "steps=7&seed=8")
    )
    assert short.tobytes() == long[:7].tobytes() != other.tobytes()


@pytest.mark.parametrize("size", [0, 40, 200])
def test_a_batch_of_no_rows_or_of_all_is_the_full_gradient(size: int) -> None:
    plain, scenario = (Scenario.from_query(f"surface=linear-regression{batch}") for batch in ("", f",batch={size}"))
    assert batches_of(scenario).shape == (0, 0)
    assert [run.x.tobytes() for run in simulate(scenario)] == [run.x.tobytes() for run in simulate(plain)]


def test_batches_count_as_noise() -> None:
    scenario = Scenario.from_query("surface=linear-regression,batch=8&optimizer=sgd,lr=0.07&seed=7")
    [run, _] = runs = simulate(scenario)
    assert run.metrics.flips is None
    assert theory(scenario) == []
    assert "oscillates" not in verdict(scenario, runs)
    assert "minibatches of 8 of 40, the same for all, seed 7" in str(runs)
    at_minimum = Scenario.from_query(scenario.query + "&start=C,0.1846840764659857,0")
    assert simulate(at_minimum)[2].metrics.path_length > 0.1
    assert continuations(scenario, runs)[0].steps >= run.steps
    assert len(horizon(scenario)) == 2


def test_an_explained_step_sees_its_batch() -> None:
    scenario = Scenario.from_query("surface=network-slice,batch=8&optimizer=sgd,lr=0.5&start=A,0.5,1&seed=7&steps=20")
    run = simulate(scenario)[0]
    for step in (1, 13, 20):
        found = explain(scenario, 0, 0, step)
        assert found.gradient == tuple(run.gradient[step - 1])
        part = scenario.surface.of_rows(rows_seen(batches_of(scenario)[step - 1]))
        assert found.seen == tuple(map(float, part.gradient(*run.x[step - 1])))
        np.testing.assert_allclose(run.x[step], run.x[step - 1] + found.change, rtol=0, atol=1e-15)


def test_a_continued_run_goes_on_with_the_next_batches() -> None:
    query = "surface=linear-regression,batch=4&optimizer=momentum,lr=0.05,beta=0.9&start=A,0.6,2.6&seed=7&steps={}"
    short, long = (Scenario.from_query(query.format(steps)) for steps in (120, 480))
    [after], [run] = continuations(short, simulate(short)), simulate(long)
    inside = np.hypot(*(run.x - short.surface.landmarks.minima[0]).T) <= 0.05
    leaves = next((step for step in range(120, 481) if not inside[step]), None)
    assert after.leaves == leaves == 194
