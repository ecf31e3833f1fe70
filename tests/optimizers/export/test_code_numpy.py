"""The program for NumPy computes the runs of the library, bit for bit, and holds nothing of the reader's text."""

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from optimizers import SURFACES, Rule, Scenario, ScenarioError, Surface, simulate
from optimizers.export.programs import numpy_program, torch_program
from optimizers.export.programs.functions import Functions
from optimizers.export.programs.solvers import calls_scipy
from optimizers.form.reader import read
from optimizers.run.tuning import caption
from tests.everyone import IDS, PAIRS, STEPPED
from tests.form_engines import load
from tests.optimizers.query.test_scenario import scenarios, unhurried
from tests.programs import SAID, assert_same_bits, every_variant
from tests.scratch import join

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("surface", "rule"), PAIRS, ids=IDS)
def test_every_variant_has_the_same_bits(surface: Surface, rule: Rule, tmp_path: Path) -> None:
    assert_same_bits(every_variant(surface, rule), tmp_path)


@pytest.mark.parametrize("query", SAID)
def test_whatever_a_scenario_says_has_the_same_bits(query: str, tmp_path: Path) -> None:
    assert_same_bits(Scenario.from_query(query), tmp_path)


def test_the_runs_compared_turn_round_and_some_diverge() -> None:
    runs = [run for surface, rule in PAIRS for run in simulate(every_variant(surface, rule))]
    flips = [run.metrics.flips for run in runs if run.metrics.flips is not None]
    assert sum(sum(pair) > 8 for pair in flips) > len(runs) / 4
    assert {run.status for run in runs} == {"converged", "running", "diverged"}
    assert any(run.steps < 50 for run in runs)


@settings(unhurried, max_examples=30)
@given(scenarios(points=2_000))
def test_any_scenario_makes_both_programs_and_nothing_else_gets_in(scenario: Scenario) -> None:
    """Their texts are those of the registries, and labels; their calls those of a fixed list.

    Runs are short: a program has as many lines for them, and with fair=tuned their rates are searched for.
    """
    scipy = ["scipy.optimize"] if calls_scipy(one.rule for one in scenario.optimizers) else []
    for program, needed in ((numpy_program, {"numpy"}), (torch_program, {"torch"})):
        tree = ast.parse(program(scenario))
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not called & {"eval", "exec", "compile", "__import__", "open", "getattr"}
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert needed <= modules <= {"numpy", *needed, *scipy}
        assert modules >= {*scipy}


@pytest.mark.parametrize("label", ["A", "Ä", "数学", "ⅷ", "𝐀", "ªº", "²", "def", "None", "0", "ﬁ", "x" * 12])
def test_labels_of_any_script(label: str, tmp_path: Path) -> None:
    assert_same_bits(Scenario.from_query(f"optimizer=sgd&start={label},1,2&steps=3"), tmp_path)


@pytest.mark.parametrize(
    "label", ['"', "'", "\\", "a\nb", '"""', "A]", "{x}", "a\u2028b", "$(x)", "#", "", "=1", "+1", "-1", "@x", "\x00"]
)
def test_what_could_end_a_text_is_no_label(label: str) -> None:
    with pytest.raises(ScenarioError):
        Scenario.from_query(f"start={label},1,2")


def test_a_program_runs_by_itself(tmp_path: Path) -> None:
    """In a process that sees neither this package nor the folder it lies in."""
    scenario = Scenario.from_query("")
    (tmp_path / "program.py").write_text(numpy_program(scenario), "utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error", "program.py"]
    variables = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 8
    assert not re.search(
        r"\b(optimizers|app)\b", "".join(re.findall(r"^(?:from|import) .*", numpy_program(scenario), re.M))
    )


