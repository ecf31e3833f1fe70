"""The array types that rules, surfaces and the kernel share."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
"""One value a coordinate or a parameter: shape (n,)."""

Matrix = NDArray[np.float64]
"""One row a step or a state variable: shape (rows, n)."""
