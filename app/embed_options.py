"""The parts of the page that an embed can show, and the values that it can lock, by the names that addresses use."""

from dataclasses import dataclass
from typing import Any, Final

from optimizers import OPTIMIZERS, SURFACES
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import RULE_FAMILIES, SURFACE_FAMILIES, parameters_of

UI: Final = ("full", "compact", "minimal")
"""How much of the page is shown, from most to least. Plots and caption are always shown."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the page. ``least``: the smallest ``ui`` that shows it."""

    name: str
    title: str
    least: str = "full"


COMPONENTS: Final = (
    Component("verdict", "Verdict", "compact"),
    Component("layout", "Overlay, side by side or 3-D"),
    Component("zoom", "Zoom"),
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
"""In the order of the check boxes in the share dialog."""

_RULES = [*OPTIMIZERS.values(), *(family.usual for family in RULE_FAMILIES.values())]
_SURFACES = [*SURFACES.values(), *(family.usual for family in SURFACE_FAMILIES.values())]
_PARAMETERS = [p.name for rule in _RULES for p in parameters_of(rule)]
_PARAMETERS += [p.name for surface in _SURFACES for p in surface.parameters]
CONTROLS: Final = tuple(
    dict.fromkeys(("surface", "starts", "optimizers", "steps", *(p.name for p in CONDITIONS), "length", *_PARAMETERS))
)
"""What can be locked, each on its own or ``all``."""

HIDABLE: Final = tuple(dict.fromkeys((*(component.name for component in COMPONENTS), "speed", *CONTROLS)))
LOCKABLE: Final = ("all", *CONTROLS)

_LOCK_TITLES: Final = {component.name: component.title for component in COMPONENTS} | {
    "optimizers": "Which optimizers run",
    "steps": "Number of steps",
    "length": "Step length from another",
    "lr": "Learning rates (lr)",
    **{p.name: p.label[:1].upper() + p.label[1:] for p in CONDITIONS if p.name != "fair"},
}
"""Of locks that the share dialog does not call by their names; those of components and conditions are the page's."""


def hidden(ui: str, show: tuple[str, ...], hide: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is hidden, in the order of HIDABLE. ``hide`` overrides ``show``, which overrides ``ui``."""
    below = {c.name for c in COMPONENTS if UI.index(c.least) < UI.index(ui)}
    return tuple(name for name in HIDABLE if name in hide or (name in below and name not in show))


def choices() -> dict[str, Any]:
    """Return the options of an embed, for the form in the share dialog, which an embed itself does not have."""
    components = [
        {"name": c.name, "title": c.title, "ui": list(UI[: UI.index(c.least) + 1])}
        for c in COMPONENTS
        if c.name != "share"
    ]
    return {"components": components, "locks": [{"name": one, "title": _LOCK_TITLES.get(one, one)} for one in LOCKABLE]}
