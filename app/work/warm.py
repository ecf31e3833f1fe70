"""Imported by the parent of all warm processes before it forks: loads the library, the pages and the kernels."""

import gc

import app.main  # noqa: F401  # what jobs need
from optimizers.run.simulation import prepare

for _ in prepare():
    pass
gc.collect()
gc.freeze()  # otherwise the first garbage collection of every process copies all memory that it shares with its parent
