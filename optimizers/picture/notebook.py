"""The forms in which a notebook shows or exports runs: HTML, one picture, or text. None of them needs a server."""

from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ..query.scenario import Scenario
from ..run.runs import Run
from ..run.tuning import caption
from ..tell.scoreboard import cells, columns
from .board import with_board
from .colormaps import USUAL
from .png import largest_scale, plain_poster, rasterized, size_of
from .poster import description, poster

Bundle = tuple[dict[str, Any], dict[str, Any]]
"""Data by MIME type, and metadata by MIME type, as Jupyter takes them."""

SCALE = 2  # pixels for each px, sharp on paper

# The notebook's colors, so that the table is readable in dark themes too.
TABLE = "border-collapse:collapse;font:13px system-ui,sans-serif;color:inherit;background:none;margin:8px 0"
CELL = "padding:3px 10px;text-align:right;border-bottom:1px solid #8888;color:inherit;background:none"
NAME = CELL.replace("right", "left") + ";font-weight:600"


def runs_bundle(
    scenario: Scenario,
    runs: Sequence[Run],
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> Bundle:
    """Return poster and scoreboard of ``runs``, all runs of ``scenario``, as HTML, as one picture, and as text.

    include, exclude: MIME types that are wanted, and not wanted; only wanted ones are drawn.
    """

    def svg() -> str:
        return with_board(plain_poster(scenario, "side-by-side", "light", runs=runs), cells(scenario, runs))

    forms = {"text/plain": lambda: repr(runs), "text/html": lambda: html(scenario, runs)}
    return _bundle(forms, svg, include, exclude)


def figure_bundle(
    scenario: Scenario,
    runs: Sequence[Run],
    layout: str,
    theme: str,
    colormap: str,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> Bundle:
    """Return the plots of a Plotly figure as HTML, picture and text, for outputs where plotly.js does not run."""
    forms = {
        "text/plain": lambda: words(scenario),
        "text/html": lambda: str(_image(scenario, runs, layout, theme, colormap)),
    }
    return _bundle(forms, lambda: plain_poster(scenario, layout, theme, runs=runs, colormap=colormap), include, exclude)


def html(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return ``runs`` of ``scenario`` as HTML: poster and scoreboard."""
    return f"<div>{_image(scenario, runs, 'side-by-side', 'light')}{_table(scenario, runs)}</div>"


def words(scenario: Scenario) -> str:
    """Return what is drawn and what is held equal, in a line."""
    return f"{description(scenario)}; {caption(scenario)}"


def _bundle(
    forms: Mapping[str, Callable[[], str]],
    svg: Callable[[], str],
    include: Collection[str] | None,
    exclude: Collection[str] | None,
) -> Bundle:
    def asked(name: str) -> bool:
        return (include is None or name in include) and name not in (exclude or ())

    data: dict[str, Any] = {name: make() for name, make in forms.items() if asked(name)}
    if not asked("image/png"):
        return data, {}
    drawn = svg()
    scale = min(SCALE, largest_scale(drawn))
    if scale == 0:  # too large for a PNG: the other forms have to suffice
        return data, {}
    width, height = map(round, size_of(drawn))
    png = b64encode(rasterized(drawn, scale)).decode()
    return {**data, "image/png": png}, {"image/png": {"width": width, "height": height}}


def _image(scenario: Scenario, runs: Sequence[Run], layout: str, theme: str, colormap: str = USUAL) -> Markup:
    """Return the poster as an image, so that its identifiers do not clash with other posters."""
    data = b64encode(poster(scenario, layout, theme, runs=runs, colormap=colormap).encode()).decode()
    picture = Markup('<img src="data:image/svg+xml;base64,{}" alt="{}" style="max-width:100%;height:auto">')
    return picture.format(data, words(scenario))


def _table(scenario: Scenario, runs: Sequence[Run]) -> Markup:
    head, *body = cells(scenario, runs)
    meanings = ["", *(column.title for column in columns(scenario, runs))]
    heading = Markup('<th scope="col" style="{}" title="{}">{}</th>')
    headings = Markup("").join(
        heading.format(CELL if meaning else NAME, meaning, name) for name, meaning in zip(head, meanings, strict=True)
    )
    rows = Markup("").join(
        Markup('<tr style="background:none"><th scope="row" style="{}">{}</th>{}</tr>').format(
            NAME, row[0], Markup("").join(Markup('<td style="{}">{}</td>').format(CELL, cell) for cell in row[1:])
        )
        for row in body
    )
    return Markup(
        '<div style="overflow-x:auto"><table style="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(TABLE, headings, rows)
