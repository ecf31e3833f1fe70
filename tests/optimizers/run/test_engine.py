"""The kernel: the same bits with numba and without, in every scenario; and that it is compiled once."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, Surface, simulate
from optimizers.form.compiling import COMPILED
from optimizers.run import engine
from optimizers.run.preparing import prepare
from optimizers.run.stepping import CHUNK
from optimizers.surfaces.table import pack, read_table
from optimizers.terms.parameters import Parameter, Value
from tests.everyone import LIMITS, pairs
from tests.feeding import CHOOSING, variants

ROOT = Path(__file__).parents[3]
PAIRS = pairs(OPTIMIZERS.values())
FIRST = PAIRS[0][0]  # on which every rule is
SHORT, LONG = 80, CHUNK + 50  # one bit that differs is seen at once: no run need be longer than what it passes through
MOST = 3  # minima and saddles at which runs begin: some surfaces have hundreds, that differ by where they lie

Prints = dict[str, dict[str, str]]
"""By surface and rule: of each run its status and the hash of all its numbers, by a text that says which run it is."""


PASTED = pack(read_table("\n".join(f"{7 * k % 20},{int(11 * k % 20 > 6)}" for k in range(8))))
"""A table that every surface with data takes: a short one, as what reads it does so row by row."""


def middle(parameter: Parameter) -> Value:
    """Return an odd value from inside the range; of a choice its last form, of a switch what it usually is not."""
    if parameter.scale == "text":
        return PASTED
    low, high = parameter.slider
    odd = low + 0.7 * (high - low)
    if parameter.scale == "switch":
        return 1.0 - float(parameter.default or 0.0)
    return parameter.choices[-1] if parameter.choices else float(round(odd)) if parameter.whole else odd


def settings(surface: Surface) -> list[dict[str, Value]]:
    """Return the surface's defaults, its lowest legal values and some in between."""
    lowest: dict[str, Value] = {
        p.name: p.text if p.scale == "text" else p.choices[0] if p.choices else p.low for p in surface.parameters
    }
    return [surface.defaults(), lowest, {p.name: middle(p) for p in surface.parameters}]


