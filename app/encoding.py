"""Where numbers become text: typed arrays and JSON. NaN and infinity never pass."""

import base64
import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizers import Piece, Run, finite

Numbers = NDArray[np.floating[Any]]
LARGEST = float(np.finfo(np.float32).max)


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    plain = _plain(values, precision)
    encoded = {"dtype": precision, "bdata": _base64(plain)}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def _plain(values: Any, precision: str) -> Numbers:
    return np.clip(values, -LARGEST, LARGEST).astype("<f4") if precision == "f4" else np.asarray(values, dtype="<f8")


def _base64(values: Numbers) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    return json.dumps(finite(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    table = np.vstack((piece.x.T, piece.loss, piece.gradient.T))
    rows = _plain(table, precision)
    arrays = ",".join(
        f'"{name}":{{"dtype":"{precision}","bdata":"{_base64(row)}"}}'
        for name, row in zip(("x", "y", "loss", "gx", "gy"), rows, strict=True)
    )
    head = f'"event":"points","optimizer":{piece.run.optimizer},"start":{piece.run.start},"first":{piece.first}'
    return f"{{{head},{arrays}}}\n".encode()


def summary(run: Run) -> dict[str, Any]:
    """Return what the last line of a stream tells of a run."""
    return {
        "optimizer": run.optimizer,
        "start": run.start,
        "status": run.status,
        "steps": run.steps,
        "diverged_at": run.diverged_at,
        "metrics": asdict(run.metrics),
    }
