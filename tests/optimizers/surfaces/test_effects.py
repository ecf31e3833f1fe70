"""Which parameters of a surface have an effect, and that its formula explains its letters."""

import re

import numpy as np
import pytest

from optimizers import SURFACES
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.surface import Surface

ENTRIES = [surface for surface in SURFACES.values() if surface.data is None and surface.parameters]
KNOWN = {"f", "J", "i", "e", "x", "y"}
COMMANDS = (
    r"\\(?:tfrac|frac|sqrt|left|right|sum|sin|cos|tanh|log|quad|,|;|\s|pi|text\{[^}]*\}|lVert|rVert|mathrm\{[^}]*\})"
)


@pytest.mark.parametrize("surface", ENTRIES, ids=lambda surface: surface.name)
def test_a_parameter_counts_exactly_where_it_changes_the_surface(surface: Surface) -> None:
    points = np.random.default_rng(2).uniform(-1.5, 1.5, (20, 2))

    def seen(values: dict[str, float | str]) -> list[float]:
        return [BoundSurface(surface, values).value(x, y) for x, y in points.tolist()]

    usual = surface.defaults()
    for other in surface.parameters:
        for value in (other.slider[0], other.slider[1]):
            values = {**usual, other.name: value}
            here = seen(values)
            for parameter in surface.parameters:
                low, high = parameter.slider
                tried = [low, high, low + 0.3 * (high - low)]
                moved = [
                    one for one in tried if not np.allclose(seen({**values, parameter.name: one}), here, rtol=1e-12)
                ]
                assert bool(moved) == parameter.counts(values), (parameter.name, values)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda surface: surface.name)
def test_every_letter_of_a_formula_is_explained(surface: Surface) -> None:
    """x, y, the parameters and what the formula itself defines need no words."""
    formula = re.sub(COMMANDS, " ", surface.formula)
    defined = set(re.findall(r"([A-Za-z])(?:_[a-z])? *=", formula))
    symbols = {letter for one in surface.parameters for letter in re.findall(r"[A-Za-z]", one.symbol)}
    letters = set(re.findall(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])", formula))
    for letter in letters - KNOWN - defined - symbols:
        assert re.search(rf"\b{letter}[₁₂]?\b", surface.legend), (letter, surface.legend)
