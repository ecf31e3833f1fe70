"""The palette: every color of the page and its pictures, light and dark, and the color and dash of each series.

The page reads it as ``css/colors.css``, which ``python -m tests.tables`` writes from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .colormaps import COLORMAPS, USUAL, inks, shades
from .colormaps import variables as map_variables

THEMES = ("light", "dark")

ROLES = {
    "page": ("#ffffff", "#12161c"),
    "raised": ("#f4f6f8", "#1b212a"),
    "text": ("#171b22", "#e8ecf2"),
    "muted": ("#57606c", "#a3adba"),
    "border": ("#d9dee5", "#333c48"),
    "edge": ("#858e9a", "#78828f"),  # of controls: contrast 3:1 against the page
    "accent": ("#1f5fbf", "#7fb2ff"),
    "on-accent": ("#ffffff", "#0d1117"),
    "warning": ("#fff4d6", "#3a2f12"),
    "warning-text": ("#6b4a00", "#ffd98a"),
    "hatch": ("#c3cad4", "#3f4a58"),
    "casing": ("rgba(255,255,255,0.8)", "rgba(13,17,23,0.8)"),
    "start": ("#171b22", "#eef2f7"),
    "on-start": ("#ffffff", "#12161c"),
}
"""Colors by role, as (light, dark)."""

HUES = (
    ("#0072b2", "#56b0e8"),
    ("#015f2b", "#5cd99d"),
    ("#c45400", "#ff9148"),
    ("#922a75", "#ce86a8"),
    ("#2f16d2", "#2289fe"),
    ("#581b02", "#f8324b"),
    ("#97626d", "#996dbb"),
    ("#170682", "#b9fc85"),
)
"""Colors of series, as (light, dark): different for every kind of color vision, and readable as text on the page."""

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (14, 6),
    (3, 5),
    (16, 5, 3, 5),
    (24, 6),
    (8, 5),
    (14, 5, 3, 5, 3, 5),
    (5, 4),
    (11, 5),
    (24, 5, 5, 5),
    (10, 10),
    (3, 5, 12, 5),
    (20, 5, 6, 5),
    (6, 9),
    (2, 5),
    (14, 3),
)
"""Dashes of series, in px; () is solid. A color that is used twice has another dash the second time."""

SLOTS = len(DASHES)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colors by role, such as "page", as #rrggbb or rgba(); for each slot its color and dash in px, () is solid.

    shades, inks: of the contours' fill, and of the lines on it, from where f is least to where it is greatest.
    """

    roles: Mapping[str, str]
    series: tuple[str, ...]
    dashes: tuple[tuple[float, ...], ...]
    shades: tuple[str, ...]
    inks: tuple[str, ...]


def palette(theme: str, colormap: str = USUAL) -> Palette:
    """Return the palette of ``theme``, "light" or "dark", with a map of ``COLORMAPS``.

    Raises ValueError for any other theme or map.
    """
    for name, value, allowed in (("theme", theme, THEMES), ("colormap", colormap, tuple(COLORMAPS))):
        if value not in allowed:
            raise ValueError(f"{name} = {value!r} is not allowed: one of {', '.join(allowed)}")
    one = THEMES.index(theme)
    roles = {name: colors[one] for name, colors in ROLES.items()}
    series = tuple(HUES[slot % len(HUES)][one] for slot in range(SLOTS))
    return Palette(roles, series, DASHES, tuple(shades(colormap, one)), tuple(inks(colormap, one)))


def dash_text(dash: tuple[float, ...]) -> str:
    """Return a dash in the syntax of CSS and SVG."""
    return " ".join(f"{length:g}" for length in dash) or "none"


def variables() -> dict[str, str]:
    """Return every color and dash as a custom property of CSS, by its name."""
    colors = ROLES | {f"series-{slot}": HUES[slot % len(HUES)] for slot in range(SLOTS)}
    found = {f"--{name}": f"light-dark({light}, {dark})" for name, (light, dark) in colors.items()}
    return found | map_variables(USUAL) | {f"--dash-{slot}": dash_text(dash) for slot, dash in enumerate(DASHES)}
