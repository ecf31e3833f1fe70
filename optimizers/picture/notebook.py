"""Runs as a notebook shows them: the poster and the scoreboard, as HTML that needs no server and no script."""

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from ..scenario import Scenario
from ..scoreboard import cells, columns
from ..simulation import Run
from ..tuning import caption
from .poster import description, poster

# Colours are the notebook's own, so that the table is read in a dark one too.
TABLE = "border-collapse:collapse;font:13px system-ui,sans-serif;color:inherit;background:none;margin:8px 0"
CELL = "padding:3px 10px;text-align:right;border-bottom:1px solid #8888;color:inherit;background:none"
NAME = CELL.replace("right", "left") + ";font-weight:600"


def html(scenario: Scenario, runs: Sequence[Run]) -> str:
    """Return ``runs`` of ``scenario`` as HTML. The poster is an image, so its identifiers clash with no other's."""
    image = b64encode(poster(scenario, "side-by-side", "light", runs=runs).encode()).decode()
    words = f"{description(scenario)}; {caption(scenario)}"
    picture = Markup('<img src="data:image/svg+xml;base64,{}" alt="{}" style="max-width:100%;height:auto">')
    return f"<div>{picture.format(image, words)}{_table(scenario, runs)}</div>"


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
