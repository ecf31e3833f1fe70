"""One entry of the catalog."""

from optimizers.query.choices import Limits
from optimizers.query.entries import read_entry

from ..catalog import entry
from ..encoding import dumps


def entry_json(text: str, limits: Limits) -> bytes:
    """Return the optimizer or the surface that a legal query names, in the shape of the catalog."""
    return dumps(entry(read_entry(text, limits)))
