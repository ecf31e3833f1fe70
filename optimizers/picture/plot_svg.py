"""One plot as SVG: contours, axes, minima, paths and starts, with classes of ``plot.css`` for every colour and dash."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from ..query.choices import Start
from ..query.scenario import Scenario
from ..run.arrival import target_of
from ..run.runs import Run
from ..surfaces.bound import BoundSurface
from ..surfaces.surface import Landmark
from .badges import Pixel, badges
from .contours import contours
from .dots import HEAD, dotted
from .end_labels import End, lay
from .geometry import ARM, GLYPHS, ROOM, PlotArea, arms, leave, pieces, ring_lines, ticks
from .lines import Line, lines_of
from .motion import Clock, Moving, appearing
from .palette import Palette
from .path_data import dots_data, path_data
from .region import Region, framed

Points = NDArray[np.float64]
# Room for the ticks and for half of a label at a corner. geometry.js has the same.
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 10.0, 24.0
LETTER = 6.6  # px that a letter of a label takes on average
CASING = 2.0  # px that the casing of a landmark is wide beside its line
HIDDEN = 6.0  # px that a path is drawn beyond the plot area under the margins, which are wider
MIDDLE = 4.0  # px from the middle of a label to its baseline
HATCH = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M3.5 0v7"/></pattern>'
)
CLIPPED = ' clip-path="url(#plot-area)"'
FITTED, UNCLIPPED = 'preserveAspectRatio="xMinYMin"', 'overflow="visible"'


def plot_area(scenario: Scenario, width: float, region: Region = ()) -> PlotArea:
    """Return the plot area of a plot that is ``width`` px wide with its margins, and shows ``region``."""
    return PlotArea(framed(region, scenario.surface.domain), width - LEFT - RIGHT)


def height_of(area: PlotArea) -> float:
    """Return the height of a plot with its margins."""
    return area.height + TOP + BOTTOM


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
) -> Markup:
    """Return a plot with ``runs`` up to ``step``. The first plot of a document draws the contours, the others reuse
    them.

    With a ``clock`` the paths are drawn step by step, except for readers who prefer reduced motion. colors: of a
    picture for resvg, which is slow where it has to clip or to mix: the contours are opaque, and the page lies over
    what is outside the plot area. lines: those of the runs, by default as in a picture that shows no others. region:
    the part of the plane that is shown, if it is not the domain.
    """
    area = plot_area(scenario, width, region)
    size = f'width="{area.width:g}" height="{area.height:.1f}"'
    end = None if step is None else step + 1
    paths = [(run, run.x[:end], f"series-{slots[run.optimizer]}") for run in runs]
    if lines is None:
        lines = plot_lines(scenario, [run for run, _, _ in paths], width, step, clock, colors, region)
    drawn = [(line, run, series) for line, (run, _, series) in zip(lines, paths, strict=True)]
    middles = badges(scenario.starts, area)
    overlaid = len({run.optimizer for run, _, _ in paths}) > 1
    solid = "" if overlaid else " is-solid"  # dashes tell optimizers apart
    moving = [_moving(line, run, series + solid, clock) for line, run, series in drawn] if clock else []
    still = (
        [_still(parts) for parts in moving]
        if clock
        else [_path(line.data, series + solid) for line, _, series in drawn]
    )
    still += [_first(x, area, series + solid) for _, x, series in paths]
    still += [] if overlaid else [_dots(x, area, series) for _, x, series in paths]
    body = [
        _shared(scenario.surface, area, size) if first else "",
        f'<g{CLIPPED if colors is None else ""}><use href="#contours"/>',
        '<g class="is-still">' if clock else "",
        *still,
        "</g>" if clock else "",
        *(part.path for parts in moving for part in parts),
        *(part.marker for parts in moving for part in parts),
        "</g>",
        "" if colors is None else _margins(area, width),
        _axes(area),
        *_ends(area, paths, middles, clock),
        _landmarks(scenario, area),  # above the paths, which end there
        *(_tether(area, start, middle) for start, middle in zip(scenario.starts, middles, strict=True)),
        *(_start(area, start, middle) for start, middle in zip(scenario.starts, middles, strict=True)),
    ]
    height = height_of(area)
    return Markup(
        f'<svg class="plot-svg" viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" height="{height:.1f}" '
        f'{FITTED if colors is None else UNCLIPPED} aria-hidden="true">'
        f'<g transform="translate({LEFT:g} {TOP:g})">{"".join(body)}</g></svg>'
    )


def _shared(surface: BoundSurface, area: PlotArea, size: str) -> str:
    """Return what all plots of a document share: the clip path of the plot area, and the contours."""
    drawn = f'<g id="contours">{_contours(surface, area)}</g>'
    return f'<defs><clipPath id="plot-area"><rect {size}/></clipPath>{drawn}</defs>'


def _contours(surface: BoundSurface, area: PlotArea) -> str:
    found = contours(surface, area)
    size = f'width="{area.width:g}" height="{area.height:.1f}"'
    parts = [f'<rect class="contour-outside shade-{found.outside}" {size}/>']
    for band in found.bands:
        labelled = " is-labelled" if band.labelled else ""
        parts.append(f'<path class="contour shade-{band.shade}{labelled}" d="{band.data}"/>')
    if found.undefined:
        parts.append(f'<path class="undefined" d="{found.undefined}"/>')
        parts.append(f'<path d="{found.undefined}" fill="url(#hatch)"/>')
    for label in found.labels:
        x, y = area.across(label.x), area.down(label.y) + MIDDLE
        parts.append(f'<text class="contour-label" x="{x:.1f}" y="{y:.1f}">{label.text}</text>')
    return f"{HATCH if found.undefined else ''}{''.join(parts)}"


def _margins(area: PlotArea, width: float) -> str:
    """Return what covers the margins of a plot with the colour of the page."""
    height = height_of(area)
    around = f"M{-LEFT:g} {-TOP:g}h{width:g}v{height:.1f}h{-width:g}z"
    inner = f"M0 0h{area.width:g}v{area.height:.1f}h{-area.width:g}z"
    return f'<path class="plot-page" fill-rule="evenodd" d="{around}{inner}"/>'


def _axes(area: PlotArea) -> str:
    parts = [f'<rect class="plot-area" width="{area.width:g}" height="{area.height:.1f}"/>']
    for value in ticks(area.domain[0], 5):
        x = area.across(value)
        parts.append(f'<path class="tick" d="M{x:.1f} {area.height:.1f}v4"/>')
        parts.append(f'<text class="tick-label" x="{x:.1f}" y="{area.height + 16:.1f}">{_label(value)}</text>')
    for value in ticks(area.domain[1], 4):
        y = area.down(value)
        parts.append(f'<path class="tick" d="M0 {y:.1f}h-4"/>')
        parts.append(f'<text class="tick-label tick-label-left" x="-7" y="{y + 4:.1f}">{_label(value)}</text>')
    return "".join(parts)


def _label(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


def plot_lines(
    scenario: Scenario,
    runs: Iterable[Run],
    width: float,
    step: int | None,
    clock: Clock | None = None,
    colors: Palette | None = None,
    region: Region = (),
) -> list[Line]:
    """Return the lines of ``runs``, which one picture shows in plots that ``draw`` makes with the same arguments."""
    end = None if step is None else step + 1
    room = ROOM if colors is None else HIDDEN
    return lines_of(plot_area(scenario, width, region), [run.x[:end] for run in runs], clock is not None, room)


def _path(line: str, series: str) -> str:
    return f'<path class="casing" d="{line}"/><path class="path {series}" d="{line}"/>'


def _first(x: Points, area: PlotArea, series: str) -> str:
    """Return the first steps of a path once more, which lie over the others: the story begins with them."""
    if len(x) <= HEAD + 1:
        return ""
    pixels = np.column_stack((area.across(x[: HEAD + 1, 0]), area.down(x[: HEAD + 1, 1])))
    line = "".join(path_data(points) for points, _ in pieces(pixels, area, HIDDEN))
    return f'<path class="casing" d="{line}"/><path class="head {series}" d="{line}"/>' if line else ""


def _dots(x: Points, area: PlotArea, series: str) -> str:
    """Return the dots at the steps of a path, those of the first steps larger and last."""
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


def _landmarks(scenario: Scenario, area: PlotArea) -> str:
    """Return the marks and rings of all minima, saddle points and maxima, above their casing."""
    target = target_of(scenario)
    ring = 0.0 if target.radius is None else area.scale * target.radius
    faint, shapes, inside = [], [], math.inf
    for one in scenario.surface.stationary:
        drawn = [*_circles(one, area, ring), *_glyph(one, area, ring)]
        if drawn:
            inside = min(inside, area.inside(one.x, one.y) - area.scale * one.radius)
        if one.radius or not one.marked:  # there may be many, which must not hide the surface
            faint += drawn
        else:
            shapes += drawn
    clipped = CLIPPED if inside < max(ring, ARM) + CASING else ""
    thin = f'<g class="faint">{"".join(faint)}</g>' if faint else ""
    marks = f'<g class="minimum-casing">{"".join(shapes)}</g>{"".join(shapes)}' if shapes else ""
    return f"<g{clipped}>{thin}{marks}</g>" if faint or shapes else ""


def _circles(one: Landmark, area: PlotArea, ring: float) -> list[str]:
    """Return the ring of a minimum, ``ring`` px around it, or the dotted line of a circle of maxima."""
    center = f'cx="{area.across(one.x):.1f}" cy="{area.down(one.y):.1f}"'
    radius = area.scale * one.radius
    if one.kind == "minimum":
        return [f'<circle class="ring" {center} r="{line:.2f}"/>' for line in ring_lines(radius, ring)]
    return [f'<circle class="{one.kind} is-circle" {center} r="{radius:.2f}"/>'] if radius else []


def _glyph(one: Landmark, area: PlotArea, ring: float) -> list[str]:
    """Return the mark of a point, if it has one: a cross outside the ring, or the glyph of its kind."""
    if one.radius or not one.marked:
        return []
    px, py = area.across(one.x), area.down(one.y)
    if one.kind == "minimum":
        begin, end = (f"{at:.2f}" for at in arms(ring))
        cross = f"m{begin} 0h{ARM:g}m-{end} {begin}v{ARM:g}m-{begin} -{end}h-{ARM:g}m{end} -{begin}v-{ARM:g}"
        return [f'<path class="minimum" d="M{px:.1f} {py:.1f}{cross}"/>']
    if not area.holds(one.x, one.y):
        return []
    lines = "".join(path_data(np.array((px, py)) + line) for line in GLYPHS[one.kind])
    return [f'<path class="{one.kind}" d="{lines}"/>']


def _ends(
    area: PlotArea, paths: Sequence[tuple[Run, Points, str]], middles: Sequence[Pixel], clock: Clock | None
) -> list[str]:
    """Return the dot at the end of each path, or an arrow with a label where it leaves the plot area."""
    exits = [(run, leaving, series) for run, x, series in paths if (leaving := leave(x, area)) is not None]
    dots = [_dot(area, x[-1], series, clock) for _, x, series in paths if leave(x, area) is None]
    labels = [(leaving.words(run.diverged_at), float(run.loss[-1])) for run, leaving, _ in exits]
    points = [(area.across(leaving.x), area.down(leaving.y)) for _, leaving, _ in exits]
    ends = [End(*point, text, LETTER * len(text), loss) for point, (text, loss) in zip(points, labels, strict=True)]
    arrows = []
    for (run, leaving, series), end, position in zip(exits, ends, lay(ends, area, middles), strict=True):
        arrow = (
            f'<path class="arrow {series}" d="M0 0l-11 -5v10z" '
            f'transform="translate({end.x:.1f} {end.y:.1f}) rotate({-np.degrees(leaving.angle):.1f})"/>'
        )
        if position is not None:
            side = " end-label-left" if position.left else ""
            arrow += f'<text class="end-label{side}" x="{position.x:.1f}" y="{position.baseline:.1f}">{end.text}</text>'
        name = f"e{run.optimizer}-{run.start}"
        arrows.append(arrow if clock is None else appearing(name, arrow, leaving.step, clock))
    return [*dots, *arrows]


def _dot(area: PlotArea, point: Points, series: str, clock: Clock | None) -> str:
    still = "" if clock is None else " is-still"
    center = f'cx="{area.across(point[0]):.1f}" cy="{area.down(point[1]):.1f}"'
    return f'<circle class="end-casing{still}" {center} r="4"/><circle class="end {series}{still}" {center} r="4"/>'


def _tether(area: PlotArea, start: Start, middle: Pixel) -> str:
    """Return the line from a badge beside its start to the start."""
    x, y = area.across(start.x), area.down(start.y)
    if not area.holds(start.x, start.y) or np.hypot(x - middle[0], y - middle[1]) < 1:
        return ""
    line = f'<path d="M{middle[0]:.1f} {middle[1]:.1f}L{x:.1f} {y:.1f}"/>'
    return f'<g class="start-tether">{line}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></g>'


def _start(area: PlotArea, start: Start, middle: Pixel) -> str:
    """Return the badge of a start, with a dotted circle in it if the start lies outside."""
    inner = "" if area.holds(start.x, start.y) else '<circle class="start-outside" r="7.5"/>'
    transform = f'transform="translate({middle[0]:.1f} {middle[1]:.1f})"'
    return f'<g class="start" {transform}><circle r="9"/>{inner}<text y="4">{escape(start.label)}</text></g>'
