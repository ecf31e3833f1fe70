"""Positions of the badges of the starts, so that each can be read. ``static/js/plot/handle-layout.js`` is its twin.

A badge is on its start, beside it if another badge would cover it, and at the edge if the start lies outside.
"""

import math
from collections.abc import Sequence

from ..query.choices import Start
from .geometry import PlotArea

GAP = 20.0  # px between two badges: the width of one
ROUNDS = 200  # enough for 26 starts in a corner; most layouts need one
SLACK = 0.5  # px by which two badges may be closer, so that the rounds end
SEED = 0.01  # px, so that starts at the same point move apart in different directions
TURN = math.pi * (3 - math.sqrt(5))  # the golden angle: no two directions of this sequence are near each other

Pixel = tuple[float, float]


def badges(starts: Sequence[Start], area: PlotArea) -> list[Pixel]:
    """Return the center of the badge of each of ``starts``, in px of ``area``."""
    corners = [_inside((area.across(start.x), area.down(start.y)), area) for start in starts]
    positions = []
    for i, (x, y) in enumerate(corners):
        before = sum(math.hypot(other[0] - x, other[1] - y) < SLACK for other in corners[:i])
        far, angle = (SEED * math.sqrt(before) if before else 0.0), TURN * (before - 1)
        positions.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    for _ in range(ROUNDS):
        if not _push_apart(positions):
            break
        positions = [_inside(position, area) for position in positions]
    return positions


def _inside(position: Pixel, area: PlotArea) -> Pixel:
    return min(max(position[0], 0.0), area.width), min(max(position[1], 0.0), area.height)


def _push_apart(positions: list[Pixel]) -> bool:
    """Move apart those ``positions`` that are too close, each by half, and return whether there were any."""
    moved = False
    for i in range(len(positions)):
        for j in range(i):
            (ax, ay), (bx, by) = positions[j], positions[i]
            distance = math.hypot(bx - ax, by - ay)
            if distance > GAP - SLACK:
                continue
            moved = True
            turned = math.cos(TURN * i), math.sin(TURN * i)
            ux, uy = ((bx - ax) / distance, (by - ay) / distance) if distance else turned
            missing = (GAP - distance) / 2
            positions[j] = ax - missing * ux, ay - missing * uy
            positions[i] = bx + missing * ux, by + missing * uy
    return moved
