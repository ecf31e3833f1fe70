"""A rule and a surface that nobody has registered: what is new must work without further code."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from numpy import sqrt

from optimizers import OPTIMIZERS, SURFACES, Rule, Surface
from optimizers.rules.rule import StateVariable
from optimizers.terms.parameters import decay, learning_rate
from optimizers.terms.types import Matrix, Vector

LR, BETA = range(2)
S = 0
THIRD = 1 / 3
TURN = math.radians(30.0)
HEIGHT = 0


def nudge(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[S, i] = p[BETA] * state[S, i] + abs(g[i])
        x[i] -= p[LR] * g[i] * TURN / sqrt(state[S, i] + THIRD)  # turned, for no reason


def dome(x: Any, y: Any, q: Vector) -> Any:
    return x * x + y * y - q[HEIGHT] * sqrt(1.0 + x * x)


def slope(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x - q[HEIGHT] * x / sqrt(1.0 + x * x), 2.0 * y


RULE: Rule = replace(
    OPTIMIZERS["sgd"],
    name="scratch-rule",
    title="Scratch",
    parameters=(learning_rate("length"), decay("beta", r"\beta", 0.9, "decay")),
    state=(StateVariable("S", "sum", initial=0.5),),
    step=nudge,
    torch=lambda values: None,
)
SURFACE: Surface = replace(
    SURFACES["saddle"], name="scratch-dome", title="Dome", value=dome, gradient=slope, source="none"
)


def join(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """Register both for one test, and return a scenario of them; ``folder`` is where their kernels go.

    In the usual one a later version of this file would find the kernels of an earlier: it is no file of the library.
    """
    monkeypatch.setattr("optimizers.form.kernel_cache.FOLDER", folder / "kernels")
    monkeypatch.setitem(OPTIMIZERS, RULE.name, RULE)
    monkeypatch.setitem(SURFACES, SURFACE.name, SURFACE)
    return f"surface={SURFACE.name},wall=0.3&optimizer={RULE.name},lr=0.3&optimizer=sgd,lr=0.2&start=A,2,-1&steps=100"
