"""Programs that reproduce a scenario, for NumPy and for PyTorch.

Nothing in them is text of the reader: they consist of the source code of rules and surfaces in the library, of numbers,
of names from the registries, and of start labels, which are letters and digits.
"""

from .numpy_program import numpy_program
from .torch_program import torch_program

__all__ = ["numpy_program", "torch_program"]
