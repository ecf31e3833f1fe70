"""The three-hump camel."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return 2 * x**2 - np.longdouble("1.05") * x**4 + x**6 / 6 + x * y + y**2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-1.747552345830288898574664"), np.longdouble("0.8737761729151444492873319")),
        (0, 0),
        (np.longdouble("1.747552345830288898574664"), np.longdouble("-0.8737761729151444492873319")),
    ]
