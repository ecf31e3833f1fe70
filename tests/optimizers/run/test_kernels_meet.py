"""Kernels that different processes have compiled, in a process that loads them all."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from optimizers import OPTIMIZERS
from optimizers.form.compiling import COMPILED
from tests.serving import ROOT

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is switched off: nothing is compiled")
RULES = ("polyak", "newton")  # steps that the library completes with one and the same function
COMPILE = """
import sys
from optimizers import OPTIMIZERS
from optimizers.run.engine import compile_rule
compile_rule(OPTIMIZERS[sys.argv[1]])
"""
RUN = """
import json, sys
from optimizers import Scenario, simulate
query = "surface=sphere&optimizer={}&start=A,-4,1&steps=2"
print(json.dumps({name: simulate(Scenario.from_query(query.format(name)))[0].x.tolist() for name in sys.argv[1:]}))
"""
PATHS = {"polyak": [[-4, 1], [-2, 0.5], [-1, 0.25]], "newton": [[-4, 1], [0, 0], [0, 0]]}
"""On f = x² + y² the Polyak step halves the way, and Newton's goes to the minimum."""


def start(folder: Path, program: str, *arguments: str) -> str:
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder)}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_a_process_that_loads_the_kernels_of_others_runs_each_rule(tmp_path: Path) -> None:
    assert all(OPTIMIZERS[name].needs for name in RULES)
    for name in RULES:
        start(tmp_path, COMPILE, name)
    for order in itertools.permutations(RULES):
        assert json.loads(start(tmp_path, RUN, *order)) == PATHS


NAMES = """
import os
from optimizers.form.compiler import numba

def name():
    function = numba.njit("float64(float64)")(lambda x: 2.0 * x)
    (found,) = function.overloads.values()
    return found.fndesc.mangled_name

print(name())
for _ in range(2):
    if os.fork() == 0:
        print(name(), flush=True)
        os._exit(0)
    os.wait()
print(name())
"""
"""Prints what the linker calls a function, compiled four times: by a process, by two forks of it, and by it again."""


def test_no_two_functions_have_a_name_in_common_not_even_in_forked_processes(tmp_path: Path) -> None:
    names = [*start(tmp_path, NAMES).split(), *start(tmp_path, NAMES).split()]
    assert len(names) == len(set(names)) == 8
