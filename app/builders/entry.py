"""One entry of the catalog."""

from optimizers.query.choices import Limits
from optimizers.query.entries import read_entry
from optimizers.surfaces.bound import BoundSurface

from ..catalog import entry
from ..encoding import dumps


def entry_json(text: str, limits: Limits, surface: BoundSurface | None = None) -> bytes:
    """Return the optimizer or the surface that a legal query names, in the shape of the catalog.

    surface: that which is named; it brings what was found of it, so that it is not searched again.
    """
    return dumps(entry(read_entry(text, limits)))
