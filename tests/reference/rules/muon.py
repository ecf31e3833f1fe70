"""Jordan et al. 2024: B as torch.optim.Muon has it, and Newton–Schulz iterations on the matrix of one row that b is."""

from typing import Any

import numpy as np

from tests.reference.number import Array, Real, real

A, B, C = Real("3.4445"), Real("-4.775"), Real("2.0315")


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    average = kept["average"] = p.momentum * kept.get("average", 0 * g) + (1 - p.momentum) * g
    ahead = p.momentum * average + (1 - p.momentum) * g if p.nesterov else average
    norm = np.sqrt(ahead @ ahead)
    row = real([ahead]) / norm if norm > 0 else real([0 * g])
    for _ in range(5):
        gram = row @ row.T
        row = A * row + (B * gram + C * gram @ gram) @ row
    return -p.lr * (p.weight_decay * x + row[0])
