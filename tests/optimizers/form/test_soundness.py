"""A rule or a surface that is not sound is an error that names file, line and reason before any test runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from optimizers import OPTIMIZERS, Rule, Surface
from optimizers.form.errors import FormError
from optimizers.rules.rule import StateVariable
from optimizers.surfaces.double_well import DOUBLE_WELL
from optimizers.surfaces.himmelblau import HIMMELBLAU
from optimizers.surfaces.surface import Landmarks, Suggestion
from optimizers.terms.parameters import decay, learning_rate
from optimizers.terms.types import Matrix, Vector
from tests import agreement, soundness
from tests.conftest import pytest_configure
from tests.example_rules import ADAMW, TEXTBOOKS, adamw_step
from tests.example_surfaces import SMALL_ACKLEY
from tests.soundness import of_rule, of_surface

HERE = "tests/optimizers/form/test_soundness.py"
KNOWN = HIMMELBLAU.landmarks({})


def test_what_is_registered_is_sound() -> None:
    assert list(soundness.problems()) == []


def test_a_sound_library_is_looked_at_again_only_after_a_change(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looks: list[str] = []
    found: list[FormError] = []

    def problems() -> list[FormError]:
        looks.append("")
        return found

    config: Any = SimpleNamespace(cache=pytest.Cache(tmp_path, pytestconfig, _ispytest=True))
    monkeypatch.setattr(soundness, "problems", problems)
    for _ in range(2):
        pytest_configure(config)
    assert len(looks) == 1
    monkeypatch.setattr(soundness, "fingerprint", lambda: "another")
    found.append(FormError(HERE, 1, "this", "that"))
    for _ in range(2):  # what is not sound is refused every time
        with pytest.raises(pytest.UsageError, match="this"):
            pytest_configure(config)
    found.clear()
    pytest_configure(config)
    assert len(looks) == 4


def test_the_fingerprint_is_one_of_the_source_and_of_what_looks_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = soundness.fingerprint()
    assert soundness.fingerprint() == now
    monkeypatch.setattr(agreement, "__file__", __file__)
    assert soundness.fingerprint() != now
    monkeypatch.undo()
    monkeypatch.setattr(soundness, "library", lambda: "changed")
    assert soundness.fingerprint() != now


def test_the_example_surface_is_sound() -> None:
    assert list(of_surface(SMALL_ACKLEY)) == []


def landmarks(**changes: Any) -> Callable[[Any], Landmarks]:
    def changed(values: Any) -> Landmarks:
        return replace(KNOWN, **changes)

    return changed


def wrong_gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    a = x * x + y - 11.0
    b = x + y * y - 7.0
    return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.001 * y * b


def wrong_hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 12.0 * (x * x) + 4.0 * y - 42.0, 4.0 * (x - y), 4.0 * x + 12.0 * (y * y) - 26.0


def far_starts(values: Any) -> Suggestion:
    return Suggestion(((9.0, 0.0), (0.0, 0.0)), {"gradient": 0.01, "length": 0.1}, 100)


def no_rate(values: Any) -> Suggestion:
    return Suggestion(((1.0, 0.0), (0.0, 0.0)), {"gradient": 0.0, "length": 0.1}, 0)


@pytest.mark.parametrize(
    ("surface", "function", "message"),
    [
        (replace(HIMMELBLAU, gradient=wrong_gradient), wrong_gradient, "differences of the value"),
        (replace(HIMMELBLAU, hessian=wrong_hessian), wrong_hessian, "differences of the gradient"),
        (replace(HIMMELBLAU, suggestion=far_starts), far_starts, r"start \(9.0, 0.0\)"),
        (replace(HIMMELBLAU, suggestion=no_rate), no_rate, "0 steps"),
        (replace(HIMMELBLAU, suggestion=no_rate), no_rate, "rates"),
    ],
)
def test_a_function_that_is_wrong_is_named_with_its_line(surface: Surface, function: Any, message: str) -> None:
    (error, *_) = (one for one in of_surface(surface) if re.search(message, str(one)))
    assert isinstance(error, FormError)
    assert (error.file, error.line) == (HERE, function.__code__.co_firstlineno)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"minima": ((3.0, 2.001), *KNOWN.minima[1:])}, "where the gradient is", id="not stationary"),
        pytest.param({"minima": KNOWN.saddles, "saddles": KNOWN.minima}, "not as around a minimum", id="kinds"),
        pytest.param({"maxima": KNOWN.minima[:1], "minima": KNOWN.minima[1:]}, "not as around a maximum", id="maximum"),
        pytest.param({"saddles": (*KNOWN.saddles, KNOWN.minima[0])}, "given twice", id="twice"),
        pytest.param({"kinks": ((1.0, 1.0),)}, "kinks", id="kink that is no landmark"),
        pytest.param({"saddles": ((1.0, 1.0),)}, "where the gradient is", id="saddle"),
        pytest.param({"minima": ()}, "no minimum and no remark", id="no minimum"),
    ],
)
def test_a_landmark_that_is_none_is_found(changes: dict[str, Any], message: str) -> None:
    found = [str(error) for error in of_surface(replace(HIMMELBLAU, landmarks=landmarks(**changes)))]
    assert any(message in error and error.startswith(f"{HERE}, line ") for error in found)


def test_the_tip_of_a_cone_must_be_said_to_be_one() -> None:
    smooth = replace(SMALL_ACKLEY, landmarks=lambda values: replace(SMALL_ACKLEY.landmarks(values), kinks=()))
    assert any("where f has no gradient" in str(error) for error in of_surface(smooth))


def test_a_landmark_outside_the_domain_and_a_domain_that_is_none_are_found() -> None:
    assert any("outside the domain" in str(one) for one in of_surface(replace(HIMMELBLAU, domain=((-3, 3), (-5, 5)))))
    assert any("the domain" in str(one) for one in of_surface(replace(HIMMELBLAU, domain=((3, -3), (-5, 5)))))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"default": 0.95}, "tilt = 0.95 by default"),
        ({"slider": (0.0, 0.95)}, "slider"),
        ({"low": 0.5}, "range"),
        ({"symbol": r"\zeta"}, r"\zeta, which the formula does not have"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_found(changes: dict[str, Any], message: str) -> None:
    (tilt,) = DOUBLE_WELL.parameters
    surface = replace(DOUBLE_WELL, formula="t", parameters=(replace(tilt, **changes),))
    assert any(message in str(error) for error in of_surface(surface))


@pytest.mark.parametrize("name", TEXTBOOKS)
def test_the_example_rules_are_sound(name: str) -> None:
    rule, _ = TEXTBOOKS[name]
    written = r"\eta \beta \beta_1 \beta_2 \lambda"
    unused = [str(error) for error in of_rule(replace(rule, formula=written))]
    assert unused == []


def forgets_beta(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[0, i] = 0.9 * state[0, i] + g[i]
        x[i] -= p[0] * state[0, i]


def reads_too_far(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[1, i] = p[1] * state[0, i] + g[i]
        x[i] -= p[0] * p[2] * state[1, i]


def reads_the_rate(values: Any) -> tuple[float, ...]:
    return (2.0 * values["lr"],)


def infinite(values: Any) -> tuple[float, ...]:
    return float("inf"), 1.0 - values["beta2"]


MEMORY = (StateVariable("V", "average"),)
BETA = decay("beta", r"\beta", 0.9, "decay rate")
RATE = learning_rate("gradient")
PLAIN: Rule = replace(OPTIMIZERS["sgd"], formula=r"\eta \beta", parameters=(RATE, BETA), state=MEMORY)


@pytest.mark.parametrize(
    ("rule", "function", "message"),
    [
        pytest.param(replace(PLAIN, step=forgets_beta), forgets_beta, "beta is never read", id="unread"),
        pytest.param(replace(PLAIN, step=reads_too_far), reads_too_far, "p[2]", id="too many"),
        pytest.param(replace(PLAIN, step=reads_too_far), reads_too_far, "state[1, i]", id="state"),
        pytest.param(replace(ADAMW, constants=reads_the_rate), reads_the_rate, "constants that read 'lr'", id="rate"),
        pytest.param(replace(ADAMW, constants=infinite), infinite, "finite numbers", id="infinite"),
        pytest.param(
            replace(ADAMW, parameters=ADAMW.parameters[::-1]), adamw_step, "the one learning rate", id="order"
        ),
        pytest.param(
            replace(PLAIN, step=forgets_beta, state=(StateVariable("V", "average", initial="v0"),)),
            forgets_beta,
            "V from v0",
            id="initial",
        ),
    ],
)
def test_a_rule_that_is_wrong_is_named_with_its_line(rule: Rule, function: Any, message: str) -> None:
    found = [error for error in of_rule(rule) if message in str(error)]
    assert len(found) == 1
    assert found[0].file.startswith("tests/")
    assert found[0].line == function.__code__.co_firstlineno


def test_parameters_have_names_of_their_own() -> None:
    twice = replace(PLAIN, parameters=(RATE, BETA, replace(BETA, default=0.5)))
    assert any("two parameters beta" in str(error) for error in of_rule(twice))