def starts(surface: Surface, values: dict[str, Value]) -> Iterator[tuple[float, float]]:
    """Return the suggested starts, and some of the points where the gradient vanishes."""
    landmarks = surface.landmarks(values)
    yield from surface.suggestion(values).starts
    for points in (landmarks.minima, landmarks.saddles):
        yield from points[:: max(1, len(points) // MOST)][:MOST]


def optimizers(rule: Rule, rates: Mapping[Any, float]) -> Iterator[str]:
    """Return every variant of the rule as an item of a query.

    Each at the surface's rate, at 30 times that, at an absurd one, and with its other numbers far from the defaults.
    """
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    for values in variants(rule):
        for factor, changed in ((1.0, {}), (30.0, {}), (1e100, {}), (1.0, odd)):
            rate = {p.name: min(factor * p.suggested(rates), p.high) for p in rule.parameters if p.unit}
            chosen = {**values, **rate, **changed}
            yield ",".join([rule.name, *(f"{p.name}={p.write(chosen[p.name])}" for p in rule.parameters)])


def scenarios(surface: Surface, rule: Rule) -> Iterator[str]:
    """Return queries of short runs of everything, and of one that takes more than one call of the kernel.

    Settings of the surface and items of the rule take turns: the two functions know nothing of each other (see
    ``pairs``), so that each has to be seen with all of its own values, and not with all of the other's. What carries a
    run from one call to the next knows no surface: the long runs are on the first of them.
    """
    ways = settings(surface)
    items = [list(optimizers(rule, surface.suggestion(values).rates)) for values in ways]
    for turn in range(len(items[0])):
        values, item = ways[turn % len(ways)], items[turn % len(ways)][turn]
        text = ",".join(
            [f"surface={surface.name}", *(f"{p.name}={p.write(values[p.name])}" for p in surface.parameters)]
        )
        points = "&".join(f"start={i},{x!r},{y!r}" for i, (x, y) in enumerate(starts(surface, values)))
        yield f"{text}&optimizer={item}&{points}&steps={SHORT}"
    if surface is FIRST:
        yield f"surface={surface.name}&optimizer={rule.name}&steps={LONG}"


def fingerprints(surface: Surface, rule: Rule) -> dict[str, str]:
    """Return for every run its status, its length and the hash of its numbers."""
    prints = {}
    for query in scenarios(surface, rule):
        for run in simulate(Scenario.from_query(query, LIMITS)):
            digest = hashlib.sha256()
            for array in (run.x, run.loss, run.gradient, run.state):
                digest.update(array.tobytes())
            digest.update(repr((run.diverged_at, run.metrics)).encode())
            prints[f"{query} from {run.start}"] = f"{run.status} {run.steps} {digest.hexdigest()[:16]}"
    return prints


def every_fingerprint() -> Prints:
    return {f"{surface.name} {rule.name}": fingerprints(surface, rule) for surface, rule in PAIRS}


@pytest.fixture(scope="module")
def other() -> Prints:
    """The fingerprints from a process in which numba is switched off, or on if here it is off."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1" if COMPILED else "0"}
    command = [sys.executable, "-m", "tests.optimizers.run.test_engine"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["compiled"] is not COMPILED
    prints: Prints = answer["prints"]
    return prints


@pytest.mark.slow
@pytest.mark.parametrize(("surface", "rule"), PAIRS, ids=lambda one: one.name)
def test_compiled_and_plain_runs_have_the_same_bits(surface: Surface, rule: Rule, other: Prints) -> None:
    assert fingerprints(surface, rule) == other[f"{surface.name} {rule.name}"]


@pytest.mark.slow
def test_the_runs_compared_are_of_every_kind(other: Prints) -> None:
    printed = [text.split() for prints in other.values() for text in prints.values()]
    assert {status for status, _, _ in printed} == {"converged", "diverged", "running", "stopped"}
    steps = {int(steps) for _, steps, _ in printed}
    assert LONG in steps
    assert any(step < SHORT for step in steps)  # left the finite world
    assert len({digest for _, _, digest in printed}) > len(printed) / 4  # most runs differ from each other


def test_prepare_tells_its_progress() -> None:
    printed = list(prepare())
    assert printed == [(done, len(printed)) for done in range(1, len(printed) + 1)]
    assert len(printed) >= len(SURFACES) + len(OPTIMIZERS)


@pytest.mark.slow
@pytest.mark.skipif(not COMPILED, reason="numba is switched off: nothing is compiled")
def test_a_later_process_loads_what_an_earlier_one_compiled(tmp_path: Path) -> None:
    """In a folder of their own, because other processes may be writing to the folder of the suite."""
    program = (
        "from optimizers.run.preparing import long_tasks, prepare_entry; from optimizers.run import descent, engine\n"
        "long_tasks()[0]()\n"
        "prepare_entry(('hessian', 'ellipse'))\n"
        "of_all, stats = len(engine._kept), descent.descend_all.stats\n"
        "print(of_all, sum(one._cache_hits for one in engine._kept), *map(len, (stats.cache_hits, stats.cache_misses)))"
    )
    found = []
    for _ in range(2):
        command, variables = [sys.executable, "-c", program], {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found.append([int(one) for one in done.stdout.split()])
    (kept, *first), later = found
    assert kept >= 3  # a rule, a surface and its Hessian
    assert first == [0, 0, 1]
    assert later == [kept, kept, 1, 0]


def test_a_compilation_happens_once() -> None:
    for rule in OPTIMIZERS.values():
        assert engine.compile_rule(rule) is engine.compile_rule(rule)
    assert len({engine.compile_rule(rule) for rule in OPTIMIZERS.values()}) == len(OPTIMIZERS)
    assert len({engine.compile_surface(surface) for surface in SURFACES.values()}) == len(SURFACES)


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"compiled": COMPILED, "prints": every_fingerprint()}))
