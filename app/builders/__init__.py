"""Functions that make the body of an answer from arguments that can be pickled, so that any process can call them."""

from .entry import entry_json
from .lesson import lesson_list
from .oembed import oembed
from .offline import offline_html
from .page import PageArguments, page_html
from .poster import poster_png, poster_svg
from .qr import qr_svg
from .reference import reference_html
from .scenario import as_bytes, scenario_json
from .steps import steps_json
from .surface import surface_json
from .verdict import verdict_json
from .write_your_own import check_json, write_your_own

__all__ = [
    "PageArguments",
    "as_bytes",
    "check_json",
    "entry_json",
    "lesson_list",
    "oembed",
    "offline_html",
    "page_html",
    "poster_png",
    "poster_svg",
    "qr_svg",
    "reference_html",
    "scenario_json",
    "steps_json",
    "surface_json",
    "verdict_json",
    "write_your_own",
]
