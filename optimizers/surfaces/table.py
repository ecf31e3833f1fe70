"""Tables of two columns that a person pastes: read, checked row by row, and packed into a text for the address.

Columns are separated by tabs, semicolons, commas or spaces. A first row that is not numbers is a header. A comma within
a number is a decimal comma wherever it cannot be a separator. Numbers are rounded to a ten-thousandth of the range of
their column, which no plot shows; then the table is compressed (RFC 1951) and written in base64url (RFC 4648).
"""

import base64
import binascii
import csv
import math
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

from ..terms.errors import shortened
from ..terms.text import format_number, parse_number
from .rows import Pair

LEAST_ROWS, MOST_ROWS = 3, 200
LONGEST = 20_000  # characters of a table
NAME = 24  # characters of the name of a column that are kept
SHOWN = 3  # bad rows that an error names
FINE = 4  # digits of the range of a column that are kept
LARGEST = 1e12
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas", " ": "spaces"}
ALLOWED = f"two columns of numbers, {LEAST_ROWS} to {MOST_ROWS} rows"
PACKED = "a table as the page packs it, in base64url"


@dataclass(frozen=True, slots=True)
class Table:
    """names: of the columns. pairs: the rows, rounded.

    >>> read_table("hours;grade\\n1;2,5\\n2;3\\n4;4,5")
    Table(names=('hours', 'grade'), pairs=((1.0, 2.5), (2.0, 3.0), (4.0, 4.5)))
    """

    names: tuple[str, str]
    pairs: tuple[Pair, ...]


def read_table(text: str) -> Table:
    """Return the table that ``text`` writes. Raises ValueError, which names the first bad rows and what is allowed.

    Rows are counted as the lines of the text, from 1, the header and empty lines among them.
    """
    found = _read(text)
    return Table(found.names, _rounded(found.pairs))


def _read(text: str) -> Table:
    """Return the table that ``text`` writes, with all its digits."""
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters; a table has at most {LONGEST}")
    lines = [(at, line.strip(" ")) for at, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)]
    rows = [(at, line) for at, line in lines if line.strip()]
    if not rows:
        raise ValueError(f"no rows; {ALLOWED}")
    separator = _separator([line for _, line in rows])
    cells = [(at, line, _cells(line, separator)) for at, line in rows]
    names = ("x", "y")
    if _is_header(cells[0][2], separator):
        first, second = (" ".join(name.split())[:NAME] for name in cells[0][2])
        names, cells = (first or "x", second or "y"), cells[1:]
    pairs, problems = [], []
    for at, line, found in cells:
        pair = tuple(_number(cell, separator) for cell in found)
        if len(found) == 2 and None not in pair:
            pairs.append((float(pair[0] or 0.0), float(pair[1] or 0.0)))
        else:
            problems.append(f"row {at}: {_problem(line, found, separator)}")
    if problems:
        more = len(problems) - SHOWN
        raise ValueError("; ".join([*problems[:SHOWN], *([f"and {_counted(more)} more"] if more > 0 else [])]))
    if not LEAST_ROWS <= len(pairs) <= MOST_ROWS:
        raise ValueError(f"{_counted(len(pairs))} of numbers; {ALLOWED}")
    return Table(names, tuple(pairs))


def pack(table: Table) -> str:
    """Return a table as letters, digits, "-" and "_"."""
    rows = [",".join(map(format_number, pair)) for pair in table.pairs]
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = compressor.compress("\n".join(["\t".join(table.names), *rows]).encode()) + compressor.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@lru_cache(maxsize=100)
def unpack(text: str) -> Table:
    """Return the table that ``pack`` has written. Raises ValueError for any other text."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
        decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        written = decompressor.decompress(data, LONGEST + 1)
        names, *rows = written.decode().split("\n")
        if not decompressor.eof or decompressor.unused_data or len(written) > LONGEST or names.count("\t") != 1:
            raise ValueError(PACKED)
    except (binascii.Error, zlib.error, UnicodeError, ValueError):
        raise ValueError(f"it is not {PACKED}") from None
    first, second = names.split("\t")
    table = _read("\n".join(["x,y", *rows]))
    return Table((first[:NAME] or "x", second[:NAME] or "y"), table.pairs)


def _separator(lines: list[str]) -> str:
    """Return what separates the columns: spaces only where every row is two words, with no comma between them."""
    for one in ("\t", ";"):
        if any(one in line for line in lines):
            return one
    words = [line.split() for line in lines]
    spaced = all(len(pair) == 2 and not pair[0].endswith(",") and not pair[1].startswith(",") for pair in words)
    return " " if spaced else ","


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells between separators, quoted or not; several spaces count as one."""
    written = re.sub(" +", " ", line) if separator == " " else line
    return [cell.strip() for cell in next(csv.reader([written], delimiter=separator), [])]


def _is_header(cells: list[str], separator: str) -> bool:
    return len(cells) == 2 and all(_number(cell, separator) is None for cell in cells)


def _number(cell: str, separator: str) -> float | None:
    """Return the number that a cell writes, None if it writes none that is finite and not too large."""
    comma = separator != "," and DECIMAL_COMMA.fullmatch(cell)
    found = parse_number(cell.replace(",", ".") if comma else cell)
    return found if found is not None and abs(found) <= LARGEST else None


def _problem(line: str, cells: list[str], separator: str) -> str:
    """Return what is wrong with a row, and what is allowed."""
    if len(cells) == 2:
        cell = next(cell for cell in cells if _number(cell, separator) is None)
        return f"{shortened(cell)!r} is not a number from {-LARGEST:g} to {LARGEST:g}"
    counted = f"{len(cells)} value" + ("" if len(cells) == 1 else "s")
    said = f"{shortened(line)!r} has {counted} between {SEPARATORS[separator]}, a row has 2"
    commas = separator == "," and len(cells) in (3, 4)
    return said + ("; with decimal commas, separate columns by semicolons" if commas else "")


def _rounded(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return the rows with as many digits after the point as the range of each column calls for."""
    digits = []
    for column in zip(*pairs, strict=True):
        span = max(column) - min(column) or abs(column[0]) or 1.0
        digits.append(FINE - math.floor(math.log10(span)))
    return tuple((round(x, digits[0]), round(y, digits[1])) for x, y in pairs)
