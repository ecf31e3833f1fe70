"""Tables of two columns that a person pastes: read, checked row by row, and packed into a text for the address.

Columns are separated by tabs, semicolons, commas or spaces, by the same in every row: those with which most rows are
two numbers, so that an error names the other rows. A first row of two names is a header. Rows without any
value, as spreadsheets append them, do not count. A comma within a number is a decimal comma wherever it cannot be a
separator; where every comma has three digits after it, it may also separate thousands, and the table is refused.
Numbers are rounded to a ten-thousandth of the range of their column, which no plot shows; then the table is compressed
(RFC 1951) and written in base64url (RFC 4648).
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
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")  # or a number with three decimals
MINUS = str.maketrans("−–", "--")  # as pages and word processors write it
NOT_A_NAME = ("", "na", "n/a", "nan", "null", "none", "inf", "infinity", "true", "false")
SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma", " ": "space"}
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
    rows = [(at, line) for at, line in lines if line.strip() and not line.lower().startswith("sep=")]
    if not rows:
        raise ValueError(f"no rows; {ALLOWED}")
    separator = _separator([line for _, line in rows])
    cells = [(at, line, _cells(line, separator)) for at, line in rows]
    cells = [one for one in cells if any(one[2])] or cells
    names = ("x", "y")
    if _is_header(cells[0][2]):
        first, second = (" ".join(name.split())[:NAME] for name in cells[0][2])
        names, cells = (first or "x", second or "y"), cells[1:]
    pairs, problems = [], []
    for at, line, found in cells:
        if _is_pair(found):
            x, y = map(_number, found)
            pairs.append((x or 0.0, y or 0.0))
        else:
            problems.append(f"row {at}: {_problem(line, found, separator)}")
    if not problems:
        problems = _thousands(cells)
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
    """Return what separates the columns of most rows. If that is undecided, spaces do only where every row is two
    words, with no comma between them."""
    rows = {one: sum(_is_pair(_cells(line, one)) for line in lines) for one in SEPARATORS}
    most = [one for one, count in rows.items() if count == max(rows.values())]
    if len(most) == 1:
        return most[0]
    for one in ("\t", ";"):
        if one in most and any(one in line for line in lines):
            return one
    words = [line.split() for line in lines]
    spaced = all(len(pair) == 2 and not pair[0].endswith(",") and not pair[1].startswith(",") for pair in words)
    return " " if spaced else ","


def _is_pair(cells: list[str]) -> bool:
    return len(cells) == 2 and None not in map(_number, cells)


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells between separators, quoted or not; several spaces count as one, and empty cells after the
    second do not."""
    written = re.sub(" +", " ", line) if separator == " " else line
    cells = [cell.strip() for cell in next(csv.reader([written], delimiter=separator), [])]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    return cells


def _is_header(cells: list[str]) -> bool:
    """Whether the cells are names: none is a number or says that one is missing, and one of them begins as a word."""
    if len(cells) != 2 or any(_number(cell) is not None or cell.lower() in NOT_A_NAME for cell in cells):
        return False
    return any((first := re.search(r"\w", cell)) and first[0].isalpha() for cell in cells)


def _number(cell: str) -> float | None:
    """Return the number that a cell writes, None if it writes none that is finite and not too large.

    A comma in it is a decimal comma: where commas separate the columns, it was in quotation marks.
    """
    written = cell.translate(MINUS)
    found = parse_number(written.replace(",", ".") if DECIMAL_COMMA.fullmatch(written) else written)
    return found if found is not None and abs(found) <= LARGEST else None


def _thousands(cells: list[tuple[int, str, list[str]]]) -> list[str]:
    """Return the first row in which commas may be decimal ones or separate thousands, if no row decides."""
    commas = [(at, cell) for at, _, found in cells for cell in found if "," in cell]
    if not commas or not all(THOUSANDS.fullmatch(cell.translate(MINUS)) for _, cell in commas):
        return []
    at, cell = commas[0]
    allowed = f"write {cell.replace(',', '.')} or {cell.replace(',', '')}"
    return [f"row {at}: the comma of {cell!r} may be a decimal comma or separate thousands; {allowed}"]


def _problem(line: str, cells: list[str], separator: str) -> str:
    """Return what is wrong with a row, and what is allowed."""
    for other, name in SEPARATORS.items():
        written = _cells(line, other)
        if other != separator and (_is_pair(written) or _is_header(written)):
            said = f"{shortened(line)!r} has a {name} where other rows have a {SEPARATORS[separator]}"
            return f"{said}; use the same separator in every row"
    if len(cells) == 2:
        cell = next(cell for cell in cells if _number(cell) is None)
        said = (
            f"{shortened(cell)!r} is not a number" if cell else "one of the two cells is empty, which is not a number"
        )
        return f"{said} from {-LARGEST:g} to {LARGEST:g}"
    counted = f"{len(cells)} value" + ("" if len(cells) == 1 else "s")
    said = f"{shortened(line)!r} has {counted} between {SEPARATORS[separator]}s, a row has 2"
    if len(cells) == 1:
        return f"{said}; separate them by a comma, a semicolon or a tab"
    if separator == "," and len(cells) in (3, 4):
        return f"{said}; with decimal commas, separate columns by semicolons"
    return f"{said}; paste only two columns"


def _rounded(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return the rows with as many digits after the point as the range of each column calls for."""
    digits = []
    for column in zip(*pairs, strict=True):
        span = max(column) - min(column) or abs(column[0]) or 1.0
        digits.append(FINE - math.floor(math.log10(span)))
    return tuple((round(x, digits[0]), round(y, digits[1])) for x, y in pairs)
