"""Writes numbers as text: typed arrays and JSON, in which no number is NaN or infinite."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pybase64 import b64encode
from pydantic_core import to_json

from optimizers import Run
from optimizers.run.plan import Paths
from optimizers.run.simulation import Piece, rows_of_pieces
from optimizers.run.stepping import CHUNK
from optimizers.terms.types import Matrix, Vector

Numbers = NDArray[np.floating[Any]]
LARGEST = float(np.finfo(np.float32).max)
COLUMNS = (b"x", b"y", b"loss", b"gx", b"gy")


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    plain = _plain(np.asarray(values, dtype=np.float64), precision)
    encoded = {"dtype": precision, "bdata": b64encode(plain.tobytes()).decode("ascii")}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def _plain(values: Numbers, precision: str) -> Numbers:
    if precision != "f4":
        return values.astype("<f8", copy=False)
    with np.errstate(invalid="ignore"):  # rows after the end of a run hold what happened to be in memory
        return values.clip(-LARGEST, LARGEST).astype("<f4")


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    return to_json(value, inf_nan_mode="null")


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    columns = _plain(_columns(piece.x, piece.loss, piece.gradient), precision)
    parts: list[bytes] = []
    _add(parts, piece.run, piece.first, [b64encode(column) for column in columns], precision)
    return b"".join(parts)


def all_points(runs: Sequence[Run], paths: Paths, precision: str) -> list[bytes]:
    """Return the lines that carry the pieces of all ``runs``, in parts, straight from the memory of their ``paths``."""
    tables = _plain(_columns(paths.x, paths.loss, paths.gradient), precision)
    parts: list[bytes] = []
    if tables.shape[-1] > CHUNK + 1:  # several pieces a run
        for run, columns in zip(runs, tables, strict=True):
            for rows in rows_of_pieces(run.steps):
                _add(parts, run, rows.start, [b64encode(column) for column in columns[:, rows]], precision)
        return parts
    for run, texts in zip(runs, _texts(tables, [run.steps + 1 for run in runs]), strict=True):
        _add(parts, run, 0, texts, precision)
    return parts


def _texts(tables: Numbers, counts: Sequence[int]) -> Iterator[list[bytes]]:
    """Yield for each of ``tables`` its columns as base64, of each the first of ``counts`` numbers: encoded in one call.

    Every column is filled with zeros to whole groups of three bytes, which base64 writes as four letters.
    """
    rows, size = tables.shape[-1], tables.itemsize
    filled = np.zeros((*tables.shape[:-1], rows + -rows % 3), tables.dtype)
    filled[..., :rows] = tables
    for table, count in zip(filled, counts, strict=True):
        if count < rows:
            table[:, count:] = 0
    text, width, at = b64encode(filled.data), filled.shape[-1] * size // 3 * 4, 0
    for count in counts:
        length, lacking = -(-count * size // 3) * 4, -count * size % 3
        end = b"=" * lacking
        yield [text[k : k + length - lacking] + end for k in range(at, at + len(COLUMNS) * width, width)]
        at += len(COLUMNS) * width


def _columns(x: Matrix, loss: Vector, gradient: Matrix) -> Numbers:
    """Return ``COLUMNS`` of a run, or of many: (…, 5, n) of x and gradient (…, n, 2) and loss (…, n)."""
    columns = np.empty((*loss.shape[:-1], len(COLUMNS), loss.shape[-1]))
    columns[..., :2, :] = x.swapaxes(-1, -2)
    columns[..., 2, :] = loss
    columns[..., 3:, :] = gradient.swapaxes(-1, -2)
    return columns


def _before(precision: str) -> list[bytes]:
    """Return what stands before the numbers of each column."""
    return [
        b'%b"%b":{"dtype":"%b","bdata":"' % (b'"},' * (at > 0), name, precision.encode())
        for at, name in enumerate(COLUMNS)
    ]


BEFORE = {"f8": _before("f8"), "f4": _before("f4")}


def _add(parts: list[bytes], run: Run, first: int, texts: Sequence[bytes], precision: str) -> None:
    """Add a line of points to ``parts``. texts: its columns as base64."""
    parts.append(b'{"event":"points","optimizer":%d,"start":%d,"first":%d,' % (run.optimizer, run.start, first))
    for before, text in zip(BEFORE[precision], texts, strict=True):
        parts.append(before)
        parts.append(text)
    parts.append(b'"}}\n')


def ending(run: Run) -> bytes:
    """Return what the last line of a stream holds of a run, as JSON."""
    diverged = b"null" if run.diverged_at is None else b"%d" % run.diverged_at
    known = run.optimizer, run.start, run.status.encode(), run.steps, diverged
    head = b'{"optimizer":%d,"start":%d,"status":"%b","steps":%d,"diverged_at":%b,"metrics":' % known
    return head + dumps(run.metrics) + b"}"
