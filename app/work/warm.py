"""Importing this loads what jobs need, including the kernels. A process does so once, before it does jobs or forks."""

import gc

from app.builders.once import build_once
from app.kernels import prepare
from app.settings import Settings

for _ in prepare():
    pass
build_once(Settings().limits)
gc.collect()
gc.freeze()  # otherwise the first garbage collection of every process copies all memory that it shares with its parent
