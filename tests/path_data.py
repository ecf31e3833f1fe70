"""Reads the path data of drawings: moves and lines, absolute and relative."""

import re

import numpy as np
from numpy.typing import NDArray

ITEM = re.compile(r"[MmLlhZ]|-?(?:\d+\.?\d*|\.\d+)")
LENGTHS = {"M": 2, "m": 2, "L": 2, "l": 2, "h": 1}


def lines(path: str) -> list[NDArray[np.float64]]:
    """Return the corners (n, 2) of each line of a path. Raises ValueError for what is no such path."""
    if ITEM.sub("", path).strip():
        raise ValueError(f"{path[:80]!r} has other commands")
    found: list[list[tuple[float, float]]] = []
    command, numbers = "", list[float]()
    for item in ITEM.findall(path):
        if item.isalpha():
            if numbers:
                raise ValueError(f"{command} has numbers left over")
            command = item
            continue
        numbers.append(float(item))
        if len(numbers) < LENGTHS[command]:
            continue
        x, y = (0.0, 0.0) if command in "ML" else found[-1][-1]
        point = x + numbers[0], y + (numbers[1] if len(numbers) > 1 else 0.0)
        if command in "Mm":
            found.append([point])
            command = "L" if command == "M" else "l"
        else:
            found[-1].append(point)
        numbers.clear()
    return [np.array(line) for line in found]


def apart(point: NDArray[np.float64], line: NDArray[np.float64]) -> float:
    """Return the distance of ``point`` (2,) from a line through corners (n, 2)."""
    begins, ways = line[:-1], np.diff(line, axis=0)
    squares = (ways**2).sum(axis=1)
    parts = ((point - begins) * ways).sum(axis=1) / np.where(squares > 0, squares, 1.0)
    nearest = begins + np.clip(parts, 0.0, 1.0)[:, np.newaxis] * ways
    return float(np.hypot(*(nearest - point).T).min())
