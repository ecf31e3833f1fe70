"""Where numbers become text: typed arrays and JSON. NaN and infinity never pass."""

import base64
import json
import math
from typing import Any

import numpy as np

from optimizers import Piece, Run

LARGEST = float(np.finfo(np.float32).max)


def array(values: Any, precision: str, shape: bool = False) -> dict[str, str]:
    """Return ``values`` as Plotly's typed array. float32 saturates at its largest number, 3.4e38."""
    plain = np.clip(values, -LARGEST, LARGEST).astype("<f4") if precision == "f4" else np.asarray(values, dtype="<f8")
    encoded = {"dtype": precision, "bdata": base64.b64encode(plain.tobytes()).decode("ascii")}
    return {**encoded, "shape": ",".join(map(str, plain.shape))} if shape else encoded


def dumps(value: Any) -> bytes:
    """Return compact JSON; a number that is not finite becomes null."""
    return json.dumps(_finite(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def line(event: str, **fields: Any) -> bytes:
    """Return one line of a stream."""
    return dumps({"event": event, **fields}) + b"\n"


def points(piece: Piece, precision: str) -> bytes:
    """Return the line that carries a piece of a run."""
    columns = {
        "x": piece.x[:, 0],
        "y": piece.x[:, 1],
        "loss": piece.loss,
        "gx": piece.gradient[:, 0],
        "gy": piece.gradient[:, 1],
    }
    arrays = {name: array(values, precision) for name, values in columns.items()}
    return line("points", optimizer=piece.run.optimizer, start=piece.run.start, first=piece.first, **arrays)


def summary(run: Run) -> dict[str, Any]:
    """Return what the last line of a stream tells of a run."""
    return {
        "optimizer": run.optimizer,
        "start": run.start,
        "status": run.status,
        "steps": run.steps,
        "diverged_at": run.diverged_at,
        "metrics": run.metrics,
    }


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