def test_it_says_what_it_is() -> None:
    scenario = Scenario.from_query("surface=saddle&optimizer=adam&optimizer=adam&start=Ä,1,2&fair=rate&noise=0.1")
    head = numpy_program(scenario).split("\n\n")[0].replace("\n# ", " ")
    assert "Saddle: Adam 1, Adam 2 from Ä, 120 steps" in head
    assert caption(scenario) in head
    assert np.__version__ in head
    (link,) = re.findall(r"Scenario: \?(v=2&\S+)$", head)
    assert link.isascii()
    assert Scenario.from_query(link).query == scenario.query


def body(function: Callable[..., Any]) -> str:
    """Return the lines of a function below its head, where annotations are."""
    _, _, lines = inspect.getsource(function).partition(":\n")
    return lines


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_the_step_stands_as_in_its_file(rule: Rule) -> None:
    program = numpy_program(Scenario.from_query(f"optimizer={rule.name}"))
    head = f"    def {rule.step.__name__}({', '.join(rule.form.arguments)}):\n"
    assert head + indent(body(rule.step), "    ") in program


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_the_surface_stands_as_in_its_file(surface: Surface) -> None:
    program = numpy_program(Scenario.from_query(f"surface={surface.name}"))
    for function in (surface.value, surface.gradient):
        assert f"    def {function.__name__}(x, y, q):\n" + indent(body(function), "    ") in program


@pytest.mark.parametrize("write", [numpy_program, torch_program])
def test_it_is_written_as_people_write(write: Callable[[Scenario], str], tmp_path: Path) -> None:
    """Formatted, its imports in order and all of them used, nothing undefined."""
    for place, query in enumerate([*SAID, "optimizer=rmsprop,eps_inside=1,length=sgd&optimizer=sgd&noise=0.1"]):
        (tmp_path / f"program_{place}.py").write_text(write(Scenario.from_query(query)), "utf-8")
    for command in (["check", "--select", "F,I,E4,E7,E9,W"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "120", str(tmp_path)]
        done = subprocess.run(ruff, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout


def test_what_is_new_needs_no_code_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    query = join(monkeypatch, tmp_path)
    for more in ("", "&fair=length&noise=0.1", "&fair=rate"):
        assert_same_bits(Scenario.from_query(query + more), tmp_path)
    program = numpy_program(Scenario.from_query(query))
    assert "\nfrom numpy import sqrt\n" in program
    assert "    THIRD = 0.3333333333333333\n" in program
    assert "    LR, BETA = range(2)\n" in program


HELPERS = """\
from numpy import floor

SMALL, TABLE = {small}, ({small}, 0.5)
THIRD = 1 / 3


def shifted(x):
    return whole(x) + SMALL * TABLE[1] + THIRD


def whole(x):
    return floor(x)


def descend(x):
    return shifted(x) * SMALL
"""
CALLER = """\
from {helpers} import shifted, descend

SMALL = 7


def own(x):
    return shifted(x) - SMALL


def value(x):
    return own(x) + descend(x) * SMALL
"""


def test_helpers_stand_once_and_never_under_a_name_that_something_else_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files of helpers that call everything alike, one of it as the program calls its loop."""
    modules = []
    for name, small in (("first", "2.0"), ("second", "3.0")):
        helpers = f"optimizers.{name}_helpers"
        made = load(HELPERS.format(small=small), tmp_path / f"{name}_helpers.py", helpers)
        monkeypatch.setitem(sys.modules, helpers, made)
        modules.append(load(CALLER.format(helpers=helpers), tmp_path / f"{name}.py"))
    modules.append(modules[0])
    functions = Functions(["descend"])
    held = [functions.holding(f"held_{index}", "", [read(one.value)]) for index, one in enumerate(modules)]
    text = "\n".join([*functions.numpy_imports(), *functions.top(), *(line for lines in held for line in lines)])
    program = load(text + "\n", tmp_path / "program.py")
    for x in (0.3, -2.7):
        found = [getattr(program, f"held_{index}")()(x) for index in range(3)]
        assert found == [module.value(x) for module in modules]
    assert text.count("\ndef ") == 6 + 3
    assert "\ndef descend(" not in text
    assert "\nTABLE = (2.0, 0.5)\n" in text
