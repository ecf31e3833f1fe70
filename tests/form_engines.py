"""Everything that can run a rule or a surface, asked alike: the kernel, plain Python, and all that reads the form."""

import base64
import ctypes
import importlib.util
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from optimizers import Rule, Surface
from optimizers.form.evaluate import evaluate
from optimizers.form.nodes import Function
from optimizers.form.scopes import with_helpers
from optimizers.form.write_javascript import javascript
from optimizers.form.write_python import from_nodes, literal
from optimizers.run.engine import compile_surface
from optimizers.run.needs import pick
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix, Vector
from tests.__main__ import node
from tests.feeding import feed, supplied

SCRIPT = Path(__file__).with_name("form-engine.mjs")
EVALUATE = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_void_p] * 3)
PARTS = ("value", "gradient", "hessian")


def load(text: str, file: Path, name: str = "") -> Any:
    """Return the module whose file says ``text``; ``name``: by default that of the file."""
    file.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(name or file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(functions: Mapping[str, Function]) -> str:
    """Return a module of Python with these functions, made of nodes."""
    needed = with_helpers(functions.values())
    constants: dict[str, Any] = {}
    for function in needed:
        for name, value in function.constants.items():
            assert repr(constants.setdefault(name, value)) == repr(value), f"{name} has two meanings"
    lines = ["from numpy import floor, sqrt", ""]
    for name, value in constants.items():
        lines.append(f"{name} = {tuple(value) if isinstance(value, tuple) else literal(value)}")
    named = {function: name for name, function in functions.items()}
    for function in needed:
        text = from_nodes(function)
        if function in named:
            text = text.replace(f"def {function.name}(", f"def {named[function]}(", 1)
        lines += ["", "", text]
    return "\n".join(lines) + "\n"


def parts(surface: Surface) -> dict[str, Function]:
    return {name: getattr(surface.form, name) for name in PARTS}


# Rules: position and state after each gradient, one row of numbers each


def fed_to_kernel(rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
    return rows(*feed(rule, values, gradients))


def fed_to_python(rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
    return rows(*feed(rule, values, gradients, plain=True))


def fed_to_evaluator(rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
    return fed_to(lambda *arguments: evaluate(rule.form, *arguments), rule, values, gradients)


def fed_to(step: Callable[..., Any], rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
    x, state, found = np.zeros(2), beginning(rule, values), []
    p, more = rule.pack(values), supplied(rule, gradients)
    with np.errstate(all="ignore"):
        for t, g in enumerate(gradients, start=1):
            step(x, g, state, t, p, *(pick(need, 2)(more[t - 1]) for need in rule.needs))
            found.append([*x, *state.flat])
    return np.array(found)


def beginning(rule: Rule, values: Mapping[str, Value]) -> Matrix:
    """Return the state before the first step, (k, 2)."""
    return np.array([[variable.begin(values)] * 2 for variable in rule.state]).reshape(-1, 2)


def rows(positions: Matrix, states: Matrix) -> Matrix:
    return np.concatenate([positions, states.reshape(len(positions), -1)], axis=1)


# Surfaces: value, gradient and Hessian at each point, (n, 6)


def surveyed_by_kernel(surface: Surface, q: Vector, points: Matrix) -> Matrix:
    """Value and gradient alone, (n, 3): the kernel needs no more."""
    compiled, slope, found = EVALUATE(compile_surface(surface)), np.empty(2), []
    for point in np.ascontiguousarray(points):
        value = compiled(point.ctypes.data, slope.ctypes.data, q.ctypes.data)
        found.append([value, *slope])
    return np.array(found)


def surveyed_by(functions: Any, q: Vector, points: Matrix) -> Matrix:
    """As ``functions`` have them, an object with value, gradient and hessian."""
    found = []
    with np.errstate(all="ignore"):
        for x, y in points:
            results = [functions.value(x, y, q), *functions.gradient(x, y, q), *functions.hessian(x, y, q)]
            found.append([float(one) for one in results])
    return np.array(found)


def surveyed_by_evaluator(surface: Surface, q: Vector, points: Matrix) -> Matrix:
    found = []
    for x, y in points.tolist():
        results = [evaluate(function, x, y, q) for function in parts(surface).values()]
        found.append([number for one in results for number in (one if isinstance(one, tuple) else (one,))])
    return np.array(found, dtype=np.float64)


# JavaScript


def text_of(numbers: Any) -> str:
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=np.float64).tobytes()).decode()


def _number_or_text(value: Any) -> Any:
    """Return a number as it is, a vector as a text, a matrix as texts of its rows."""
    if np.ndim(value) == 2:
        return [text_of(row) for row in value]
    return text_of(value) if np.ndim(value) else float(value)


class JavaScript:
    """One node, which runs the modules that the writer makes."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.process, self.folder, self.count = process, folder, 0

    def module(self, functions: Mapping[str, Function]) -> str:
        self.count += 1
        file = self.folder / f"module_{self.count}.mjs"
        file.write_text(javascript(functions), "utf-8")
        return file.as_uri()

    def ask(self, **question: Any) -> Vector:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"node ended over {question['module']}"
        return np.frombuffer(base64.b64decode(answer))

    def fed(self, module: str, rule: Rule, values: Mapping[str, Value], gradients: Matrix) -> Matrix:
        state = [text_of(row) for row in beginning(rule, values)]
        p, more = text_of(rule.pack(values)), supplied(rule, gradients)
        needs = [[*map(_number_or_text, map(pick(need, 2), more))] for need in rule.needs]
        found = self.ask(ask="feed", module=module, gradients=text_of(gradients), state=state, p=p, needs=needs)
        return found.reshape(len(gradients), -1)

    def values(self, module: str, name: str, points: Matrix, *rest: Vector) -> Matrix:
        """Return what a function gives at each row of ``points``."""
        given = {"points": text_of(points), "width": points.shape[1], "rest": [text_of(one) for one in rest]}
        return self.ask(ask="values", module=module, name=name, **given).reshape(len(points), -1)

    def surveyed(self, module: str, q: Vector, points: Matrix) -> Matrix:
        return np.concatenate([self.values(module, name, points, q) for name in PARTS], axis=1)


@contextmanager
def running_javascript(folder: Path) -> Iterator[JavaScript]:
    command = [node(), str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield JavaScript(process, folder)
        assert process.stdin is not None
        process.stdin.close()  # the end of its input is the end of node
    assert process.returncode == 0
