"""The page draws noise and minibatches with the bits of NumPy."""

import base64
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from optimizers import Scenario
from optimizers.run import tails
from optimizers.run.draws import batches_of
from optimizers.terms.types import Vector
from tests.page_engine import PageEngine, decoded, running_page_engine

SEEDS = (0, 7, 2**32 + 5)
REFUSED = 4294
"""Among its first thousands of draws one is left to the server, although the C library is the known one."""
MILLION = 1_000_000
FEW = 1e-5  # of all draws at most are left to the server, because the C library may round them either way


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def drawn(engine: PageEngine, seed: int, count: int, alike: bool = True, known: Vector | None = None) -> Vector:
    """Return draws of the page. known: the draws of NumPy, whose tails the page then has."""
    far = None if known is None else {"seed": seed, "values": known[np.abs(known) >= tails.TAIL].tolist()}
    return decoded(engine.ask(ask="normals", seed=seed, count=count, alike=alike, tails=far))


def of_numpy(seed: int, count: int) -> Vector:
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(count)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_million_draws_are_those_of_numpy(seed: int, engine: PageEngine) -> None:
    found = drawn(engine, seed, MILLION)
    expected = of_numpy(seed, MILLION)
    left = np.isnan(found)
    assert left.mean() <= FEW
    np.testing.assert_array_equal(found[~left].view(np.uint64), expected[~left].view(np.uint64))
    assert np.sum(np.abs(found) > tails.TAIL) > 200


def test_the_tables_are_those_in_numpy_s_own_library(engine: PageEngine) -> None:
    folder = Path(np.__file__).parent / "random/lib"
    (library,) = (path.read_bytes() for path in folder.iterdir() if path.suffix in (".a", ".lib"))
    wide, quick, high = (decoded(one) for one in engine.ask(ask="tables"))
    assert wide.tobytes() in library
    assert quick.astype(np.uint64).tobytes() in library
    assert high.tobytes() in library


def test_where_the_c_library_is_another_one_fewer_draws_are_known(engine: PageEngine) -> None:
    """Those whose last bit does not depend on it, and they are the same."""
    count = MILLION // 4
    found, known = drawn(engine, 3, count, alike=False), drawn(engine, 3, count)
    left = np.isnan(found)
    assert 0 < np.sum(left) <= 0.5 * np.sum(np.abs(known) > tails.TAIL)
    np.testing.assert_array_equal(found[~left], known[~left])


@pytest.mark.parametrize("alike", [True, False])
def test_with_the_tails_of_numpy_every_draw_is_known(alike: bool, engine: PageEngine) -> None:
    """As in a lesson file; beyond the draws whose tails it has, some are left again, and the others are the same."""
    before = after = 0
    for seed in (*SEEDS, REFUSED):
        expected, half = of_numpy(seed, MILLION), MILLION // 2
        whole, part = (drawn(engine, seed, MILLION, alike, expected[:count]) for count in (MILLION, half))
        np.testing.assert_array_equal(whole.view(np.uint64), expected.view(np.uint64))
        np.testing.assert_array_equal(part[:half].view(np.uint64), expected[:half].view(np.uint64))
        left = np.isnan(part)
        np.testing.assert_array_equal(part[~left], expected[~left])
        before, after = before + np.isnan(drawn(engine, seed, MILLION, alike)).sum(), after + left.sum()
    assert after < before


def test_the_logarithm_is_that_of_the_c_library() -> None:
    """The neighbors enclose it; where the C library is alike, both limits of its polynomial's rounding do too."""
    random = np.random.default_rng(1)
    arguments = random.integers(1, 2**53, 50_000).tolist()
    edges = [0.0, tails.SMALL, tails.NEAR, 1.0 - 2.0**-53]
    edges += [1 - 2.0**-k * m for k in range(1, 52) for m in (1.0, tails.ROOT, 1.0 + tails.CLOSE, 2.0 - tails.ABOVE)]
    arguments += [round(edge * 2**53) + near for edge in edges for near in range(-3, 4)]
    for u in (one * 2.0**-53 for one in arguments if 0 <= one < 2**53):
        low, high = sorted(tails.log1p(-u, 0.0) * (1 + side * 2.0**-52) for side in (-1, 1))
        assert low <= math.log1p(-u) <= high
        if tails.alike():
            low, high = sorted(tails.log1p(-u, off) for off in (-5e-16, 5e-16))
            assert low <= math.log1p(-u) <= high
            assert high - low <= 2 * math.ulp(low)


@pytest.mark.parametrize("batch", [1, 7, 39])
def test_minibatches_are_those_of_numpy(batch: int, engine: PageEngine) -> None:
    for seed in SEEDS[:2]:
        for steps in (11, 400, 30):  # more and more, or fewer
            scenario = Scenario.from_query(f"surface=linear-regression,batch={batch}&steps={steps}&seed={seed}")
            rows = scenario.surface.rows
            text = engine.ask(ask="batches", seed=seed, batch=batch, rows=rows, steps=steps)
            found = np.frombuffer(base64.b64decode(text), np.uint8)[: steps * batch]
            np.testing.assert_array_equal(found.reshape(steps, batch), batches_of(scenario))
