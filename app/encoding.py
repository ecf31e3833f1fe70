"""Writes numbers as text: typed arrays and JSON, in which no number is NaN or infinite."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pybase64 import b64encode
from pydantic_core import to_json

from optimizers import Run
from optimizers.run.plan import Paths
from optimizers.run.runs import Outcome
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
    return _written(piece.run, piece.first, _columns(piece.x, piece.loss, piece.gradient, precision), precision)


def all_points(runs: Sequence[Outcome], paths: Paths, precision: str) -> list[bytes]:
    """Return the lines that carry the pieces of all ``runs``, straight from the memory of their ``paths``."""
    rows = paths.loss.shape[-1]
    if rows > CHUNK + 1:  # several pieces a run
        tables = _columns(paths.x, paths.loss, paths.gradient, precision)
        return [
            _written(run, piece.start, table[:, piece], precision)
            for run, table in zip(runs, tables, strict=True)
            for piece in rows_of_pieces(run.steps)
        ]
    return _lines(runs, _columns(paths.x, paths.loss, paths.gradient, precision, -rows % 3), precision)


def _written(run: Run | Outcome, first: int, table: Numbers, precision: str) -> bytes:
    return LINES[precision][0] % (run.optimizer, run.start, first, *map(b64encode, table))


def _lines(runs: Sequence[Outcome], tables: Numbers, precision: str) -> list[bytes]:
    """Return the line of each of ``runs`` from its table, all encoded in one call.

    Every column of a table has whole groups of three bytes, which base64 writes as four letters. Those after the end of
    the run are zeros, which are cut off.
    """
    lines, columns, rows, size = [], len(COLUMNS), tables.shape[-1], tables.itemsize
    for run, table in zip(runs, tables, strict=True):
        if run.steps + 1 < rows:
            table[:, run.steps + 1 :] = 0
    text, width = b64encode(tables.data), rows * size // 3 * 4
    for run, at in zip(runs, range(0, len(text), columns * width), strict=True):
        count = (run.steps + 1) * size
        lacking = -count % 3
        length = (count + lacking) // 3 * 4 - lacking
        texts = [text[k : k + length] for k in range(at, at + columns * width, width)]
        lines.append(LINES[precision][lacking] % (run.optimizer, run.start, 0, *texts))
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


def ending(run: Outcome) -> dict[str, Any]:
    """Return what the last line of a stream holds of a run."""
    return {
        "optimizer": run.optimizer,
        "start": run.start,
        "status": run.status,
        "steps": run.steps,
        "diverged_at": run.diverged_at,
        "metrics": run.metrics,
    }
