"""The cost surfaces, in the order of the menu. A new surface is one file here and one line in the list."""

from .ellipse import ELLIPSE
from .rosenbrock import ROSENBROCK
from .saddle import SADDLE
from .surface import Surface

SURFACES: tuple[Surface, ...] = (
    ELLIPSE,
    ROSENBROCK,
    SADDLE,
)
