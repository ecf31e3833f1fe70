"""Importing this loads what most jobs need, including kernels. A process does so once, before it does jobs or forks."""

import gc

from app.builders.once import build_once
from app.kernels import prepare_first
from app.settings import Settings

for _ in prepare_first():
    pass
build_once(Settings().limits)
gc.collect()
gc.freeze()  # otherwise the first garbage collection of every process copies all memory that it shares with its parent
