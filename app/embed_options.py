"""What of the page is seen in a frame, and what can be changed there: names, as a teacher writes them in an address."""

from dataclasses import dataclass
from typing import Any, Final

from optimizers import OPTIMIZERS, SURFACES
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of

UI: Final = ("full", "compact", "minimal")
"""How much is seen, most first. The plots and the caption of what is held equal always are."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the page. ``least``: the smallest ``ui`` that has it."""

    name: str
    title: str
    least: str = "full"


COMPONENTS: Final = (
    Component("verdict", "Verdict", "compact"),
    Component("layout", "Overlay or side by side"),
    Component("fair", "What is held equal"),
    Component("player", "Playback", "minimal"),
    Component("surface", "Cost surface"),
    Component("starts", "Start points"),
    Component("optimizers", "Optimizers", "compact"),
    Component("chart", "Chart"),
    Component("scoreboard", "Scoreboard"),
    Component("why", "Why this step"),
    Component("share", "Share"),
    Component("pin", "Pin"),
    Component("reset", "Reset", "compact"),
    Component("theme", "Theme"),
)
"""In the order of the check-list."""

_PARAMETERS = [p.name for rule in OPTIMIZERS.values() for p in parameters_of(rule)]
_PARAMETERS += [p.name for surface in SURFACES.values() for p in surface.parameters]
CONTROLS: Final = tuple(
    dict.fromkeys(("surface", "starts", "optimizers", "steps", *(p.name for p in CONDITIONS), "length", *_PARAMETERS))
)
"""What can be locked, each on its own or ``all``."""

HIDABLE: Final = tuple(dict.fromkeys((*(component.name for component in COMPONENTS), "speed", *CONTROLS)))
LOCKABLE: Final = ("all", *CONTROLS)


def hidden(ui: str, show: tuple[str, ...], hide: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of what is not seen, in the order of HIDABLE: hide counts more than show, show more than ui."""
    below = {c.name for c in COMPONENTS if UI.index(c.least) < UI.index(ui)}
    return tuple(name for name in HIDABLE if name in hide or (name in below and name not in show))


def choices() -> dict[str, Any]:
    """Return what an embed can be told, for the form that writes its address. A frame has no such form itself."""
    components = [
        {"name": c.name, "title": c.title, "ui": list(UI[: UI.index(c.least) + 1])}
        for c in COMPONENTS
        if c.name != "share"
    ]
    return {"components": components, "locks": list(LOCKABLE)}
