"""How a plot is drawn: the CSS declarations for each class of its SVG.

The page reads it as ``css/plot.css``, which ``python -m tests.tables`` writes from here; the canvas draws the same with
the same color roles. ``css/poster.css`` is the motion of a poster that is drawn step by step.
"""

from functools import cache
from pathlib import Path

from .colormaps import COLORMAPS, SHADES, USUAL
from .colormaps import variables as map_variables
from .palette import SLOTS, Palette, dash_text, palette, variables

CSS = Path(__file__).with_name("css")
READABLE = {
    "fill": "var(--text)",
    "text-anchor": "middle",
    "stroke": "var(--casing)",
    "stroke-width": "3",
    "stroke-linejoin": "round",
    "paint-order": "stroke",
}
"""Of words over contours."""

RULES: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    ((".plot-svg text", ".poster text"), {"font": "12px system-ui, sans-serif", "fill": "var(--muted)"}),
    ((".plot-page",), {"fill": "var(--page)"}),
    ((".poster .plot-title",), {"font-weight": "600", "font-size": "14px", "fill": "var(--text)"}),
    ((".poster .poster-title",), {"font-weight": "600", "font-size": "18px", "fill": "var(--text)"}),
    ((".contour",), {"stroke-width": "0.8", "stroke-opacity": "0.35", "vector-effect": "non-scaling-stroke"}),
    ((".contour.is-labelled",), {"stroke-width": "1.3", "stroke-opacity": "0.6"}),
    *(((f".shade-{k}",), {"fill": f"var(--shade-{k})", "stroke": f"var(--ink-{k})"}) for k in range(SHADES)),
    ((".contour-outside",), {"stroke": "none"}),
    (
        (".contour-label", ".plot-svg .contour-label", ".plot-ground .contour-label"),  # first: in copies by <use>
        {"font": "11px system-ui, sans-serif", **READABLE},
    ),
    ((".undefined",), {"fill": "var(--page)"}),
    ((".hatch",), {"stroke": "var(--hatch)", "stroke-width": "1.5"}),
    ((".plot-axes", ".plot-area"), {"shape-rendering": "crispEdges"}),
    ((".plot-area",), {"fill": "none", "stroke": "var(--border)"}),
    ((".tick",), {"fill": "var(--muted)"}),
    (
        (".tick-label", ".plot-svg .tick-label", ".plot-ground .tick-label"),  # first: in copies by <use>
        {"font": "12px system-ui, sans-serif", **READABLE},
    ),
    ((".tick-label-left", ".plot-svg .tick-label-left", ".plot-ground .tick-label-left"), {"text-anchor": "start"}),
    ((".plot-svg .end-label-left",), {"text-anchor": "end"}),
    # Words stay readable where lines pass under them.
    ((".plot-svg .end-label",), {"stroke": "var(--casing)", "stroke-width": "3", "paint-order": "stroke"}),
    (
        (".minimum", ".saddle", ".maximum", ".ring"),
        {"fill": "none", "stroke": "var(--text)", "stroke-width": "1.5", "vector-effect": "non-scaling-stroke"},
    ),
    ((".faint *",), {"stroke": "var(--muted)", "stroke-width": "0.75"}),
    ((".is-circle",), {"stroke-dasharray": "2 4"}),  # a circle of maxima
    ((".minimum-casing *",), {"stroke": "var(--casing)", "stroke-width": "3.5"}),
    ((".casing", ".path", ".head", ".key"), {"fill": "none", "stroke-linejoin": "round"}),
    ((".casing",), {"stroke": "var(--casing)", "stroke-width": "5"}),
    ((".path", ".head", ".key"), {"stroke": "var(--series)", "stroke-width": "2", "stroke-dasharray": "var(--dash)"}),
    # One optimizer in a plot needs no dash.
    ((".path.is-solid", ".head.is-solid", ".key.is-solid"), {"stroke-dasharray": "none"}),
    ((".dots",), {"fill": "none", "stroke": "var(--series)", "stroke-width": "3.6", "stroke-linecap": "round"}),
    ((".first-dots",), {"stroke-width": "5.5"}),
    ((".end-casing",), {"fill": "none", "stroke": "var(--casing)", "stroke-width": "5"}),
    ((".end",), {"fill": "var(--page)", "stroke": "var(--series)", "stroke-width": "2"}),
    ((".arrow",), {"fill": "var(--series)", "stroke": "var(--casing)", "stroke-width": "1.5"}),
    ((".start circle", ".start-tether circle"), {"fill": "var(--start)"}),
    (
        (".start .start-outside",),
        {"fill": "none", "stroke": "var(--on-start)", "stroke-width": "1.5", "stroke-dasharray": "1.5"},
    ),
    # The line from a badge beside its start to the start.
    ((".start-tether line",), {"stroke": "var(--start)", "stroke-width": "2"}),
    (
        (".start text", ".plot-svg .start text"),
        {"font": "600 12px system-ui, sans-serif", "fill": "var(--on-start)", "text-anchor": "middle"},
    ),
)
"""Selectors and declarations. A value is a role of the palette or a word of CSS; ``var(--series)`` and ``var(--dash)``
are those of the class ``series-<slot>`` that an element also has."""

