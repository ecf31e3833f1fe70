"""What a scenario says, in other words."""

from collections.abc import Callable
from typing import Any

from optimizers import Scenario
from optimizers.picture import description
from optimizers.run.tuning import caption

from ..catalog import members
from ..encoding import dumps


def scenario_json(scenario: Scenario, address: str) -> bytes:
    """Return the canonical query, the ``address`` with the view, the caption of what is held equal, a description
    and the entries that the catalog does not hold (see ``catalog.members``)."""
    described = {
        "query": scenario.query,
        "address": address,
        "caption": caption(scenario),
        "description": description(scenario),
        "members": members(scenario),
    }
    return dumps(described)


def as_bytes(write: Callable[..., str], *arguments: Any) -> bytes:
    """Return the text that ``write`` returns for its arguments."""
    return write(*arguments).encode()
