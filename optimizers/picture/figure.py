"""A scenario as a Plotly figure: the page's plot, in a notebook."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import plotly.io
from plotly.subplots import make_subplots

from ..query.scenario import Scenario
from ..query.titles import titles
from ..run.runs import Run
from ..run.simulation import simulate
from ..run.tuning import caption
from .colormaps import USUAL
from .endings import lasting
from .geometry import PlotArea, leave, ticks
from .ground import ground
from .notebook import Bundle, figure_bundle
from .palette import Palette, palette
from .traces import landmarks, path, starts

LAYOUTS = ("overlay", "side-by-side")
WIDTH, GAP, ABOVE, BELOW = 900.0, 60.0, 90.0, 90.0  # px: of the whole figure, between plots, above and below them
LINE, NAME = 17.0, 24.0  # px for a line of the caption, and for the names above the plots
FONT = "system-ui, sans-serif"
# The renderers of Plotly that send data to a notebook, which draws it.
AS_DATA = {"plotly_mimetype", "jupyterlab", "nteract", "vscode"}


class Figure(go.Figure):  # type: ignore[misc]  # plotly has no types, so its class is Any, which strict mypy does not let one extend
    """A Plotly figure that is interactive in a notebook, and becomes the poster when the notebook is exported.

    Plotly itself sends a notebook only data, so that HTML, Markdown and LaTeX made from the notebook stay empty. A
    figure that the reader has changed is shown as Plotly shows it, because the poster would be another picture.
    """

    _made: "tuple[Scenario, Sequence[Run], str, str, str, str] | None" = None

    @property
    def _unchanged(self) -> bool:
        return self._made is not None and self._made[-1] == self.to_json()

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None, validate: bool = True, **kwargs: Any
    ) -> Bundle | dict[str, Any]:
        """Return the figure as data, and the same plots as HTML, PNG and text."""
        data: dict[str, Any] = super()._repr_mimebundle_(validate=validate, **kwargs) or {}
        if self._made is None or not self._unchanged:
            return data
        still, metadata = figure_bundle(*self._made[:-1], include, {*(exclude or ()), *data})
        return {**still, **data}, metadata

    def _repr_html_(self) -> str:
        if self._made is None or not self._unchanged:
            return str(super()._repr_html_())
        return str(figure_bundle(*self._made[:-1], include={"text/html"})[0]["text/html"])

    def _ipython_display_(self) -> None:
        """Let IPython ask for the bundle, unless the reader has chosen another renderer of Plotly."""
        if self._unchanged and set(str(plotly.io.renderers.default).split("+")) <= AS_DATA:
            raise NotImplementedError
        super()._ipython_display_()


def figure(
    scenario: Scenario,
    layout: str = "overlay",
    theme: str = "light",
    colormap: str = USUAL,
    runs: Sequence[Run] | None = None,
) -> Figure:
    """Return ``scenario`` as a figure: contours, minima, paths as on the page, starts, legend and caption.

    layout: "overlay", or "side-by-side" for a plot for each optimizer. theme: "light" or "dark". colormap: one of
    ``COLORMAPS``, of the contours. runs: all runs of ``scenario``, if they are known. Raises ValueError for any other
    layout, theme or color map.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"layout = {layout!r} is not allowed: one of {', '.join(LAYOUTS)}")
    colors = palette(theme, colormap)
    runs = lasting(scenario, simulate(scenario) if runs is None else runs)
    names = titles(scenario)
    overlay = layout == "overlay"
    count = 1 if overlay else len(names)
    columns = min(2, count)
    rows = -(-count // columns)
    area = PlotArea(scenario.surface.domain, (WIDTH - GAP * (columns + 1)) / columns)
    specs: list[list[Any]] = [
        [{} if row * columns + column < count else None for column in range(columns)] for row in range(rows)
    ]
    inner = rows * area.height + (rows - 1) * GAP
    made = Figure(
        make_subplots(
            rows,
            columns,
            specs=specs,
            subplot_titles=None if overlay else names,
            horizontal_spacing=GAP / (WIDTH - 2 * GAP) if columns > 1 else 0,
            vertical_spacing=GAP / inner if rows > 1 else 0,
        )
    )
    overlaid = overlay and len(names) > 1
    for k in range(count):
        cell = {"row": k // columns + 1, "col": k % columns + 1}
        own = runs if overlay else [run for run in runs if run.optimizer == k]
        paths = [trace for run in own for trace in path(scenario, run, names, colors, area, overlaid)]
        traces = [
            *ground(scenario.surface, area, colors),
            *paths,
            *landmarks(scenario, colors),
            *starts(scenario, colors, area),
        ]
        made.add_traces(traces, rows=cell["row"], cols=cell["col"])
        _words(made, own, area, colors, cell)
        axes = {"showgrid": False, "zeroline": False, "ticks": "outside", "constrain": "domain", "showline": True}
        look = {"mirror": True, "linecolor": colors.roles["border"], "tickcolor": colors.roles["muted"]}
        (across, down), anchor = area.domain, f"x{k + 1 if k else ''}"
        made.update_xaxes(range=across, tickvals=ticks(across, 5), **axes, **look, **cell)
        made.update_yaxes(range=down, tickvals=ticks(down, 4), scaleanchor=anchor, scaleratio=1, **axes, **look, **cell)
    lines = wrap(caption(scenario), 120)
    above = ABOVE + LINE * len(lines) + (0 if overlay else NAME)
    made.update_layout(
        width=WIDTH,
        height=round(inner + above + BELOW),
        margin={"l": GAP, "r": GAP, "t": above, "b": BELOW},
        template="none",
        font={"family": FONT, "size": 12, "color": colors.roles["muted"]},
        paper_bgcolor=colors.roles["page"],
        plot_bgcolor=colors.shades[-1],
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": -36 / inner, "yanchor": "top"},
        title={
            "text": scenario.surface.title,
            "font": {"color": colors.roles["text"], "size": 17},
            "x": GAP / WIDTH,
            "xanchor": "left",
            "yref": "container",
            "y": 1 - 36 / (inner + above + BELOW),
            "yanchor": "top",
            "subtitle": {"text": "<br>".join(lines), "font": {"size": 12, "color": colors.roles["muted"]}},
        },
    )
    made._made = scenario, runs, layout, theme, colormap, made.to_json()
    return made


def _words(made: go.Figure, runs: Sequence[Run], area: PlotArea, colors: Palette, cell: dict[str, int]) -> None:
    """Add a label where a path leaves the plot area for good, so that nothing is clipped silently."""
    for run in runs:
        leaving = leave(run.x, area)
        if leaving is not None:
            font = {"size": 11, "color": colors.roles["muted"]}
            text = leaving.words(run.diverged_at)
            made.add_annotation(x=leaving.x, y=leaving.y, text=text, font=font, arrowhead=2, ay=22, ax=0, **cell)
