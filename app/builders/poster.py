"""A scenario as a picture."""

from optimizers import Scenario
from optimizers.picture import poster
from optimizers.picture import poster_png as drawn_png

from ..view import View


def poster_svg(scenario: Scenario, view: View) -> bytes:
    """Return the poster as SVG, as ``view`` asks for it: layout, theme, step, title, region, color map and width."""
    animate = view.animate == "1"
    return poster(
        scenario,
        view.flat,
        view.theme,
        view.step,
        animate=animate,
        title=view.title,
        region=view.region,
        colormap=view.colormap,
        width=float(view.width) if view.width else None,
    ).encode()


def poster_png(scenario: Scenario, view: View) -> bytes:
    """Return the same as PNG, in the scale of ``view``. Raises ScenarioError if that is too large."""
    scale = int(view.scale) if view.scale else None
    return drawn_png(
        scenario,
        view.flat,
        view.theme,
        view.step,
        title=view.title,
        scale=scale,
        region=view.region,
        colormap=view.colormap,
    )
