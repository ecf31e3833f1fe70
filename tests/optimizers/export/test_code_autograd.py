"""Surfaces as the PyTorch program has them, differentiated by torch's autograd."""

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy import sqrt

from optimizers import SURFACES, Surface
from optimizers.export.programs.functions import Functions
from optimizers.form.elementary import cos, exp, power, tanh
from optimizers.form.nodes import Function
from optimizers.form.reader import read
from optimizers.terms.types import Vector
from tests.form_engines import load

pytestmark = pytest.mark.torch


def differentiated(torch: Any, value: Any, point: Vector) -> tuple[float, list[float], list[float]]:
    """Return the value of a function of two tensors, and what autograd finds: gradient and Hessian, row by row."""
    x = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    result = value(x[0], x[1])
    (slope,) = torch.autograd.grad(result, x, create_graph=True)
    rows = [torch.autograd.grad(part + 0.0 * x.sum(), x, retain_graph=True)[0].tolist() for part in slope]
    return result.item(), slope.tolist(), [*rows[0], *rows[1]]


def on_tensors(function: Function, folder: Path) -> Any:
    """Return a function as the program has it."""
    lines = Functions([]).holding_tensors("held", "", [function])
    return load("\n".join(lines) + "\n", folder / "page.py").held()


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_autograd_finds_gradient_and_hessian(torch: Any, surface: Surface, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    q = surface.pack(surface.defaults())
    value = on_tensors(surface.form.value, tmp_path)
    for point in random.uniform(-2, 2, (20, 2)):
        found, slope, bend = differentiated(torch, functools.partial(value, q=torch.tensor(q)), point)
        a, b = point.tolist()
        assert found == pytest.approx(float(surface.value(a, b, q)), rel=1e-14)
        assert slope == pytest.approx([float(one) for one in surface.gradient(a, b, q)], rel=1e-12)
        xx, xy, yy = (float(one) for one in surface.hessian(a, b, q))
        assert bend == pytest.approx([xx, xy, xy, yy], rel=1e-11, abs=1e-11)


FAR = 2.5


def rippled(x: float, y: float) -> Any:
    return float(exp(-abs(x)) * cos(FAR * y)) + sqrt(FAR) * tanh(FAR) - power(1.0 + x * x, 0.7) / root_of(x, y)


def root_of(x: float, y: float) -> float:
    return float(sqrt(max(x, y) + 9.0))


def test_elementary_functions_are_torchs_own(torch: Any, tmp_path: Path) -> None:
    """Its functions take no plain numbers, and float(…) would cut a tensor off from what it came of."""
    value = on_tensors(read(rippled), tmp_path)
    for point in np.random.default_rng(1).uniform(-2, 2, (20, 2)):
        found, slope, _ = differentiated(torch, value, point)
        assert found == pytest.approx(rippled(*point.tolist()), rel=1e-14)
        beside = [rippled(*(point + step).tolist()) - rippled(*(point - step).tolist()) for step in 1e-6 * np.eye(2)]
        assert slope == pytest.approx([one / 2e-6 for one in beside], rel=1e-7, abs=1e-8)
