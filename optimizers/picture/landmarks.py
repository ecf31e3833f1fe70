"""Marks and rings of minima, saddle points and maxima, as SVG."""

import math

import numpy as np

from ..query.scenario import Scenario
from ..run.arrival import target_of
from ..surfaces.surface import Landmark
from .geometry import ARM, GLYPHS, PlotArea, arms, ring_lines
from .path_data import path_data

CASING = 2.0  # px that the casing of a landmark is wide beside its line
CLIPPED = ' clip-path="url(#plot-area)"'


def landmarks(scenario: Scenario, area: PlotArea) -> str:
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
