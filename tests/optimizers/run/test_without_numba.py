"""Where numba does not exist, as in Pyodide, the library runs as plain Python and gives the same bits."""

import hashlib
import subprocess
import sys

import pytest

from optimizers import Scenario, continuations, simulate, verdict
from tests.serving import ROOT

QUERIES = (
    "surface=ellipse&optimizer=sgd,lr=0.07&optimizer=adam&start=A,-8,1.2&start=B,-0.6,4&steps=25",
    "surface=ackley&optimizer=rmsprop,schedule=cosine,warmup=5&optimizer=newton&start=A,1,2&steps=12&noise=0.1&seed=7",
    "surface=custom,f=sin(x)*y**2&optimizer=custom,step=x=x-lr*tanh(g)&start=A,1,1&steps=12&fair=length",
)
PROGRAM = """
import sys
for name in ("numba", "llvmlite"):
    sys.modules[name] = None
import optimizers
from tests.optimizers.run.test_without_numba import QUERIES, said
assert not [name for name, module in sys.modules.items() if name.startswith("numba.") and module]
print(*map(said, QUERIES), sep="\\n")
"""


def said(query: str) -> str:
    """Return a line with a hash of all numbers of a scenario, and what is said about them."""
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    digest = hashlib.sha256()
    for run in runs:
        for values in (run.x, run.loss, run.gradient, run.state):
            digest.update(values.tobytes())
        digest.update(repr((run.status, run.metrics)).encode())
    ahead = continuations(scenario, runs)
    return f"{digest.hexdigest()} {verdict(scenario, runs, ahead)}"


@pytest.mark.slow
def test_it_runs_with_the_same_bits() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [said(query) for query in QUERIES]
