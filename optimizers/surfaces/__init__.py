"""The cost surfaces, in the order of the menu. A new surface is one file here and one line in the list."""

from .beale import BEALE
from .booth import BOOTH
from .branin import BRANIN
from .dixon_price import DIXON_PRICE
from .double_well import DOUBLE_WELL
from .easom import EASOM
from .ellipse import ELLIPSE
from .goldstein_price import GOLDSTEIN_PRICE
from .himmelblau import HIMMELBLAU
from .matyas import MATYAS
from .mccormick import MCCORMICK
from .rosenbrock import ROSENBROCK
from .saddle import SADDLE
from .six_hump_camel import SIX_HUMP_CAMEL
from .sphere import SPHERE
from .styblinski_tang import STYBLINSKI_TANG
from .surface import Surface
from .three_hump_camel import THREE_HUMP_CAMEL
from .two_gaussians import TWO_GAUSSIANS
from .zakharov import ZAKHAROV

SURFACES: tuple[Surface, ...] = (
    ELLIPSE,
    ROSENBROCK,
    SADDLE,
    SPHERE,
    HIMMELBLAU,
    BEALE,
    TWO_GAUSSIANS,
    DOUBLE_WELL,
    BOOTH,
    MATYAS,
    THREE_HUMP_CAMEL,
    SIX_HUMP_CAMEL,
    MCCORMICK,
    GOLDSTEIN_PRICE,
    BRANIN,
    STYBLINSKI_TANG,
    EASOM,
    ZAKHAROV,
    DIXON_PRICE,
)
