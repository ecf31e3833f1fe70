"""What the optimizers of a scenario are called."""

from collections.abc import Sequence

from .scenario import OPTIMIZERS


def titles(names: Sequence[str]) -> list[str]:
    """Return a title for each optimizer; a second RMSprop is "RMSprop 2". ``static/js/series.js`` has the twin."""
    counts = [list(names[:i]).count(name) + 1 for i, name in enumerate(names)]
    return [
        OPTIMIZERS[name].title + (f" {count}" if count > 1 else "") for name, count in zip(names, counts, strict=True)
    ]