THEMED = {"light": ':root[data-theme="light"]', "dark": ':root[data-theme="dark"]'}
WRITTEN = "/* Written by `python -m tests.tables` from optimizers/picture/{}.py. */"

POSTER = ("colors", "plot")
"""The style sheets of a poster that does not move."""


@cache
def sheet(*names: str) -> str:
    """Return the text of the style sheets ``names``, one after the other."""
    return "".join((CSS / f"{name}.css").read_text("utf-8") for name in names)


def written() -> dict[str, str]:
    """Return the style sheets that are written from this file and the palette, by name."""
    series = [
        ((f".series-{slot}",), {"--series": f"var(--series-{slot})", "--dash": f"var(--dash-{slot})"})
        for slot in range(SLOTS)
    ]
    themes = [((selector,), {"color-scheme": theme}) for theme, selector in THEMED.items()]
    colors = [((":root",), {"color-scheme": " ".join(THEMED), **variables()}), *themes]
    maps = [((f':root[data-colormap="{name}"]',), map_variables(name)) for name in COLORMAPS if name != USUAL]
    return {
        "colormaps": "\n\n".join([WRITTEN.format("colormaps"), *(_block(*rule) for rule in maps)]) + "\n",
        "colors": "\n\n".join([WRITTEN.format("palette"), *(_block(*rule) for rule in colors)]) + "\n",
        "plot": "\n\n".join([WRITTEN.format("styles"), *(_block(*rule) for rule in (*RULES, *series))]) + "\n",
    }


def _block(selectors: tuple[str, ...], declarations: dict[str, str]) -> str:
    lines = [f"  {name}: {value};" for name, value in declarations.items()]
    return "\n".join([",\n".join(selectors) + " {", *lines, "}"])


def shades(colormap: str) -> str:
    """Return the style that gives a picture another map than the usual one, empty for that."""
    return "" if colormap == USUAL else _block((":root",), map_variables(colormap))


def plain(theme: str, colormap: str = USUAL) -> str:
    """Return the style of a poster in ``theme`` without custom properties, for programs that do not know them.

    What depends on the class of a series becomes a rule for each. Raises ValueError where ``theme`` is neither "light"
    nor "dark", or ``colormap`` is none of ``COLORMAPS``.
    """
    colors = palette(theme, colormap)
    return "".join(_plain(selectors, declarations, colors) for selectors, declarations in RULES)


def _plain(selectors: tuple[str, ...], declarations: dict[str, str], colors: Palette) -> str:
    text = ";".join(f"{name}:{value}" for name, value in declarations.items())
    numbered = (("shade", colors.shades), ("ink", colors.inks))
    plain_values = {f"{role}-{k}": color for role, found in numbered for k, color in enumerate(found)}
    for role, color in {**colors.roles, **plain_values}.items():
        text = text.replace(f"var(--{role})", color)
    if "var(" not in text:
        return f"{','.join(selectors)}{{{text}}}"
    found = []
    for slot in range(SLOTS):
        own = text.replace("var(--series)", colors.series[slot])
        own = own.replace("var(--dash)", dash_text(colors.dashes[slot]))
        found.append(f"{','.join(f'{one}.series-{slot}' for one in selectors)}{{{own}}}")
    return "".join(found)
