"""The poster: a scenario drawn on the server, which the page shows before Plotly has loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup, escape

from ..query.scenario import Scenario
from ..query.titles import titles
from ..run.columns import LARGEST
from ..run.continuation import Continuation
from ..run.runs import Run
from ..run.simulation import simulate
from ..run.tuning import caption
from ..terms.text import short_number
from .colormaps import USUAL
from .endings import lasting
from .lines import MOST
from .motion import Clock
from .palette import Palette, palette
from .plot_svg import draw, plot_area, plot_lines
from .region import Region
from .series import slots
from .styles import POSTER, shades, sheet
from .styles import plain as plain_sheet

PANEL, WIDE = 456.0, 956.0  # width of a plot in px, beside others and alone
LEFT, RIGHT, TOP, BOTTOM = 12.0, 12.0, 9.0, 12.0  # px around it, for badges at its edge
TITLE, HEADING, LINE = 26.0, 32.0, 16.0  # px: a plot's title, the author's title, a line of the caption
KEY, LETTER = 34.0, 7.6  # px for a key, and at most for a letter beside it on average
CAPTION = 140  # letters in a line of the caption


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: its title, the palette slot of its series (None if it shows all series), the drawing, and f where each
    of its paths ends, empty if it shows all series."""

    title: str
    slot: int | None
    svg: Markup
    reading: str = ""


