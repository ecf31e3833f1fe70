"""Jobs for the tests of the pools. Processes import this module."""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from optimizers import Problem, ScenarioError


def doubled(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def pid() -> int:
    """Return the number of the process."""
    return os.getpid()


def note(path: Path, text: str) -> None:
    """Add a line to a file."""
    with path.open("a") as file:
        file.write(f"{text}\n")


def held(path: Path, text: str, gate: Path) -> None:
    """Note that it has begun, wait until there is a file named ``gate``, and note the end."""
    note(path, f"{text} begun")
    while not gate.exists():
        time.sleep(0.005)  # there is nothing to wait on but the file
    note(path, f"{text} ended")


def stubborn() -> None:
    """Hold the interpreter's lock for a minute, as a library written in C may."""
    sys.setswitchinterval(1000)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


def refused() -> None:
    """Raise an error with problems."""
    raise ScenarioError([Problem("steps", "0", "more")] * 30)


def killed() -> None:
    """End as by the system when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def out_of_memory() -> None:
    """Raise what Python raises where there is no memory."""
    raise MemoryError


class PairError(Exception):
    """An error that pickle writes, but cannot read: its arguments are not those of Exception."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def unreadable() -> None:
    """Raise an error that only this process can have."""
    raise PairError("this", "that")


def late() -> None:
    """Raise what a pool raises where a job takes too long."""
    raise TimeoutError("the job's own")


def unpicklable() -> Any:
    """Return what cannot be sent."""
    return threading.Lock()


def hungry(size: int) -> int:
    """Take so many bytes for a moment."""
    return len(bytes(bytearray(b"x") * size))
