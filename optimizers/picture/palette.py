"""The palette as plain values: what colors.css says in one theme, for what knows no custom properties."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import tinycss2
from tinycss2.color5 import parse_color

from .series import SLOTS
from .styles import sheet

THEMES = ("light", "dark")
VARIABLE = re.compile(r"var\((--[\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, such as "page", as #rrggbb or rgba(); for each slot its colour and dash in px, () is solid."""

    roles: Mapping[str, str]
    series: tuple[str, ...]
    dashes: tuple[tuple[float, ...], ...]


@cache
def palette(theme: str) -> Palette:
    """Return the palette of ``theme``, "light" or "dark". Raises ValueError for any other."""
    values = _properties(sheet("colors"), theme)[":root"]
    dashes = [values[f"--dash-{slot}"] for slot in range(SLOTS)]
    return Palette(
        {name.removeprefix("--"): value for name, value in values.items() if not name.startswith("--dash-")},
        tuple(values[f"--series-{slot}"] for slot in range(SLOTS)),
        tuple(() if dash == "none" else tuple(map(float, dash.split())) for dash in dashes),
    )


def plain(css: str, theme: str) -> str:
    """Return ``css`` as it applies in ``theme``, without custom properties, light-dark() and conditional rules.

    What depends on the property of a class, as a path's colour on its series, becomes a rule for each such class.
    Raises ValueError where ``theme`` is neither "light" nor "dark".
    """
    properties = _properties(css, theme)
    root = properties.pop(":root")
    written = []
    for selectors, declarations in _rules(css):
        kept = ";".join(f"{name}:{value}" for name, value in declarations if not name.startswith("--"))
        text = _replaced(kept, root.get)
        if not VARIABLE.search(text):
            written.append(f"{','.join(selectors)}{{{text}}}" if text else "")
            continue
        for name, values in properties.items():
            own = {key: _replaced(value, root.get) for key, value in values.items()}
            written.append(f"{','.join(one + name for one in selectors)}{{{_replaced(text, own.get)}}}")
    return "".join(written)


def _replaced(text: str, find: Callable[[str], str | None]) -> str:
    return VARIABLE.sub(lambda match: find(match[1]) or match[0], text)


def _properties(css: str, theme: str) -> dict[str, dict[str, str]]:
    """Return the custom properties by selector, colours as plain ones."""
    if theme not in THEMES:
        raise ValueError(f"theme = {theme!r} is not allowed: one of {', '.join(THEMES)}")
    found: dict[str, dict[str, str]] = {}
    for selectors, declarations in _rules(css):
        custom = {name: _color(value, theme) for name, value in declarations if name.startswith("--")}
        if custom:
            found.setdefault(",".join(selectors), {}).update(custom)
    return found


def _color(text: str, theme: str) -> str:
    """Return a colour as #rrggbb, or as rgba() where it lets through; what is no colour as it is."""
    color = parse_color(text, (theme,))
    if color is None or isinstance(color, str):
        return text
    red, green, blue = (round(255 * value) for value in color.to("srgb").coordinates)
    return f"#{red:02x}{green:02x}{blue:02x}" if color.alpha == 1 else f"rgba({red},{green},{blue},{color.alpha:g})"


@cache
def _rules(css: str) -> tuple[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], ...]:
    """Return (selectors, declarations) of every rule that stands under no condition."""
    rules = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            selectors = tuple(part.strip() for part in tinycss2.serialize(rule.prelude).split(","))
            rules.append((selectors, tuple((one.name, tinycss2.serialize(one.value).strip()) for one in inner)))
    return tuple(rules)
