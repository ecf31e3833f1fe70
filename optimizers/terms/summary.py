"""What an entry of a registry is, in one line."""

import sys
from collections.abc import Callable


def summary_of(function: Callable[..., object]) -> str:
    """Return the first line of the docstring of the module of ``function``: the part after its colon, if it has one.

    It is empty where there is none, as with ``python -OO``.

    >>> from optimizers import OPTIMIZERS
    >>> summary_of(OPTIMIZERS["rmsprop"].step)
    'Divide each coordinate of the gradient by its own root mean square'
    """
    text = (sys.modules[function.__module__].__doc__ or "").partition("\n")[0].removesuffix(".")
    said = text.partition(": ")[2] or text
    return said[:1].upper() + said[1:]
