"""Writes numbers as text: typed arrays and JSON, in which no number is NaN or infinite."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pybase64 import b64encode
from pydantic_core import to_json

from optimizers import Metrics
from optimizers.run.columns import COLUMNS, LARGEST, by_columns
from optimizers.run.judge import COLUMNS as FOUND
from optimizers.run.judge import OPTIMIZER, START, STATUS, STEPS
from optimizers.run.metrics import STATUSES, Found
from optimizers.run.plan import Paths
from optimizers.run.simulation import Piece, rows_of_pieces
from optimizers.run.stepping import CHUNK

Numbers = NDArray[np.floating[Any]]

Form = tuple[bytes, tuple[bytes, ...]]
"""What a line of points has before the first column, with room for three numbers, and after each column."""


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    given = np.asarray(values, dtype=np.float64)
    with np.errstate(over="ignore"):
        plain = (np.clip(given, -LARGEST, LARGEST) if precision == "f4" else given).astype(f"<{precision}")
    encoded = {"dtype": precision, "bdata": b64encode(plain.tobytes()).decode("ascii")}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    return to_json(value, inf_nan_mode="null")


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    last = np.array([len(piece.loss) - 1])
    (table,) = by_columns(piece.x[np.newaxis], piece.loss[np.newaxis], piece.gradient[np.newaxis], last, precision)
    index = piece.run.optimizer, piece.run.start, piece.first
    return b"".join(_line(LINES[precision][0], index, list(map(b64encode, table))))


def all_points(paths: Paths, precision: str) -> list[bytes]:
    """Return the lines that carry the pieces of each run, straight from the memory of their ``paths``."""
    rows, found = paths.loss.shape[-1], paths.found[:, : STEPS + 1].tolist()
    more = -rows % 3 if rows <= CHUNK + 1 else 0
    tables = by_columns(paths.x, paths.loss, paths.gradient, paths.ends, precision, more)
    if rows <= CHUNK + 1:
        return _lines(found, tables, precision)
    lines = []
    for run, table in zip(found, tables, strict=True):
        parts: list[bytes] = []  # of several pieces
        for piece in rows_of_pieces(int(run[STEPS])):
            index = run[OPTIMIZER], run[START], piece.start
            parts += _line(LINES[precision][0], index, list(map(b64encode, table[:, piece])))
        lines.append(b"".join(parts))
    return lines


def _lines(found: Sequence[Found], tables: Numbers, precision: str) -> list[bytes]:
    """Return the line of each run from its table, all encoded in one call.

    Every column of a table has whole groups of three bytes, which base64 writes as four letters. Those after the end of
    the run are zeros, which are cut off.
    """
    lines = []
    rows, size, counts = tables.shape[-1], tables.itemsize, [int(run[STEPS]) + 1 for run in found]
    text, width, most = b64encode(tables.data), _letters(rows * size), max(counts)
    strides = width * len(COLUMNS), width
    longest = np.ndarray(tables.shape[:-1], f"S{_letters(most * size)}", text, strides=strides).tolist()
    for run, count, texts in zip(found, counts, longest, strict=True):
        if count < most:
            texts = [letters[: _letters(count * size)] for letters in texts]
        form = LINES[precision][-count * size % 3]
        lines.append(b"".join(_line(form, (run[OPTIMIZER], run[START], 0), texts)))
    return lines


def _letters(size: int) -> int:
    """Return how many letters base64 writes for so many bytes, without the ``=`` after them."""
    return (size * 4 + 2) // 3


def _line(form: Form, index: tuple[float, float, int], texts: list[bytes]) -> tuple[bytes, ...]:
    """Return a line of points in parts. index: optimizer, start and first row. texts: the columns as base64."""
    head, (after_x, after_y, after_loss, after_gx, after_gy) = form
    x, y, loss, gx, gy = texts
    return head % index, x, after_x, y, after_y, loss, after_loss, gx, after_gx, gy, after_gy


def _form(precision: str, end: str = "") -> Form:
    begins = [f'"{name}":{{"dtype":"{precision}","bdata":"' for name in COLUMNS]
    head = f'{{"event":"points","optimizer":%d,"start":%d,"first":%d,{begins[0]}'
    ends = [f'{end}"}},{begin}' for begin in begins[1:]]
    return head.encode(), tuple(text.encode() for text in (*ends, f'{end}"}}}}\n'))


LINES = {precision: [_form(precision, "=" * lacking) for lacking in range(3)] for precision in ("f8", "f4")}
"""Forms of lines, by how many bytes are lacking to whole groups of three, for which base64 writes ``=``."""


def endings(found: Sequence[Found]) -> bytes:
    """Return the last line of a stream: status and metrics of every run, from what ``judge`` has found."""
    return last_line([ended(found)])


def last_line(runs: Iterable[bytes]) -> bytes:
    """Return the last line of a stream. runs: what ``ended`` returns of all its runs, in their order."""
    return b'{"event":"end","runs":[%b]}\n' % b",".join(runs)


def ended(found: Sequence[Found]) -> bytes:
    """Return status and metrics of runs, separated by commas.

    All numbers are written in one call. A number that is missing or not finite becomes null.
    """
    numbers = dumps([number for run in found for number in run])[1:-1]
    texts = numbers.replace(b".0,", b",").removesuffix(b".0").split(b",")
    texts[STATUS::FOUND] = [STATUS_TEXTS[int(run[STATUS])] for run in found]
    parts = ENDING * len(found)
    parts[0] = FIRST
    parts[1::2] = texts
    parts.append(LAST)
    return b"".join(parts).replace(b"[null,null]", b"null")  # the flips of noise


def _ending() -> bytes:
    """Return how a run ended, with %b for each column of ``judge``."""
    heads = [f'"{name}":%b' for name in ("optimizer", "start", "status", "steps", "diverged_at")]
    names = [field.name for field in fields(Metrics)]
    metrics = [f'"{name}":' + ("[%b,%b]" if name == "flips" else "%b") for name in names]
    return f'{{{",".join(heads)},"metrics":{{{",".join(metrics)}}}}}'.encode()


FIRST, *_MORE, LAST = _ending().split(b"%b")
"""What is written before the first column of a run, and after its last one."""
ENDING = [part for before in (LAST + b"," + FIRST, *_MORE) for part in (before, b"")]
"""What is written before each column, and room for its number; the first part also ends the run before."""
STATUS_TEXTS = [dumps(status) for status in STATUSES]
"""By the number that ``judge`` writes."""
