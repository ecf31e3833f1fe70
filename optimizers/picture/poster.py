"""The poster: a scenario drawn on the server. It is what the page shows before Plotly has loaded."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from ..naming import titles
from ..scenario import SURFACES, Scenario
from ..simulation import simulate
from ..tuning import caption
from .plot_svg import LEFT, draw, frame_of, height_of
from .series import slots
from .styles import CSS

PANEL, WIDE = 480.0, 980.0  # width of a plot beside others and alone, in px
TITLE = 26.0
STYLES = ("colors.css", "plot.css")


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: its title, its series' place in the palette (None where it shows all), and the drawing."""

    title: str
    slot: int | None
    svg: Markup


def panels(scenario: Scenario, layout: str, step: int | None = None, wide: float = WIDE) -> list[Panel]:
    """Return the plots of ``scenario``: one for each optimizer side by side, or one for all, ``wide`` px wide."""
    runs = simulate(scenario)
    places = slots([choice.name for choice in scenario.optimizers])
    if layout == "overlay":
        return [Panel("All optimizers", None, draw(scenario, runs, places, wide, step, first=True))]
    return [
        Panel(title, places[i], draw(scenario, [r for r in runs if r.optimizer == i], places, PANEL, step, i == 0))
        for i, title in enumerate(titles([choice.name for choice in scenario.optimizers]))
    ]


def poster(scenario: Scenario, layout: str, theme: str, step: int | None = None) -> str:
    """Return the whole scenario as one SVG that stands alone: plots, titles and the caption."""
    plots = panels(scenario, layout, step)
    columns = 1 if len(plots) == 1 else 2
    plot_width = WIDE if columns == 1 else PANEL
    plot_height = TITLE + height_of(frame_of(scenario, plot_width))
    body = []
    for place, plot in enumerate(plots):
        x, y = (place % columns) * plot_width, (place // columns) * plot_height
        key = f'<path class="key series-{plot.slot}" d="M{LEFT:g} 14h26"/>' if plot.slot is not None else ""
        title = f'<text class="plot-title" x="{LEFT + (34 if key else 0):g}" y="19">{escape(plot.title)}</text>'
        body.append(f'<g transform="translate({x:g} {y:.1f})">{key}{title}')
        body.append(f'<g transform="translate(0 {TITLE:g})">{plot.svg}</g></g>')
    width, height = columns * plot_width, -(-len(plots) // columns) * plot_height + TITLE
    body.append(f'<text class="plot-caption" x="{LEFT:g}" y="{height - 8:.1f}">{escape(caption(scenario))}</text>')
    style = "".join((CSS / name).read_text("utf-8") for name in STYLES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" '
        f'height="{height:.1f}" role="img" class="poster" data-theme="{theme}">'
        f"<title>{escape(description(scenario))}</title><style>{style}</style>"
        f'<rect class="plot-page" width="100%" height="100%"/>{"".join(body)}</svg>'
    )


def description(scenario: Scenario) -> str:
    """Return the scenario in a sentence."""
    names = ", ".join(titles([choice.name for choice in scenario.optimizers]))
    labels = ", ".join(start.label for start in scenario.starts)
    return f"{names} on {SURFACES[scenario.surface.name].title} from {labels}, {scenario.steps} steps"
