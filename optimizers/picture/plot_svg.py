"""One plot as SVG: contours, axes, minima, paths and starts, with classes of ``plot.css`` for every colour and dash."""

from collections.abc import Iterable, Sequence

import contourpy
import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from ..query.choices import Start
from ..query.scenario import Scenario
from ..run.arrival import target_of
from ..run.contours import sample
from ..run.runs import Run
from .badges import Pixel, badges
from .end_labels import End, lay
from .geometry import ARM, GLYPHS, PlotArea, arms, leave, pieces, ticks, visible
from .motion import Clock, Moving, appearing

Points = NDArray[np.float64]
GRID = 90
# Room for the ticks and for half of a label at a corner. geometry.js has the same.
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 10.0, 24.0
LETTER = 6.6  # px that a letter of a label takes on average
NEAR, FEW = 0.4, 20_000  # px: points nearer than this are drawn as one, in plots with at most so many points


def plot_area(scenario: Scenario, width: float) -> PlotArea:
    """Return the plot area of a plot that is ``width`` px wide with its margins."""
    return PlotArea(scenario.surface.domain, width - LEFT - RIGHT)


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
) -> Markup:
    """Return a plot with ``runs`` up to ``step``. The first plot of a document draws the contours, the others reuse
    them.

    With a ``clock`` the paths are drawn step by step, except for readers who prefer reduced motion.
    """
    area = plot_area(scenario, width)
    size = f'width="{area.width:g}" height="{area.height:.1f}"'
    end = None if step is None else step + 1
    paths = [(run, run.x[:end], f"series-{slots[run.optimizer]}") for run in runs]
    near = NEAR * min(max(1.0, scenario.points / FEW), 6.0)  # more points would be megabytes of overlapping lines
    middles = badges(scenario.starts, area)
    moving = [part for one in paths for part in _moving(area, *one, near, clock)] if clock else []
    body = [
        _shared(scenario, area, size) if first else "",
        '<g clip-path="url(#plot-area)"><use href="#contours"/>',
        '<g class="is-still">' if clock else "",
        *(_path(area, x, series, near) for _, x, series in paths),
        "</g>" if clock else "",
        *(part.path for part in moving),
        *(part.marker for part in moving),
        "</g>",
        _axes(area),
        *_ends(area, paths, middles, clock),
        f'<g clip-path="url(#plot-area)">{_landmarks(scenario, area)}</g>',  # above the paths, which end there
        *(_tether(area, start, middle) for start, middle in zip(scenario.starts, middles, strict=True)),
        *(_start(area, start, middle) for start, middle in zip(scenario.starts, middles, strict=True)),
    ]
    height = height_of(area)
    return Markup(
        f'<svg class="plot-svg" viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" height="{height:.1f}" '
        f'preserveAspectRatio="xMinYMin" aria-hidden="true">'
        f'<g transform="translate({LEFT:g} {TOP:g})">{"".join(body)}</g></svg>'
    )


def _shared(scenario: Scenario, area: PlotArea, size: str) -> str:
    """Return what all plots of a document share: the clip path of the plot area, and the contours."""
    contours = _contours(scenario, area)
    return f'<defs><clipPath id="plot-area"><rect {size}/></clipPath><g id="contours">{contours}</g></defs>'


def _contours(scenario: Scenario, area: PlotArea) -> str:
    grid = sample(scenario.surface, GRID)
    generator = contourpy.contour_generator(
        area.across(grid.x), area.down(grid.y), grid.z, fill_type=contourpy.FillType.OuterOffset
    )
    bands = [f'<rect class="contour-outside" width="{area.width:g}" height="{area.height:.1f}"/>']
    count = len(grid.levels)
    for k, level in enumerate(reversed(grid.levels[1:]), start=1):
        outlines: list[Points] = []
        for points, ends in zip(*generator.filled(-np.inf, float(level)), strict=True):
            outlines += np.split(np.asarray(points), np.asarray(ends)[1:-1])
        path = "".join(f"M{_join(outline[:-1])}Z" for outline in outlines)
        # The opacity of each band is such that the resulting shade is linear in the level.
        bands.append(f'<path class="contour" d="{path}" fill-opacity="{1 / (count - k + 1):.3f}"/>')
    return "".join(bands)


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


def _path(area: PlotArea, x: Points, series: str, near: float) -> str:
    pixels = np.column_stack((area.across(x[:, 0]), area.down(x[:, 1])))
    line = "M".join(_join(_thin(piece, near)) for piece in visible(pixels, area))
    line = f"M{line}" if line else ""
    return f'<path class="casing" d="{line}"/><path class="path {series}" d="{line}"/>'


def _moving(area: PlotArea, run: Run, x: Points, series: str, near: float, clock: Clock) -> list[Moving]:
    """Return the pieces of a path that are drawn step by step."""
    pixels = np.column_stack((area.across(x[:, 0]), area.down(x[:, 1])))
    moving = []
    for index, (points, steps) in enumerate(pieces(pixels, area)):
        kept = _apart(points, near)
        name = f"r{run.optimizer}-{run.start}-{index}"
        moving.append(Moving.of(name, series, np.round(points[kept], 1), steps[kept], _join(points[kept]), clock))
    return moving


def _thin(pixels: Points, near: float) -> Points:
    """Drop points that look the same as the point before them."""
    return pixels[_apart(pixels, near)]


def _apart(pixels: Points, near: float) -> NDArray[np.bool_]:
    cells = np.round(pixels / near)
    kept = np.ones(len(pixels), dtype=bool)
    kept[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    return kept


def _join(points: Points) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _landmarks(scenario: Scenario, area: PlotArea) -> str:
    """Return a cross at every minimum with the ring around it, and the glyphs of saddle points and maxima."""
    target = target_of(scenario)
    ring = 0.0 if target.radius is None else area.scale * target.radius
    begin, end = (f"{at:.2f}" for at in arms(ring))
    cross = f"m{begin} 0h{ARM:g}m-{end} {begin}v{ARM:g}m-{begin} -{end}h-{ARM:g}m{end} -{begin}v-{ARM:g}"
    shapes = []
    for x, y in target.minima.tolist():
        px, py = f"{area.across(x):.1f}", f"{area.down(y):.1f}"
        if ring:
            shapes.append(f'<circle class="ring" cx="{px}" cy="{py}" r="{ring:.2f}"/>')
        shapes.append(f'<path class="minimum" d="M{px} {py}{cross}"/>')
    for one in scenario.surface.stationary:
        if one.kind in GLYPHS and area.holds(one.x, one.y):
            middle = np.array((area.across(one.x), area.down(one.y)))
            lines = "".join(f"M{_join(middle + line)}" for line in GLYPHS[one.kind])
            shapes.append(f'<path class="{one.kind}" d="{lines}"/>')
    return f'<g class="minimum-casing">{"".join(shapes)}</g>{"".join(shapes)}' if shapes else ""


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
    return f'<circle class="end {series}{still}" {center} r="4"/>'


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
