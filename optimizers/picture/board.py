"""The scoreboard below the poster, for outputs that show only one picture: a notebook as LaTeX or PDF."""

from collections.abc import Sequence

from markupsafe import escape

from .png import size_of
from .poster import LEFT, RIGHT

LINE = 22.0  # px that a row takes
LETTER = 7.0  # px that a letter takes on average
ROWS = 40  # more would leave no room for the plots on a page
SPELLED = ("∠", "angle")  # a character that the font of the PNG lacks, and a word for it


def with_board(svg: str, cells: Sequence[Sequence[str]]) -> str:
    """Return the poster ``svg`` with a table below it: the headings, then at most ``ROWS`` rows of ``cells``."""
    width, height = size_of(svg)
    cells = [[cell.replace(*SPELLED) for cell in cells[0]], *cells[1:]]
    head, *body = cells
    shown, more = body[:ROWS], len(body) - ROWS
    lines = [_line(cells, head, 0, "plot-title", width)]
    lines += [_line(cells, row, index, "plot-caption", width) for index, row in enumerate(shown, start=1)]
    if more > 0:
        lines.append(f'<text class="plot-caption" x="{LEFT:g}" y="{LINE * (ROWS + 1):g}">and {more} more</text>')
    total = height + LINE * (len(lines) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {total:.1f}" width="{width:g}" '
        f'height="{total:.1f}">{svg}<rect class="plot-page" y="{height:.1f}" width="100%" height="100%"/>'
        f'<g class="poster" transform="translate(0 {height + LINE:.1f})">{"".join(lines)}</g></svg>'
    )


def _line(cells: Sequence[Sequence[str]], row: Sequence[str], index: int, name: str, width: float) -> str:
    """Return a row: the first cell is aligned left, the others right."""
    letters = [max(map(len, column)) for column in zip(*cells, strict=True)]
    gap = (width - LEFT - RIGHT - LETTER * sum(letters)) / (len(letters) - 1)
    y = LINE * index
    parts = [f'<text class="{name}" x="{LEFT:g}" y="{y:g}">{escape(row[0])}</text>']
    x = LEFT + LETTER * letters[0]
    for count, cell in zip(letters[1:], row[1:], strict=True):
        x += gap + LETTER * count
        parts.append(f'<text class="{name}" x="{x:.1f}" y="{y:g}" text-anchor="end">{escape(cell)}</text>')
    return "".join(parts)
