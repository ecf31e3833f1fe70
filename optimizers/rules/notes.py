"""Texts and conditions that the notes of several rules share."""

from collections.abc import Mapping

from ..terms.parameters import Value

BESIDE = "provided the gradient is large compared with eps"


def first_step_is_plain(values: Mapping[str, Value]) -> bool:
    """Return whether the first step has the full learning rate and only the rule moves the position."""
    decays = values.get("weight_decay") and values.get("decoupled_weight_decay")
    return not values.get("warmup") and not decays
