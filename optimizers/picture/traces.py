"""The traces of a plot as plotly.js reads them: paths, minima and starts. ``ground.py`` has the contours."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..query.scenario import Scenario
from ..run.arrival import target_of
from ..run.runs import Run
from ..surfaces.surface import Landmark
from .badges import badges
from .dots import HEAD, dotted
from .geometry import PlotArea, ring_lines
from .palette import Palette
from .path_data import Points
from .series import slots

Trace = dict[str, Any]
CORNERS = 72  # of the polygon that draws a ring
BESIDE = 1.0  # px: a label that is farther from its start has a line to it


def path(
    scenario: Scenario, run: Run, names: Sequence[str], colors: Palette, area: PlotArea, overlaid: bool
) -> list[Trace]:
    """Return the casing and the path, dots at its steps, and a hollow marker at its end.

    All runs of an optimizer share an entry of the legend. overlaid: whether the plot has other optimizers; then dashes
    tell them apart, and there are no dots.
    """
    slot = slots([choice.name for choice in scenario.optimizers])[run.optimizer]
    points = {
        "type": "scatter",
        "x": run.x[:, 0],
        "y": run.x[:, 1],
        "mode": "lines",
        "legendgroup": str(run.optimizer),
    }
    casing = {
        **points,
        "line": {"color": colors.roles["casing"], "width": 5},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    dash = (overlaid and ",".join(f"{length:g}px" for length in colors.dashes[slot])) or "solid"
    line = {
        **points,
        "line": {"color": colors.series[slot], "width": 2, "dash": dash},
        "name": names[run.optimizer],
        "showlegend": run.start == 0,
        "meta": {"optimizer": run.optimizer, "start": run.start, "label": scenario.starts[run.start].label},
        "customdata": np.column_stack((np.arange(len(run.loss)), run.loss)),
        "hovertemplate": "%{fullData.name} from %{meta.label}, step %{customdata[0]}"
        "<br>x %{x:.6g}, y %{y:.6g}<br>f %{customdata[1]:.4g}<extra></extra>",
    }
    return [casing, line, *([] if overlaid else [_dots(run, colors.series[slot], area)]), _end(run, colors, slot)]


def _dots(run: Run, color: str, area: PlotArea) -> Trace:
    with np.errstate(over="ignore"):
        pixels = np.column_stack((area.across(run.x[:, 0]), area.down(run.x[:, 1])))
    steps = np.flatnonzero(dotted(pixels, area))
    sizes = np.where(steps <= HEAD, 5.5, 3.6)
    return {**_markers(run, run.x[steps]), "marker": {"size": sizes, "color": color, "line": {"width": 0}}}


def _end(run: Run, colors: Palette, slot: int) -> Trace:
    line = {"width": 2, "color": colors.series[slot]}
    return {**_markers(run, run.x[-1:]), "marker": {"size": 8, "color": colors.roles["page"], "line": line}}


def _markers(run: Run, points: Points) -> Trace:
    shown = {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "showlegend": False}
    return {**shown, "x": points[:, 0], "y": points[:, 1], "legendgroup": str(run.optimizer)}


SYMBOLS = {"minimum": "cross-thin", "saddle": "x-thin", "maximum": "triangle-up-open"}
NAMES = {"minimum": "minima", "saddle": "saddle points", "maximum": "maxima"}


def landmarks(scenario: Scenario, colors: Palette) -> list[Trace]:
    """Return the minima as crosses, if the distance decides with the ring around each, saddle points and maxima.

    Of a circle of minima the ring has a line on each side, a circle of maxima is dotted.
    """
    radius, color = target_of(scenario).radius, colors.roles["text"]
    stationary, minima = scenario.surface.stationary, scenario.surface.minima
    shown = []
    for kind, symbol in SYMBOLS.items():
        points = [one for one in stationary if one.kind == kind and one.marked and not one.radius]
        trace: Trace = {
            "type": "scatter",
            "x": [one.x for one in points],
            "y": [one.y for one in points],
            "text": [_called(one) for one in points],
            "mode": "markers",
            "marker": {"symbol": symbol, "size": 12, "line": {"width": 1.5, "color": color}, "color": color},
            "hovertemplate": "%{text} (%{x:.6g}, %{y:.6g})<extra></extra>",
            "showlegend": False,
            "name": NAMES[kind],
        }
        shown += [trace] if points or kind == "minimum" else []
    circles = [(one.x, one.y, one.radius) for one in stationary if one.radius and one.kind == "maximum"]
    thin = {"width": 0.75, "color": colors.roles["muted"]}
    dotted = {**thin, "dash": "dot"}
    shown += [_lines(circles, dotted, "a circle of maxima", "circles of maxima")] if circles else []
    if radius is None:
        circles = [(one.x, one.y, one.radius) for one in minima if one.radius]
        return [*([_lines(circles, thin, "a circle of minima", "circles of minima")] if circles else []), *shown]
    text = "inside this ring a run has reached the minimum"
    around = [(one.x, one.y, line) for one in minima for line in ring_lines(one.radius, radius)]
    many = any(one.radius or not one.marked for one in stationary if one.kind == "minimum")
    rings = [_lines(around, thin if many else {"width": 1, "color": color}, text, "rings")] if around else []
    return [*rings, *shown]


def _lines(circles: Sequence[tuple[float, float, float]], line: dict[str, Any], text: str, name: str) -> Trace:
    """Return circles of (x, y, radius), with a gap between one and the next."""
    x, y, radius = np.array(circles, dtype=np.float64).reshape(-1, 3).T
    turn = np.append(np.linspace(0, 2 * np.pi, CORNERS + 1), np.nan)
    return {
        "type": "scatter",
        "x": (x[:, np.newaxis] + np.outer(radius, np.cos(turn))).ravel(),
        "y": (y[:, np.newaxis] + np.outer(radius, np.sin(turn))).ravel(),
        "mode": "lines",
        "line": line,
        "hovertemplate": f"{text}<extra></extra>",
        "showlegend": False,
        "name": name,
    }


def _called(one: Landmark) -> str:
    if one.kind == "saddle":
        return "saddle point"
    return "local minimum" if one.kind == "minimum" and not one.lowest else one.kind


def starts(scenario: Scenario, colors: Palette, area: PlotArea) -> list[Trace]:
    """Return the start points with their labels, and a line to each start from a label that is beside it.

    ``area``: for which the labels are laid out, so that each can be read.
    """
    middles = []
    lines: list[tuple[float | None, float | None]] = []
    for start, (across, down) in zip(scenario.starts, badges(scenario.starts, area), strict=True):
        if np.hypot(area.across(start.x) - across, area.down(start.y) - down) < BESIDE:
            middles.append((start.x, start.y))
            continue
        middles.append(area.point(across, down))
        lines += [middles[-1], (start.x, start.y), (None, None)]
    labels: Trace = {
        "type": "scatter",
        "x": [x for x, _ in middles],
        "y": [y for _, y in middles],
        "text": [start.label for start in scenario.starts],
        "customdata": [[start.x, start.y] for start in scenario.starts],
        "mode": "markers+text",
        "marker": {"size": 18, "color": colors.roles["start"]},
        "textfont": {"color": colors.roles["on-start"], "size": 12},
        "hovertemplate": "start %{text} (%{customdata[0]:.6g}, %{customdata[1]:.6g})<extra></extra>",
        "showlegend": False,
        "name": "starts",
    }
    to_starts: Trace = {
        "type": "scatter",
        "x": [x for x, _ in lines],
        "y": [y for _, y in lines],
        "mode": "lines",
        "line": {"width": 2, "color": colors.roles["start"]},
        "hoverinfo": "skip",
        "showlegend": False,
        "name": "lines to starts",
    }
    return [*([to_starts] if lines else []), labels]
