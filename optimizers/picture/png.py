"""The poster as PNG, for link previews, slides and documents that cannot show SVG."""

import re
from collections.abc import Sequence

from ..query.scenario import Scenario
from ..run.runs import Run
from ..terms.errors import Problem, ScenarioError
from . import colormaps
from .poster import poster
from .region import Region

SCALES = (1, 2, 3, 4)
USUAL = 2
LARGEST = 20_000_000  # pixels, about 80 MB while they are drawn
ROBOTO = re.compile("[\n -~\u00a0-\u052f–—‘’“”…−∇√∞≈≠≤≥·×°←→]*")  # texts that need no other font than Roboto
LONGEST = 4_000_000  # bytes of SVG, about five seconds of work


def poster_png(
    scenario: Scenario,
    layout: str,
    theme: str,
    step: int | None = None,
    *,
    title: str = "",
    scale: int | None = None,
    runs: Sequence[Run] | None = None,
    region: Region = (),
    colormap: str = colormaps.USUAL,
) -> bytes:
    """Return the ``poster`` as PNG with ``scale`` pixels for each px, by default ``USUAL`` or as many as are possible.

    The theme "auto" is drawn light.

    Raises ScenarioError if the picture would have more than ``LARGEST`` pixels, or its paths more than ``LONGEST``
    bytes of SVG.
    """
    svg = plain_poster(scenario, layout, theme, step, title=title, runs=runs, region=region, colormap=colormap)
    return rasterized(svg, allowed_scale(scenario, svg, scale))


def allowed_scale(scenario: Scenario, svg: str, scale: int | None) -> int:
    """Return with how many pixels for each px the poster ``svg`` is drawn. Raises as ``poster_png`` does."""
    if len(svg) > LONGEST:
        allowed = f"fewer: the paths take {len(svg)} bytes of SVG, and a PNG is made from at most {LONGEST}"
        raise ScenarioError([Problem("steps", str(scenario.steps), allowed)])
    width, height = size_of(svg)
    most = largest_scale(svg)
    if not most:
        allowed = f"fewer: a picture of {width:g} × {height:g} px has more than {LARGEST} pixels"
        raise ScenarioError([Problem("optimizer", f"{len(scenario.optimizers)} times", allowed, kind="count")])
    if scale is None:
        scale = min(USUAL, most)
    elif scale not in SCALES[:most]:
        raise ScenarioError(
            [Problem("scale", str(scale), f"a whole number from 1 to {most} for {width:g} × {height:g} px")]
        )
    return scale


def plain_poster(
    scenario: Scenario,
    layout: str,
    theme: str,
    step: int | None = None,
    *,
    title: str = "",
    runs: Sequence[Run] | None = None,
    region: Region = (),
    colormap: str = colormaps.USUAL,
) -> str:
    """Return the poster as SVG with plain colors, for programs that do not know custom properties."""
    drawn = "light" if theme == "auto" else theme
    return poster(scenario, layout, drawn, step, title=title, runs=runs, plain=True, region=region, colormap=colormap)


def size_of(svg: str) -> tuple[float, float]:
    """Return width and height in px of an SVG of this package."""
    found = re.match(r'<svg [^>]* width="([\d.]+)" height="([\d.]+)"', svg)
    assert found, "the picture tells its size"
    return float(found[1]), float(found[2])


def largest_scale(svg: str) -> int:
    """Return the greatest possible number of pixels for each px; 0 if even one is too many."""
    width, height = size_of(svg)
    return max([each for each in SCALES if width * height * each**2 <= LARGEST], default=0)


def rasterized(svg: str, scale: float, rules: str = "", background: str | None = None) -> bytes:
    """Return an SVG as PNG. resvg holds the interpreter's lock meanwhile, so a server draws in another process.

    rules: CSS rules in addition to those in the SVG. background: the color behind the picture.
    """
    from font_roboto import Roboto, RobotoBold  # imported only when something is drawn
    from resvg_py import svg_to_bytes

    picture = svg_to_bytes(
        svg_string=svg,
        zoom=float(scale),
        style_sheet=rules or None,
        background=background,
        font_files=[Roboto, RobotoBold],  # the system need not have fonts
        skip_system_fonts=ROBOTO.fullmatch(svg) is not None,  # they serve other scripts; to look for them takes time
        font_family="Roboto",
        sans_serif_family="Roboto",
    )
    return bytes(picture)
