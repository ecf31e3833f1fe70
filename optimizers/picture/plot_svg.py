"""One plot as SVG: contours, axes, minima, paths and starts, with classes of ``plot.css`` for every color and dash.

A little over 300 lines: the parts of one drawing, which share their helpers.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from ..query.choices import Start
from ..query.scenario import Scenario
from ..run.runs import Run
from ..surfaces.bound import BoundSurface
from .badges import Pixel, badges
from .contours import contours
from .dots import HEAD, dotted
from .end_labels import End, lay
from .geometry import ROOM, PlotArea, axes, leave, pieces
from .landmarks import CLIPPED, landmarks
from .lines import MOST, Line, lines_of
from .motion import Clock, Moving, appearing
from .numbers import ASIDE, LIFT, MIDDLE, Box, below, beside, centered, hidden
from .palette import Palette
from .path_data import dots_data, path_data
from .region import Region, framed

Points = NDArray[np.float64]
LETTER = 6.6  # px that a letter of a label takes on average
HIDDEN = 6.0  # px that a path is drawn beyond the plot area in a picture without clipping
COVER = 9.0  # px around the plot area that then hide such a path, with its casing
HATCH = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M3.5 0v7"/></pattern>'
)
TICK = 4.0  # px; ground.js has the same


def plot_area(scenario: Scenario, width: float, region: Region = ()) -> PlotArea:
    """Return the plot area that is ``width`` px wide and shows ``region``."""
    return PlotArea(framed(region, scenario.surface.domain), width)


def draw(
    scenario: Scenario,
    runs: Iterable[Run],
    slots: Sequence[int],
    width: float,
    step: int | None,
    first: bool,
    clock: Clock | None = None,
    colors: Palette | None = None,
    lines: Sequence[Line] | None = None,
    region: Region = (),
    most: int = 0,
) -> Markup:
    """Return a plot with ``runs`` up to ``step``. The first plot of a document draws the contours, the others reuse
    them.

    It is as large as the plot area, ``width`` px wide; badges and ends of paths reach at most 10 px beyond it. In a
    page it may have another size: paths and contours follow, but words, badges and ends of paths keep theirs.

    With a ``clock`` the paths are drawn step by step, except for readers who prefer reduced motion. colors: of a
    picture for resvg, which is slow where it has to clip or to mix: the contours are opaque, and the color of the
    page lies over what is outside the plot area. lines: those of the runs, by default as in a picture that shows no
    others. region: the part of the plane that is shown, if it is not the domain. most: characters of path data that
    contours may have.
    """
    area = plot_area(scenario, width, region)
    end = None if step is None else step + 1
    paths = [(run, run.x[:end], f"series-{slots[run.optimizer]}") for run in runs]
    if lines is None:
        lines = plot_lines(scenario, [run for run, _, _ in paths], width, step, clock, colors, region)
    drawn = [(line, run, series) for line, (run, _, series) in zip(lines, paths, strict=True)]
    middles = badges(scenario.starts, area)
    badged = list(zip(scenario.starts, middles, strict=True))
    overlaid = len({run.optimizer for run, _, _ in paths}) > 1
    solid = "" if overlaid else " is-solid"  # dashes tell optimizers apart
    moving = [_moving(line, run, series + solid, clock) for line, run, series in drawn] if clock else []
    still = (
        [_still(parts) for parts in moving] if clock else _paths((line, series + solid) for line, _, series in drawn)
    )
    bare = any(line.bare for line in lines)
    detailed = [] if bare else paths
    still += [_first(x, area, series + solid) for _, x, series in detailed]
    still += [] if overlaid else [_dots(x, area, series) for _, x, series in detailed]
    clipped = CLIPPED if colors is None else ""
    drawn_paths = [
        f"<g{clipped}>",
        '<g class="is-still">' if clock else "",
        *still,
        "</g>" if clock else "",
        *(part.path for parts in moving for part in parts),
        *(part.marker for parts in moving for part in parts),
        "</g>",
        "" if colors is None else _cover(area),
    ]
    body = [
        _shared(scenario.surface, area, middles, most) if first else "",
        _scaled(area, [f'<g{clipped}><use href="#contours"/></g>']),
        '<use href="#contour-labels"/>',
        _common("axes", [_axes(area, middles)], first, bare),
        _scaled(area, drawn_paths),
        '<rect class="plot-area" width="100%" height="100%"/>',
        *_ends(area, paths, middles, _numbers(scenario.surface, area, middles, most), clock, not bare),
        # above the paths, which end and begin there
        _common("landmarks", [_scaled(area, [landmarks(scenario, area)])], first, bare),
        _common("starts", [mark(area, *one) for mark in (_tether, _start) for one in badged], first, bare),
    ]
    return Markup(
        f'<svg class="plot-svg" width="{area.width:g}" height="{area.height:.1f}" overflow="visible" '
        f'aria-hidden="true">{"".join(body)}</svg>'
    )


def _scaled(area: PlotArea, parts: Iterable[str]) -> str:
    """Return what grows and shrinks with the plot, in px of ``area``."""
    size = f'viewBox="0 0 {area.width:g} {area.height:.1f}" preserveAspectRatio="none"'
    return f'<svg {size} overflow="visible">{"".join(parts)}</svg>'


def _share(at: float, whole: float) -> str:
    """Return a position in the plot area as a part of its width or height, at which words and marks keep their size."""
    return f"{100 * at / whole:.5g}%"


def _at(area: PlotArea, x: float, y: float, names: tuple[str, str] = ("x", "y")) -> str:
    """Return the attributes ``names`` of a point (x, y), in px of ``area``."""
    return f'{names[0]}="{_share(x, area.width)}" {names[1]}="{_share(y, area.height)}"'


def _common(name: str, parts: Iterable[str], first: bool, bare: bool) -> str:
    """Return parts that all plots of a document have in common. If lines are ``bare``, because a picture has to be
    small, only the first plot has them, and the others refer to it."""
    if not bare:
        return "".join(parts)
    return f'<g id="{name}">{"".join(parts)}</g>' if first else f'<use class="common" href="#{name}"/>'


def _shared(surface: BoundSurface, area: PlotArea, middles: Sequence[Pixel], most: int) -> str:
    """Return what all plots of a document refer to: the clip path of the plot area, the contours and their labels.

    middles: of the badges.
    """
    found = contours(surface, area, most)
    size = f'width="{area.width:g}" height="{area.height:.1f}"'
    parts = [f'<rect class="contour-outside shade-{found.outside}" {size}/>']
    for band in found.bands:
        labelled = " is-labelled" if band.labelled else ""
        parts.append(f'<path class="contour shade-{band.shade}{labelled}" d="{band.data}"/>')
    if found.undefined:
        parts.append(f'<path class="undefined" d="{found.undefined}"/>')
        parts.append(f'<path d="{found.undefined}" fill="url(#hatch)"/>')
    labels = []
    for label in found.labels:
        x, y = area.across(label.x), area.down(label.y)
        if hidden(centered(label.text, x, y), middles):
            continue
        at = _at(area, x, y)
        labels.append(f'<text class="contour-label" {at} dy="{MIDDLE:g}">{label.text}</text>')
    return (
        f'<defs><clipPath id="plot-area"><rect {size}/></clipPath>{HATCH if found.undefined else ""}'
        f'<g id="contours">{"".join(parts)}</g><g id="contour-labels">{"".join(labels)}</g></defs>'
    )


def _cover(area: PlotArea) -> str:
    """Return what covers the paths outside a plot with the color of the page."""
    around = (
        f"M-{COVER:g}-{COVER:g}h{area.width + 2 * COVER:g}v{area.height + 2 * COVER:.1f}h{-area.width - 2 * COVER:g}z"
    )
    inner = f"M0 0h{area.width:g}v{area.height:.1f}h{-area.width:g}z"
    return f'<path class="plot-page" fill-rule="evenodd" d="{around}{inner}"/>'


def _axes(area: PlotArea, middles: Sequence[Pixel]) -> str:
    """Return ticks and numbers, which lie inside the plot area, below the paths. middles: of the badges.

    A tick before a number would be read as a minus, so there are none at the left.
    """
    parts = []
    across, down = axes(area.domain)
    for value in across:
        x = _share(area.across(value), area.width)
        parts.append(
            f'<rect class="tick" x="{x}" y="100%" width="1" height="{TICK:g}" transform="translate(-.5 -{TICK:g})"/>'
        )
        if not hidden(below(_label(value), area.across(value), area.height), middles):
            parts.append(f'<text class="tick-label" x="{x}" y="100%" dy="-{LIFT:g}">{_label(value)}</text>')
    for value in down:
        y = _share(area.down(value), area.height)
        if hidden(beside(_label(value), area.down(value)), middles):
            continue
        parts.append(
            f'<text class="tick-label tick-label-left" x="{ASIDE:g}" y="{y}" dy="{MIDDLE:g}">{_label(value)}</text>'
        )
    return f'<g class="plot-axes">{"".join(parts)}</g>'


def _numbers(surface: BoundSurface, area: PlotArea, middles: Sequence[Pixel], most: int) -> list[Box]:
    """Return where the numbers are that a plot with badges at ``middles`` shows."""
    across, down = axes(area.domain)
    boxes = [below(_label(value), area.across(value), area.height) for value in across]
    boxes += [beside(_label(value), area.down(value)) for value in down]
    labels = contours(surface, area, most).labels
    boxes += [centered(one.text, area.across(one.x), area.down(one.y)) for one in labels]
    return [box for box in boxes if not hidden(box, middles)]


def _label(value: float) -> str:
    """Return a number without an exponent, however near the region is to it."""
    text = np.format_float_positional(value, precision=12, unique=False, fractional=False, trim="-")
    return text.replace("-", "−")


def plot_lines(
    scenario: Scenario,
    runs: Iterable[Run],
    width: float,
    step: int | None,
    clock: Clock | None = None,
    colors: Palette | None = None,
    region: Region = (),
    most: int = MOST,
) -> list[Line]:
    """Return the lines of ``runs``, which one picture shows in plots that ``draw`` makes with the same arguments.

    most: half of the characters that they may have.
    """
    end = None if step is None else step + 1
    room = ROOM if colors is None else HIDDEN
    shown = list(runs)
    paths, series = [run.x[:end] for run in shown], [run.optimizer for run in shown]
    return lines_of(plot_area(scenario, width, region), paths, clock is not None, room, most, series)


def _paths(lines: Iterable[tuple[Line, str]]) -> list[str]:
    """Return the lines of some runs, each with its casing; bare ones of one series in a row are one path."""
    drawn = []
    for (bare, series), found in groupby(lines, lambda each: (each[0].bare, each[1])):
        data = [line.data for line, _ in found]
        if bare:
            drawn.append(f'<path class="path {series}" d="{"".join(data)}"/>')
        else:
            drawn += [f'<path class="casing" d="{one}"/><path class="path {series}" d="{one}"/>' for one in data]
    return drawn


def _first(x: Points, area: PlotArea, series: str) -> str:
    """Return the first steps of a path once more, which lie over the others: the story begins with them."""
    if len(x) <= HEAD + 1:
        return ""
    pixels = np.column_stack((area.across(x[: HEAD + 1, 0]), area.down(x[: HEAD + 1, 1])))
    line = "".join(path_data(points) for points, _ in pieces(pixels, area, HIDDEN))
    return f'<path class="casing" d="{line}"/><path class="head {series}" d="{line}"/>' if line else ""


def _dots(x: Points, area: PlotArea, series: str) -> str:
    """Return the dots at the steps of a path; the dots of the first steps are larger and come last."""
    with np.errstate(over="ignore"):
        pixels = np.column_stack((area.across(x[:, 0]), area.down(x[:, 1])))
    steps = np.flatnonzero(dotted(pixels, area))
    drawn = []
    for name, chosen in (("dots", steps[steps > HEAD]), ("dots first-dots", steps[steps <= HEAD])):
        drawn.append(f'<path class="{name} {series}" d="{dots_data(pixels[chosen])}"/>' if len(chosen) else "")
    return "".join(drawn)


def _moving(line: Line, run: Run, series: str, clock: Clock) -> list[Moving]:
    """Return the pieces of a path that are drawn step by step."""
    return [
        Moving.of(f"r{run.optimizer}-{run.start}-{index}", series, points, corners, steps, clock, line.unit)
        for index, ((points, steps), corners) in enumerate(zip(line.pieces, line.corners, strict=True))
    ]


def _still(parts: Sequence[Moving]) -> str:
    """Return the same path where it does not move: all casings below it."""
    return "".join(part.still[k] for k in range(2) for part in parts)


def _ends(
    area: PlotArea,
    paths: Sequence[tuple[Run, Points, str]],
    middles: Sequence[Pixel],
    numbers: Sequence[Box],
    clock: Clock | None,
    cased: bool,
) -> list[str]:
    """Return the dot at the end of each path, or an arrow with a label where it leaves the plot area.

    middles: of the badges. numbers: where numbers are. cased: whether dots have casings.
    """
    exits = [(run, leaving, series) for run, x, series in paths if (leaving := leave(x, area)) is not None]
    dots = [_dot(area, x[-1], series, clock, cased) for _, x, series in paths if leave(x, area) is None]
    labels = [(leaving.words(run.diverged_at), float(run.loss[-1])) for run, leaving, _ in exits]
    points = [(area.across(leaving.x), area.down(leaving.y)) for _, leaving, _ in exits]
    ends = [End(*point, text, LETTER * len(text), loss) for point, (text, loss) in zip(points, labels, strict=True)]
    arrows = []
    for (run, leaving, series), end, position in zip(exits, ends, lay(ends, area, middles, numbers), strict=True):
        arrow = (
            f'<svg {_at(area, end.x, end.y)} overflow="visible"><path class="arrow {series}" d="M0 0l-11 -5v10z" '
            f'transform="rotate({-np.degrees(leaving.angle):.1f})"/></svg>'
        )
        if position is not None:
            side = " end-label-left" if position.left else ""
            at = _at(area, position.x, position.baseline)
            arrow += f'<text class="end-label{side}" {at}>{end.text}</text>'
        name = f"e{run.optimizer}-{run.start}"
        arrows.append(arrow if clock is None else appearing(name, arrow, leaving.step, clock))
    return [*dots, *arrows]


def _dot(area: PlotArea, point: Points, series: str, clock: Clock | None, cased: bool) -> str:
    still = "" if clock is None else " is-still"
    center = _at(area, area.across(point[0]), area.down(point[1]), ("cx", "cy"))
    casing = f'<circle class="end-casing{still}" {center} r="4"/>' if cased else ""
    return f'{casing}<circle class="end {series}{still}" {center} r="4"/>'


def _tether(area: PlotArea, start: Start, middle: Pixel) -> str:
    """Return the line from a badge beside its start to the start."""
    x, y = area.across(start.x), area.down(start.y)
    if not area.holds(start.x, start.y) or np.hypot(x - middle[0], y - middle[1]) < 1:
        return ""
    line = f"<line {_at(area, *middle, ('x1', 'y1'))} {_at(area, x, y, ('x2', 'y2'))}/>"
    return f'<g class="start-tether">{line}<circle {_at(area, x, y, ("cx", "cy"))} r="2.5"/></g>'


def _start(area: PlotArea, start: Start, middle: Pixel) -> str:
    """Return the badge of a start, with a dotted circle in it if the start lies outside."""
    at = _at(area, *middle, ("cx", "cy"))
    inner = "" if area.holds(start.x, start.y) else f'<circle class="start-outside" {at} r="7.5"/>'
    label = f'<text {_at(area, *middle)} dy="{MIDDLE:g}">{escape(start.label)}</text>'
    return f'<g class="start"><circle {at} r="9"/>{inner}{label}</g>'
