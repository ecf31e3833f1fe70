"""Imported by a nursery before it forks: loads what jobs need, with the kernels."""

import gc

from app.builders.once import build_once
from app.kernels import prepare
from app.settings import Settings

for _ in prepare():
    pass
build_once(Settings().limits)
gc.collect()
gc.freeze()  # otherwise the first garbage collection of every process copies all memory that it shares with its parent
