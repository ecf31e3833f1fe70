"""Where numbers become text: typed arrays and JSON. NaN and infinity never pass."""

import base64
import json
from binascii import b2a_base64
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizers import Metrics, Run
from optimizers.run.simulation import Piece
from optimizers.terms.text import finite

Numbers = NDArray[np.floating[Any]]
LARGEST = float(np.finfo(np.float32).max)
COLUMNS = (b"x", b"y", b"loss", b"gx", b"gy")
METRICS = tuple(field.name for field in fields(Metrics))
_measured = attrgetter(*METRICS)


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    plain = _plain(values, precision)
    encoded = {"dtype": precision, "bdata": _base64(plain)}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def _plain(values: Any, precision: str) -> Numbers:
    return (
        np.asarray(values).clip(-LARGEST, LARGEST).astype("<f4")
        if precision == "f4"
        else np.asarray(values, dtype="<f8")
    )


def _base64(values: Numbers) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    try:
        return _json(value).encode()
    except ValueError:  # what is not finite is rare, and looking for it costs as much as writing
        return _json(finite(value)).encode()


_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    table = np.empty((len(COLUMNS), len(piece.loss)))
    table[:2], table[2], table[3:] = piece.x.T, piece.loss, piece.gradient.T
    arrays = b",".join(
        b'"%b":{"dtype":"%b","bdata":"%b"}' % (name, precision.encode(), b2a_base64(row, newline=False))
        for name, row in zip(COLUMNS, _plain(table, precision), strict=True)
    )
    place = piece.run.optimizer, piece.run.start, piece.first
    return b'{"event":"points","optimizer":%d,"start":%d,"first":%d,%b}\n' % (*place, arrays)


def summary(run: Run) -> dict[str, Any]:
    """Return what the last line of a stream tells of a run."""
    return {
        "optimizer": run.optimizer,
        "start": run.start,
        "status": run.status,
        "steps": run.steps,
        "diverged_at": run.diverged_at,
        "metrics": dict(zip(METRICS, _measured(run.metrics), strict=True)),
    }
