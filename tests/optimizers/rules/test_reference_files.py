"""Every rule and surface has one reference, which shares no code with the library; and wrong rules are caught."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy import sqrt

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, simulate
from optimizers.rules.rule import StateVariable
from optimizers.terms.parameters import Parameter, decay, epsilon, learning_rate
from optimizers.terms.types import Matrix, Vector
from tests.comparing import differences, unseen
from tests.example_rules import TEXTBOOKS
from tests.reference.finding import FOLDER, Step, file_of, step_of
from tests.reference.number import Array, quotient
from tests.truth import simulator
from tests.truth.plan import plans

OWN = {"cmath", "collections.abc", "decimal", "fractions", "functools", "math", "numpy", "numpy.typing", "typing"}
SHARED = ("minima", "number", "rows")
OWN |= {f"tests.reference.{name}" for name in SHARED} | {"base64", "zlib"}  # pasted rows are packed
FORBIDDEN = ("__import__", "__builtins__", "eval", "exec", "globals", "open")


@pytest.mark.parametrize(("kind", "names"), [("rules", OPTIMIZERS), ("surfaces", SURFACES)])
def test_every_entry_has_one_reference_and_every_reference_an_entry(kind: str, names: Mapping[str, Any]) -> None:
    found = {file for file in (FOLDER / kind).glob("*.py") if file.name != "__init__.py"}
    assert found == {file_of(kind, name) for name in names}


def test_a_rule_without_a_reference_fails() -> None:
    with pytest.raises(AssertionError, match=r"no-such-rule has no reference: tests/reference/rules/no_such_rule\.py"):
        step_of("no-such-rule")


def foreign(text: str) -> set[str]:
    """Return what a reference imports or calls that is neither numbers nor arithmetic."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        if isinstance(node, ast.Name) and node.id in FORBIDDEN:
            found.add(node.id)
    return found - OWN


