"""The numbers of the references: long double, where the machine has one that is longer than float64."""

from typing import Any

import numpy as np
import numpy.typing as npt

Real = np.longdouble
Complex = np.clongdouble
Array = npt.NDArray[np.longdouble]

EXTENDED = np.finfo(Real).nmant >= 63
WHY_NOT = f"long double has {np.finfo(Real).nmant} bits of mantissa here, float64 has 52: there is no finer computation"

PI = Real("3.14159265358979323846264338327950288")
LARGEST = Real(np.finfo(np.float64).max)


def real(values: object) -> Array:
    """Return ``values`` as an array of long doubles."""
    return np.asarray(values, dtype=Real)


def where(condition: Any, yes: Any, no: Any) -> Array:
    """Return ``yes`` or ``no``, element by element."""
    return real(np.where(condition, yes, no))


def quotient(above: Any, below: Any) -> Array:
    """Return above / below, and 0 where above is 0: a rule that has seen no gradient stays where it is."""
    return where(above == 0, 0, above / where(above == 0, 1, below))
