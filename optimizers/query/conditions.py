"""The conditions of a whole scenario, the versions of the query, and the keys that a query may have."""

from ..terms.parameters import Needs, Parameter, Value, choice

CONDITIONS = (
    choice(
        "fair",
        "what is held equal",
        ("own", "rate", "length", "tuned"),
        label="Held equal",
        words=("Own rates", "Same rate", "Same step length", "Each tuned"),
    ),
    Parameter(
        "noise",
        r"\sigma",
        "standard deviation of the noise added to each coordinate of the gradient",
        0.0,
        0.0,
        1e6,
        (0.0, 10.0),
        "linear",
        advanced=True,
        label="noise",
    ),
    Parameter(
        "seed",
        "s",
        "seed of the noise and of minibatches",
        0.0,
        0.0,
        2.0**31,
        (0.0, 100.0),
        "linear",
        advanced=True,
        whole=True,
        label="seed",
        needs=(Needs(("noise", "batch"), 0.0, equal=False),),
    ),
    choice(
        "target",
        "when a run has reached a minimum: decided by the distance to it, or by the loss",
        ("distance", "loss"),
        label="Counts as reached",
        words=("Distance to a minimum", "Loss"),
    ),
    Parameter(
        "tolerance",
        r"\tau",
        "radius of the ring around a minimum, as a fraction of the domain's diagonal; "
        "with target=loss, the fraction of the way down to the minimum's value that may remain",
        0.005,
        1e-12,
        1.0,
        (1e-8, 1.0),
        "log",
        advanced=True,
        label="tolerance",
        by="target",
        defaults=(("distance", 0.005), ("loss", 1e-4)),
    ),
)
"""The conditions. Each is an item of its own, which the canonical form leaves out at its default."""


def usual_conditions() -> dict[str, Value]:
    """Return the conditions of a scenario whose text names none."""
    values: dict[str, Value] = {}
    for parameter in CONDITIONS:
        usual = parameter.usual(values)
        assert usual is not None, "only a learning rate has no default of its own"
        values[parameter.name] = usual
    return values


USUAL = usual_conditions()

FAIR = next(parameter for parameter in CONDITIONS if parameter.name == "fair")

VERSIONS = ("1", "2")
VERSION = VERSIONS[-1]  # of the meaning of a query; a change of meaning gets a new number
OLD_TARGET = "loss"  # the target of version 1, which had no other
OLD_SCHEDULES = {"inverse-sqrt": "inverse-sqrt-restarted"}  # what version 1 meant by these names after a warm-up
KEYS = ("surface", "optimizer", "start", "steps", *(parameter.name for parameter in CONDITIONS), "v")
KNOWN = frozenset(KEYS)
KNOWN_OLD = KNOWN - {"target"}
