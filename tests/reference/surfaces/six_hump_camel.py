"""Dixon and Szegő 1978."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return 4 * x**2 - np.longdouble("2.1") * x**4 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-1.703606714969980848770904"), np.longdouble("0.7960835686726251190257004")),
        (np.longdouble("-1.607104752920197229762004"), np.longdouble("-0.5686514548841313713934047")),
        (np.longdouble("-0.08984201310031806242249056"), np.longdouble("0.7126564030207396333972658")),
        (np.longdouble("0.08984201310031806242249056"), np.longdouble("-0.7126564030207396333972658")),
        (np.longdouble("1.607104752920197229762004"), np.longdouble("0.5686514548841313713934047")),
        (np.longdouble("1.703606714969980848770904"), np.longdouble("-0.7960835686726251190257004")),
    ]
