"""A surface of elementary functions: kernel, plain Python, array, exported program and JavaScript have the same bits.

With the C library's functions for a number and NumPy's for an array, 962 of these 20 000 gradients differ.
"""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import Scenario, simulate
from optimizers.export.programs import numpy_program, torch_program
from optimizers.form.compiling import COMPILED
from optimizers.form.reader import read
from optimizers.run import engine
from optimizers.surfaces.ackley import ACKLEY, gradient, value
from optimizers.terms.types import Matrix
from tests.form_engines import EVALUATE, running_javascript
from tests.programs import positions, run_program

QUERY = f"surface={ACKLEY.name}&optimizer=adam,lr=0.1&optimizer=sgd,lr=0.01,schedule=cosine&start=A,2,-1.4&steps=200"
POINTS = np.random.default_rng(0).uniform(-30, 30, (20_000, 2))
Q = ACKLEY.pack(ACKLEY.defaults())


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    simulate(Scenario.from_query("optimizer=adam&optimizer=sgd&steps=1"))  # in the usual folder, before it changes
    monkeypatch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path / "kernels")


def table(rows: Any) -> Matrix:
    """Return value and gradient at every point, shape (n, 3)."""
    return np.array(rows, dtype=np.float64)


@pytest.fixture
def plain() -> Matrix:
    return table([(value(x, y, Q), *gradient(x, y, Q)) for x, y in POINTS.tolist()])


@pytest.mark.slow
@pytest.mark.skipif(not COMPILED, reason="numba is switched off: nothing is compiled")
def test_the_kernel_has_the_bits_of_plain_python(plain: Matrix) -> None:
    evaluate = EVALUATE(engine.compile_surface(ACKLEY))
    slopes = np.empty_like(POINTS)
    values = [evaluate(x.ctypes.data, g.ctypes.data, Q.ctypes.data) for x, g in zip(POINTS, slopes, strict=True)]
    assert np.column_stack([values, slopes]).tobytes() == plain.tobytes()


def test_an_array_has_the_bits_of_plain_python(plain: Matrix) -> None:
    x, y = POINTS.T
    assert np.column_stack([value(x, y, Q), *gradient(x, y, Q)]).tobytes() == plain.tobytes()


def test_the_exported_program_has_the_bits_of_plain_python(plain: Matrix, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(numpy_program(Scenario.from_query(QUERY)), "utf-8")
    with np.errstate():
        exported = runpy.run_path(str(file))
    rows = [(exported["value"](x, y, Q), *exported["gradient"](x, y, Q)) for x, y in POINTS.tolist()]
    assert table(rows).tobytes() == plain.tobytes()


def test_javascript_has_the_bits_of_plain_python(plain: Matrix, tmp_path: Path) -> None:
    with running_javascript(tmp_path) as script:
        module = script.module({"value": read(value), "gradient": read(gradient)})
        found = [script.values(module, name, POINTS, Q) for name in ("value", "gradient")]
    assert np.column_stack(found).tobytes() == plain.tobytes()


def test_its_runs_are_those_of_the_library(tmp_path: Path) -> None:
    scenario = Scenario.from_query(QUERY)
    with np.errstate():
        runs, _ = run_program(numpy_program(scenario), tmp_path)
    expected = positions(scenario)
    assert {name: x.tobytes() for name, x in runs.items()} == {name: x.tobytes() for name, x in expected.items()}


@pytest.mark.torch
def test_the_program_for_torch_has_the_functions_of_torch(tmp_path: Path) -> None:
    scenario = Scenario.from_query(QUERY)
    program = torch_program(scenario)
    assert "    from torch import cos, exp, sqrt\n" in program
    assert "def cos(" not in program
    runs, _ = run_program(program, tmp_path)
    for name, x in positions(scenario).items():
        np.testing.assert_allclose(runs[name].numpy(), x, rtol=1e-9)


def test_its_gradient_is_the_complex_step_of_its_value() -> None:
    for x, y in POINTS[:200].tolist():
        measured = value(x + 1e-30j, y, Q).imag / 1e-30, value(x, y + 1e-30j, Q).imag / 1e-30
        assert gradient(x, y, Q) == pytest.approx(measured, rel=1e-13, abs=1e-13)


def test_a_run_goes_into_a_minimum() -> None:
    adam, _ = simulate(Scenario.from_query(QUERY))
    assert adam.loss[-1] < adam.loss[0] - 1
