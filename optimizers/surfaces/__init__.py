"""The cost surfaces, in groups, in the order of the menu. A new surface is one file here and one line in a group."""

from collections.abc import Mapping
from itertools import chain

from ..terms.family import Family
from .abs_ridge import ABS_RIDGE
from .ackley import ACKLEY
from .beale import BEALE
from .bohachevsky import BOHACHEVSKY
from .booth import BOOTH
from .branin import BRANIN
from .custom import CUSTOM
from .dixon_price import DIXON_PRICE
from .double_well import DOUBLE_WELL
from .drop_wave import DROP_WAVE
from .easom import EASOM
from .ellipse import ELLIPSE
from .goldstein_price import GOLDSTEIN_PRICE
from .griewank import GRIEWANK
from .himmelblau import HIMMELBLAU
from .levy_13 import LEVY_13
from .linear_regression import LINEAR_REGRESSION
from .logistic_regression import LOGISTIC_REGRESSION
from .matyas import MATYAS
from .mccormick import MCCORMICK
from .monkey_saddle import MONKEY_SADDLE
from .network_slice import NETWORK_SLICE
from .plateau import PLATEAU
from .quartic_valley import QUARTIC_VALLEY
from .rastrigin import RASTRIGIN
from .rosenbrock import ROSENBROCK
from .saddle import SADDLE
from .six_hump_camel import SIX_HUMP_CAMEL
from .sphere import SPHERE
from .styblinski_tang import STYBLINSKI_TANG
from .surface import Surface
from .three_hump_camel import THREE_HUMP_CAMEL
from .two_gaussians import TWO_GAUSSIANS
from .zakharov import ZAKHAROV

GROUPS: Mapping[str, tuple[Surface, ...]] = {
    "Core": (
        ELLIPSE,
        ROSENBROCK,
        SADDLE,
        SPHERE,
    ),
    "Valleys": (
        BEALE,
        BOOTH,
        MATYAS,
        DIXON_PRICE,
        ZAKHAROV,
        GOLDSTEIN_PRICE,
    ),
    "Several minima": (
        DOUBLE_WELL,
        TWO_GAUSSIANS,
        HIMMELBLAU,
        THREE_HUMP_CAMEL,
        SIX_HUMP_CAMEL,
        MCCORMICK,
        BRANIN,
        STYBLINSKI_TANG,
    ),
    "Many minima": (
        RASTRIGIN,
        ACKLEY,
        GRIEWANK,
        LEVY_13,
        BOHACHEVSKY,
        DROP_WAVE,
    ),
    "Plateaus and kinks": (
        PLATEAU,
        EASOM,
        QUARTIC_VALLEY,
        ABS_RIDGE,
    ),
    "Saddle points": (MONKEY_SADDLE,),
    "With data": (
        LINEAR_REGRESSION,
        LOGISTIC_REGRESSION,
        NETWORK_SLICE,
    ),
}

SURFACES: tuple[Surface, ...] = tuple(chain.from_iterable(GROUPS.values()))

FAMILIES: tuple[Family[Surface], ...] = (CUSTOM,)
"""The surfaces that a typed text defines, in the order of the menu, after the others."""
