"""What the notes of several rules say alike."""

from collections.abc import Mapping

from ..terms.parameters import Value

BESIDE = "where that is large beside eps"


def first_step_is_plain(values: Mapping[str, Value]) -> bool:
    """Whether the first step has the whole learning rate and nothing but the rule moves the position."""
    decays = values.get("weight_decay") and values.get("decoupled_weight_decay")
    return not values.get("warmup") and not decays
