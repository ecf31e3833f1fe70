"""Writes numbers as text: typed arrays and JSON, in which no number is NaN or infinite."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pybase64 import b64encode
from pydantic_core import to_json

from optimizers import Metrics
from optimizers.run.judge import COLUMNS as FOUND
from optimizers.run.judge import OPTIMIZER, START, STATUS, STEPS
from optimizers.run.metrics import STATUSES, Found
from optimizers.run.plan import Paths
from optimizers.run.simulation import Piece, rows_of_pieces
from optimizers.run.stepping import CHUNK
from optimizers.terms.types import Matrix, Vector

Numbers = NDArray[np.floating[Any]]
LARGEST = float(np.finfo(np.float32).max)
COLUMNS = ("x", "y", "loss", "gx", "gy")


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    given = np.asarray(values, dtype=np.float64)
    with _overflowing():
        plain = _saturated(given.astype(f"<{precision}"))
    encoded = {"dtype": precision, "bdata": b64encode(plain.tobytes()).decode("ascii")}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def _overflowing() -> np.errstate:
    """Let numbers overflow; rows after the end of a run hold what happened to be in memory."""
    return np.errstate(over="ignore", invalid="ignore")


def _saturated(values: Numbers) -> Numbers:
    """Return ``values`` with the largest float32 in place of those that have overflowed to infinity, written over."""
    return values.clip(-LARGEST, LARGEST, out=values) if values.itemsize == 4 else values


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    return to_json(value, inf_nan_mode="null")


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    table = _columns(piece.x, piece.loss, piece.gradient, precision)
    return _written((piece.run.optimizer, piece.run.start), piece.first, table, precision)


def all_points(paths: Paths, precision: str) -> list[bytes]:
    """Return the lines that carry the pieces of all runs, straight from the memory of their ``paths``."""
    rows, found = paths.loss.shape[-1], paths.found[:, : STEPS + 1].tolist()
    if rows > CHUNK + 1:  # several pieces a run
        tables = _columns(paths.x, paths.loss, paths.gradient, precision)
        return [
            _written((run[OPTIMIZER], run[START]), piece.start, table[:, piece], precision)
            for run, table in zip(found, tables, strict=True)
            for piece in rows_of_pieces(int(run[STEPS]))
        ]
    return _lines(found, _columns(paths.x, paths.loss, paths.gradient, precision, -rows % 3), precision)


def _written(index: Sequence[float], first: int, table: Numbers, precision: str) -> bytes:
    return LINES[precision][0] % (*index, first, *map(b64encode, table))


def _lines(found: Sequence[Found], tables: Numbers, precision: str) -> list[bytes]:
    """Return the line of each run from its table, all encoded in one call.

    Every column of a table has whole groups of three bytes, which base64 writes as four letters. Those after the end of
    the run are zeros, which are cut off.
    """
    lines, columns, rows, size = [], len(COLUMNS), tables.shape[-1], tables.itemsize
    counts = [int(run[STEPS]) + 1 for run in found]
    for count, table in zip(counts, tables, strict=True):
        if count < rows:
            table[:, count:] = 0
    text, width = b64encode(tables.data), rows * size // 3 * 4
    for run, count, at in zip(found, counts, range(0, len(text), columns * width), strict=True):
        lacking = -count * size % 3
        length = (count * size + lacking) // 3 * 4 - lacking
        texts = [text[k : k + length] for k in range(at, at + columns * width, width)]
        lines.append(LINES[precision][lacking] % (run[OPTIMIZER], run[START], 0, *texts))
    return lines


def _columns(x: Matrix, loss: Vector, gradient: Matrix, precision: str, more: int = 0) -> Numbers:
    """Return ``COLUMNS`` of a run, or of many: (…, 5, n + more) of x and gradient (…, n, 2) and loss (…, n).

    What stands in the last ``more`` rows is undefined.
    """
    rows = loss.shape[-1]
    columns = np.empty((*loss.shape[:-1], len(COLUMNS), rows + more), f"<{precision}")
    with _overflowing():
        columns[..., :2, :rows] = x.swapaxes(-1, -2)
        columns[..., 2, :rows] = loss
        columns[..., 3:, :rows] = gradient.swapaxes(-1, -2)
        return _saturated(columns)


def _line(precision: str, end: str = "") -> bytes:
    """Return the line of points, as a form to fill with optimizer, start, first row and the columns as base64."""
    columns = ",".join(f'"{name}":{{"dtype":"{precision}","bdata":"%b{end}"}}' for name in COLUMNS)
    return f'{{"event":"points","optimizer":%d,"start":%d,"first":%d,{columns}}}\n'.encode()


LINES = {precision: [_line(precision, "=" * lacking) for lacking in range(3)] for precision in ("f8", "f4")}
"""Forms of lines, by how many bytes are lacking to whole groups of three, for which base64 writes ``=``."""


def endings(found: Sequence[Found]) -> bytes:
    """Return the last line of a stream: status and metrics of every run, from what ``judge`` has found.

    All numbers are written in one call and put into one form. One that is none, or not finite, becomes null.
    """
    numbers = dumps([number for run in found for number in run]).replace(b".0,", b",").replace(b".0]", b"]")
    texts = numbers[1:-1].split(b",")
    texts[STATUS::FOUND] = [STATUS_TEXTS[int(run[STATUS])] for run in found]
    runs = b",".join([ENDING] * len(found)) % tuple(texts)
    return b'{"event":"end","runs":[%b]}\n' % runs.replace(b"[null,null]", b"null")  # the flips of noise


def _ending() -> bytes:
    """Return how a run ended, as a form to fill with the columns of ``judge``."""
    heads = [f'"{name}":%b' for name in ("optimizer", "start", "status", "steps", "diverged_at")]
    names = [field.name for field in fields(Metrics)]
    metrics = [f'"{name}":' + ("[%b,%b]" if name == "flips" else "%b") for name in names]
    return f'{{{",".join(heads)},"metrics":{{{",".join(metrics)}}}}}'.encode()


ENDING = _ending()
STATUS_TEXTS = [dumps(status) for status in STATUSES]
"""By the number that ``judge`` writes."""
