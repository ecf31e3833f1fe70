"""Builds everything once, small, so that a process forked afterward has templates, fonts and kernels."""

from optimizers.query.choices import Limits

from ..view import demand
from .page import PageArguments, page_html
from .poster import poster_png, poster_svg
from .steps import steps_json
from .surface import surface_json
from .verdict import verdict_json

SMALL = "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=20&scale=1"


def build_once(limits: Limits) -> None:
    """Build every kind of answer once. limits: the service's."""
    query = demand(SMALL, limits)
    for template in ("page.html", "embed.html"):
        page_html(PageArguments(template, query, "./", "static", "http://localhost"))
    for build in (poster_svg, poster_png):
        build(query.scenario, query.view)
    verdict_json(query.scenario)
    surface_json(query.scenario.surface, int(query.view.cells), query.view.precision)
    steps_json(query.scenario, 0, 0, 1)