def test_references_import_nothing_of_the_library() -> None:
    files = [*(FOLDER / "rules").glob("*.py"), *(FOLDER / "surfaces").glob("*.py")]
    files += [FOLDER / f"{name}.py" for name in SHARED]
    assert len(files) > len(OPTIMIZERS) + len(SURFACES)
    assert {file.name: found for file in files if (found := foreign(file.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "from optimizers import OPTIMIZERS",
        "import optimizers.rules.adam",
        "from tests.feeding import feed",
        "def step(x):\n    from optimizers.rules import adam",
        "import sys",
        "from importlib import import_module",
        "step = __import__('optimizers')",
        "from ...optimizers import rules",
    ],
)
def test_a_reference_that_calls_the_library_is_found(text: str) -> None:
    assert foreign(text)


# Three rules that are written here twice: apart, as a reference, and as the library writes rules, right and wrong.


def lion(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    """Chen et al. 2023, Algorithm 2."""
    m = kept.get("m", 0 * g)
    kept["m"] = p.beta2 * m + (1 - p.beta2) * g
    return -p.lr * (np.sign(p.beta1 * m + (1 - p.beta1) * g) + p.weight_decay * x)


def adamw(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    """Loshchilov and Hutter 2019, Algorithm 2, as torch has it."""
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    return -p.lr * (p.weight_decay * x + quotient(m / (1 - p.beta1**t), np.sqrt(v / (1 - p.beta2**t)) + p.eps))


def adagrad(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    """Duchi, Hazan and Singer 2011, the diagonal form."""
    kept["s"] = kept.get("s", 0) + g**2
    return -p.lr * quotient(g, np.sqrt(kept["s"]) + p.eps)


Body = Callable[[Vector, Vector, Matrix, int, Vector], None]
DECAY = Parameter("weight_decay", r"\lambda", "weight decay", 0.0, 0.0, 1.0, (0.0, 1.0), "linear")
BETAS = (decay("beta1", r"\beta_1", 0.9, "decay rate"), decay("beta2", r"\beta_2", 0.99, "decay rate"))
STATE = (
    StateVariable("m", "average"),
    StateVariable("v", "average of squares"),
    StateVariable(r"\beta_1^t", "what m has not yet seen", initial=1.0),
    StateVariable(r"\beta_2^t", "what v has not yet seen", initial=1.0),
)


def lion_step(interpolation: int = 2, momentum: int = 3, weight_decay: float = 1.0, reversed_: float = 0.0) -> Body:
    """Return the step of Lion, or a wrong one; p: lr, weight decay, beta1, beta2."""

    def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
        for i in range(x.size):
            c = p[interpolation] * state[0, i] + (1.0 - p[interpolation]) * g[i]
            beta = 1.0 - p[momentum] if reversed_ else p[momentum]
            state[0, i] = beta * state[0, i] + (1.0 - beta) * g[i]
            sign = 1.0 if c > 0.0 else -1.0 if c < 0.0 else 0.0
            x[i] -= p[0] * (sign + weight_decay * p[1] * x[i])

    return step


def adamw_step(
    first: int = 2, second: int = 3, inside: float = 0.0, coupled: float = 0.0, corrected: float = 1.0
) -> Body:
    """Return the step of AdamW, or a wrong one; p: lr, weight decay, beta1, beta2, eps."""

    def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
        for i in range(x.size):
            d = g[i] + p[1] * x[i] if coupled else g[i]
            state[0, i] = p[first] * state[0, i] + (1.0 - p[first]) * d
            state[1, i] = p[second] * state[1, i] + (1.0 - p[second]) * d * d
            state[2, i] *= p[first]
            state[3, i] *= p[second]
            m = state[0, i] / (1.0 - state[2, i]) if corrected else state[0, i]
            v = state[1, i] / (1.0 - state[3, i])
            below = sqrt(v + p[4]) if inside else sqrt(v) + p[4]
            move = m / below if m != 0.0 else 0.0
            x[i] -= p[0] * move if coupled else p[0] * (move + p[1] * x[i])

    return step


def adagrad_step(inside: float = 0.0, kept: float = 1.0) -> Body:
    """Return the step of Adagrad, or a wrong one; p: lr, eps."""

    def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
        for i in range(x.size):
            state[0, i] = kept * state[0, i] + g[i] * g[i]
            below = sqrt(state[0, i] + p[1]) if inside else sqrt(state[0, i]) + p[1]
            x[i] -= p[0] * g[i] / below if g[i] != 0.0 else 0.0

    return step


def built(parameters: tuple[Parameter, ...], step: Body) -> Rule:
    """Return a rule that is in no registry."""
    return replace(OPTIMIZERS["sgd"], name="built", parameters=parameters, state=STATE, step=step)


RATE = learning_rate("length")
LION, ADAMW, ADAGRAD = (RATE, DECAY, *BETAS), (RATE, DECAY, *BETAS, epsilon()), (RATE, epsilon())


@pytest.mark.parametrize(
    ("parameters", "step", "reference"),
    [(LION, lion_step(), lion), (ADAMW, adamw_step(), adamw), (ADAGRAD, adagrad_step(), adagrad)],
    ids=["lion", "adamw", "adagrad"],
)
def test_a_right_rule_passes(parameters: tuple[Parameter, ...], step: Body, reference: Step) -> None:
    """But for gradients whose squares are no numbers: what is built here squares them as a first draft would."""
    rule = built(parameters, step)
    with np.errstate(over="ignore"):
        assert not [found for found in differences(rule, reference, plain=True) if "of size" not in found]
        assert unseen(rule, reference, plain=True) == []


@pytest.mark.parametrize(
    ("parameters", "step", "reference"),
    [
        pytest.param(LION, lion_step(interpolation=3, momentum=2), lion, id="lion with beta1 and beta2 swapped"),
        pytest.param(LION, lion_step(reversed_=1.0), lion, id="lion that averages the wrong way round"),
        pytest.param(LION, lion_step(weight_decay=0.0), lion, id="lion without weight decay"),
        pytest.param(LION, lion_step(momentum=2), lion, id="lion with beta1 twice"),
        pytest.param(ADAMW, adamw_step(first=3, second=2), adamw, id="adamw with beta1 and beta2 swapped"),
        pytest.param(ADAMW, adamw_step(inside=1.0), adamw, id="adamw with eps under the root"),
        pytest.param(ADAMW, adamw_step(coupled=1.0), adamw, id="adamw with coupled weight decay"),
        pytest.param(ADAMW, adamw_step(corrected=0.0), adamw, id="adamw without one bias correction"),
        pytest.param(ADAGRAD, adagrad_step(inside=1.0), adagrad, id="adagrad with eps under the root"),
        pytest.param(ADAGRAD, adagrad_step(kept=0.999999), adagrad, id="adagrad that forgets"),
    ],
)
def test_a_wrong_rule_is_caught(parameters: tuple[Parameter, ...], step: Body, reference: Step) -> None:
    rule = built(parameters, step)
    with np.errstate(over="ignore"):
        assert any("of size" not in found for found in differences(rule, reference, plain=True))


def newton(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    """Damped: the inverse of H + I, written out."""
    h = f.hessian(x) + np.eye(2)
    determinant = h[0, 0] * h[1, 1] - h[0, 1] ** 2
    return -p.lr * np.array([h[1, 1] * g[0] - h[0, 1] * g[1], h[0, 0] * g[1] - h[0, 1] * g[0]]) / determinant


def polyak(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    return -p.lr * (f.value(x) - f.floor()) / (g @ g) * g


def extragradient(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    return -p.lr * f.gradient(x - p.lr * g)


@pytest.mark.parametrize(
    ("name", "reference"), [("newton", newton), ("polyak", polyak), ("extragradient", extragradient)]
)
def test_a_rule_that_needs_more_than_gradients_is_compared_on_a_surface(
    name: str, reference: Step, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rule = TEXTBOOKS[name][0]
    monkeypatch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path / "kernels")
    monkeypatch.setitem(OPTIMIZERS, rule.name, rule)
    start = "surface=rosenbrock,b=3&start=A,-1.2,0.7&steps=20&noise=0.1"
    scenario = Scenario.from_query(f"{start}&optimizer={rule.name},lr=0.02,weight_decay=0.1")
    monkeypatch.setattr(simulator, "step_of", lambda name: reference)
    [run], [right] = simulate(scenario), simulator.simulate(plans(scenario))
    assert np.abs(run.x - right).max() < 1e-12
    [other] = simulate(Scenario.from_query(scenario.query.replace("lr=0.02", "lr=0.0202")))
    assert np.abs(other.x - right).max() > 1e-6
