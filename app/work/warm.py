"""Imported by a nursery before it forks: loads what jobs need, with the kernels."""

import gc

from app.builders import page, poster, steps, surface, verdict  # noqa: F401
from app.kernels import prepare

for _ in prepare():
    pass
gc.collect()
gc.freeze()  # otherwise the first garbage collection of every process copies all memory that it shares with its parent
