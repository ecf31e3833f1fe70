"""Functions that make the body of an answer from arguments that can be pickled, so that any process can call them."""

from .page import PageArguments, page_html
from .poster import poster_png, poster_svg
from .steps import steps_json
from .surface import surface_json
from .verdict import verdict_json

__all__ = ["PageArguments", "page_html", "poster_png", "poster_svg", "steps_json", "surface_json", "verdict_json"]
