"""A table as lines of text, with columns aligned for a terminal."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines: the first and the last column are aligned left, the others right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    ends = (0, len(widths) - 1)
    lines = []
    for row in rows:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        line = [cell + gap if i in ends else gap + cell for i, (cell, gap) in enumerate(zip(row, gaps, strict=True))]
        lines.append("  ".join(line).rstrip())
    return lines


def _width(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