def panels(
    scenario: Scenario,
    layout: str,
    step: int | None = None,
    width: float | None = None,
    *,
    clock: Clock | None = None,
    runs: Sequence[Run] | None = None,
    ahead: Sequence[Continuation] | None = None,
    colors: Palette | None = None,
    region: Region = (),
    most: int = 0,
) -> list[Panel]:
    """Return the plots of ``scenario``: one for each optimizer side by side, or one for all.

    width: of a plot in px, by default as in the poster. runs: of ``scenario``, if they are known. ahead: how they
    continue, if that is known. colors: of a picture for resvg, region: what is shown (see ``draw``). most: characters
    that paths may have, and, a third of that, contours; 0 for as many as are usual.
    """
    runs = lasting(scenario, simulate(scenario) if runs is None else runs, ahead)
    wide = width or (WIDE if layout == "overlay" else PANEL)
    lines = plot_lines(scenario, runs, wide, step, clock, colors, region, most // 2 or MOST)
    series = slots([choice.name for choice in scenario.optimizers])
    if layout == "overlay":
        names = titles(scenario)
        return [
            Panel(
                names[0] if len(names) == 1 else "All optimizers",
                None,
                draw(scenario, runs, series, wide, step, True, clock, colors, lines, region, most // 3),
            )
        ]
    found = []
    for i, title in enumerate(titles(scenario)):
        own = [index for index, run in enumerate(runs) if run.optimizer == i]
        plot = draw(
            scenario,
            [runs[index] for index in own],
            series,
            wide,
            step,
            i == 0,
            clock,
            colors,
            [lines[index] for index in own],
            region,
            most // 3,
        )
        found.append(Panel(title, series[i], plot, _reading(scenario, [runs[index] for index in own], step)))
    return found


def _reading(scenario: Scenario, runs: Sequence[Run], step: int | None) -> str:
    """Return f at a step of each run, or at the last one that it took. ``static/js/plot/panel-list.js`` is the twin."""
    last = scenario.steps if step is None else step
    values = [(run, run.loss[min(last, run.steps)]) for run in runs]
    return " · ".join(f"{scenario.starts[run.start].label}\u00a0{_loss(value)}" for run, value in values)


def _loss(value: float) -> str:
    """Return a value of f for readers; pages get it as float32, which ends at LARGEST."""
    if abs(value) < LARGEST:
        return short_number(value)
    return f"{'>' if value > 0 else '<'} {short_number(LARGEST)}"


def poster(
    scenario: Scenario,
    layout: str,
    theme: str,
    step: int | None = None,
    *,
    title: str = "",
    animate: bool = False,
    runs: Sequence[Run] | None = None,
    plain: bool = False,
    region: Region = (),
    colormap: str = USUAL,
    width: float | None = None,
) -> str:
    """Return the whole scenario as one self-contained SVG: plots, titles, legend and the caption.

    layout: "side-by-side" or "overlay". theme: "auto" (the reader's), "light" or "dark". step: the last one drawn, by
    default the scenario's last. title: the author's, above the plots. animate: whether the paths are drawn step by
    step, again and again, except for readers who prefer reduced motion. runs: of ``scenario``, if they are known.
    plain: for programs that do not know custom properties; the theme is then "light" or "dark". region: the part of the
    plane that is shown, if it is not the domain. colormap: one of ``COLORMAPS``, of the contours. width: of a plot in
    px, for a picture whose words can be read where there is less room than usual.
    """
    last = scenario.steps if step is None else step
    clock = Clock(last, len(scenario.optimizers) * len(scenario.starts)) if animate and last else None
    colors = palette(theme, colormap) if plain else None
    columns, plot_width = _columns(scenario, layout, width)
    plots = panels(scenario, layout, step, plot_width, clock=clock, runs=runs, colors=colors, region=region)
    legend, rows = _legend(scenario, plot_width) if plots[0].slot is None else ("", 0)
    plot_title = TITLE * max(1, rows)
    plot_height = plot_title + TOP + plot_area(scenario, plot_width).height + BOTTOM
    top = HEADING if title else 0.0
    body = [f'<text class="poster-title" x="{LEFT:g}" y="22">{escape(title)}</text>'] if title else []
    for index, plot in enumerate(plots):
        x, y = (index % columns) * (LEFT + plot_width + RIGHT), top + (index // columns) * plot_height
        key = f'<path class="key series-{plot.slot} is-solid" d="M{LEFT:g} 14h26"/>' if plot.slot is not None else ""
        name = f'<text class="plot-title" x="{LEFT + (KEY if key else 0):g}" y="19">{escape(plot.title)}</text>'
        body.append(f'<g transform="translate({x:g} {y:.1f})">{key}{name}{legend}')
        body.append(f'<g transform="translate({LEFT:g} {plot_title + TOP:g})">{plot.svg}</g></g>')
    lines = _caption(scenario, columns, plot_width)
    whole, height = poster_size(scenario, layout, title=title, width=width)
    for k, line in enumerate(lines):
        below = height - 8 - LINE * (len(lines) - 1 - k)
        body.append(f'<text class="plot-caption" x="{LEFT:g}" y="{below:.1f}">{escape(line)}</text>')
    moving = f".moving{{--loop:{clock.seconds:g}s}}" if clock else ""
    styles = (
        plain_sheet(theme, colormap) if plain else sheet(*POSTER, *(["poster"] if clock else [])) + shades(colormap)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole:g} {height:.1f}" width="{whole:g}" '
        f'height="{height:.1f}" role="img" class="poster{" moving" if clock else ""}" data-theme="{theme}">'
        f"<title>{escape(description(scenario))}</title><style>{styles}{moving}</style>"
        f'<rect class="plot-page" width="100%" height="100%"/>{"".join(body)}</svg>'
    )


def poster_size(scenario: Scenario, layout: str, *, title: str = "", width: float | None = None) -> tuple[float, float]:
    """Return width and height of the poster in px. width: of a plot in px, by default the usual one."""
    columns, plot_width = _columns(scenario, layout, width)
    overlay = layout == "overlay"
    title_height = TITLE * max(1, _legend(scenario, plot_width)[1] if overlay else 0)
    height = title_height + TOP + plot_area(scenario, plot_width).height + BOTTOM
    lines = len(_caption(scenario, columns, plot_width))
    above = HEADING if title else 0.0
    rows = 1 if overlay else -(-len(scenario.optimizers) // columns)
    return columns * (LEFT + plot_width + RIGHT), above + rows * height + TITLE + LINE * (lines - 1)


def description(scenario: Scenario) -> str:
    """Return a description of the scenario in a sentence."""
    names = ", ".join(titles(scenario))
    labels = ", ".join(start.label for start in scenario.starts)
    return f"{names} on {scenario.surface.title} from {labels}, {scenario.steps} steps"


def _columns(scenario: Scenario, layout: str, width: float | None) -> tuple[int, float]:
    """Return how many plots are beside each other, and how wide each is in px."""
    columns = 1 if layout == "overlay" or len(scenario.optimizers) == 1 else 2
    return columns, width or (WIDE if columns == 1 else PANEL)


def _caption(scenario: Scenario, columns: int, width: float) -> list[str]:
    """Return the lines of the caption below ``columns`` plots of ``width`` px."""
    whole = columns * (LEFT + width + RIGHT) / (LEFT + WIDE + RIGHT)
    return wrap(caption(scenario), min(CAPTION, int(CAPTION * whole)))


def _legend(scenario: Scenario, wide: float) -> tuple[str, int]:
    """Return the keys and names of all optimizers, beside the title of the only plot, and how many rows they take.

    wide: px of the plot.
    """
    names = [choice.name for choice in scenario.optimizers]
    x, row, parts = LEFT + 120, 0, []
    for slot, name in zip(slots(names), titles(scenario), strict=True):
        width = KEY + LETTER * len(name) + 18
        if x + width > LEFT + wide and x > LEFT:
            x, row = LEFT, row + 1
        y = TITLE * row
        parts.append(f'<path class="key series-{slot}" d="M{x:g} {y + 14:g}h26"/>')
        parts.append(f'<text x="{x + KEY:g}" y="{y + 18:g}">{escape(name)}</text>')
        x += width
    return "".join(parts), row + 1
