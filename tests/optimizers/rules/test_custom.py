"""An optimizer of one's own: what its names are, and that it does what it says, to the last bit."""

import math
import pickle
from typing import Any

import numpy as np
import pytest

from optimizers import Scenario, ScenarioError, explain, simulate
from optimizers.export.citation import bibtex
from optimizers.export.programs import numpy_program
from optimizers.form.checks import check
from optimizers.form.errors import ExpressionError
from optimizers.query import decay, schedules
from optimizers.query.scenario import Scenario as Query
from optimizers.rules.custom import CUSTOM, TAKEN
from optimizers.rules.rule import MOST_NUMBERS, Rule
from optimizers.run.engine import TAPE, with_tape
from optimizers.terms.text import encoded

RMSPROP = "s = beta*s + (1-beta)*g**2; x = x - lr*(g/(sqrt(s)+eps))"
STEPS = [
    "x = x - lr*g",
    RMSPROP,
    "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g*g; m_hat = m/(1-beta1**t); v_hat = v/(1-beta2**t);"
    "x = x*(1-lr*weight_decay) - lr*m_hat/(sqrt(v_hat)+eps)",
    "x = x - lr*g/norm(g)",
    "u = m/(1+norm(m)); m = 0.9*m + g*dot(g, x)/(1+abs(x)); k = u + floor(pi*g); x -= lr*k*tanh(norm(x-u))",
    "i = g; p = i; state = p*e; LR = max(state, min(g, -g)); x -= lr*LR; x += 0",
]
START = "&start=A,-3.5,1.25&steps=40"


def rule(step: str) -> Rule:
    return CUSTOM.read(step)


def scenario(step: str, *, more: str = "", surface: str = "rosenbrock") -> Scenario:
    return Scenario.from_query(f"surface={surface}&optimizer=custom,step={encoded(step)}{more}{START}")


def own_path(of: Scenario) -> list[tuple[float, float]]:
    """The path, step by step as plain Python reads the step."""
    one, surface = of.optimizers[0], of.surface
    x, state = np.array([of.starts[0].x, of.starts[0].y]), np.zeros((len(one.rule.state), 2))
    path = [tuple(x.tolist())]
    for t in range(1, simulate(of)[0].steps + 1):
        g = np.array(surface.gradient(*x), dtype=np.float64)
        one.rule.step(x, g, state, t, one.rule.pack(one.values))
        path.append(tuple(x.tolist()))
    return path


def test_names_are_state_local_or_hyper_parameters() -> None:
    made = rule("m = beta*m + c*g; u = m/(1-beta**t); x = x - lr*u")
    assert [p.name for p in made.parameters] == ["step", "lr", "beta", "c"]
    assert [variable.symbol for variable in made.state] == ["m"]
    assert made.variant.endswith("kept from step to step: m. Computed anew in each step: u.")
    known = {p.name: p for p in made.parameters}
    assert (known["beta"].default, known["beta"].scale, known["beta"].advanced) == (0.9, "decay", False)
    assert (known["c"].default, known["c"].slider, known["c"].scale) == (0.1, (0.0, 1.0), "linear")


def test_names_of_the_catalog_have_its_range_and_default() -> None:
    made = rule("x = x - lr*g*(beta1+beta2+eps+weight_decay+momentum+rho+nu+mu)")
    defaults = {p.name: p.default for p in made.parameters[2:]}
    assert defaults == {
        **{"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01, "momentum": 0.9, "rho": 0.9, "nu": 0.7},
        "mu": 0.9,
    }
    assert not any(p.advanced for p in made.parameters)


@pytest.mark.parametrize("step", ["x = x + 1", "x = x - c*g", "s = s + g; x = x - s"])
def test_a_learning_rate_is_there_and_first_whatever_the_step(step: str) -> None:
    assert rule(step).parameters[1].name == "lr"
    assert "never uses lr" in " ".join(rule(step).notes({}))


def test_a_step_without_the_gradient_runs_and_says_so() -> None:
    one = scenario("x = x*(1-lr)", more=",lr=0.5")
    (run,) = simulate(one)
    assert run.x[1].tolist() == [-1.75, 0.625]
    assert "never uses the gradient" in " ".join(one.optimizers[0].rule.notes(one.optimizers[0].values))


@pytest.mark.parametrize(
    ("step", "unit"),
    [
        ("x = x - lr*g", "gradient"),
        ("m = beta*m + g; x -= lr*m", "gradient"),
        (RMSPROP, "length"),
        ("x = x - lr*g/norm(g)", "length"),
        ("x = x - lr*g/abs(g)", "length"),
        ("x = x - lr*g*norm(g)", "gradient"),
    ],
)
def test_the_rate_that_a_surface_suggests_fits_what_it_multiplies(step: str, unit: str) -> None:
    assert rule(step).parameters[1].unit == unit


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_in_the_form(step: str) -> None:
    check(rule(step).form)


@pytest.mark.parametrize("step", STEPS)
def test_a_run_has_the_bits_of_the_step_as_it_is_read(step: str) -> None:
    one = scenario(step, more=",lr=0.001")
    (run,) = simulate(one)
    assert list(map(tuple, run.x.tolist())) == own_path(one)
    assert len(run.x) > 3


def test_what_it_says_is_what_it_does() -> None:
    """Norm and dot are numbers of whole vectors; everything else is the same for both coordinates."""
    made = rule("n = norm(g); d = dot(g, x); x = x - lr*g/n + d*t")
    x, g = np.array([3.0, -1.0]), np.array([3.0, 4.0])
    made.step(x, g, np.zeros((len(made.state), 2)), 2, np.array([0.5]))
    assert x.tolist() == [3.0 - 0.5 * 3.0 / 5.0 + 5.0 * 2.0, -1.0 - 0.5 * 4.0 / 5.0 + 5.0 * 2.0]


def test_rmsprop_is_the_catalog_s_to_the_last_bit() -> None:
    both = f"surface=ellipse&optimizer=rmsprop,lr=0.3&optimizer=custom,step={encoded(RMSPROP)},lr=0.3{START}"
    reference, own = simulate(Scenario.from_query(both))
    assert own.x.tobytes() == reference.x.tobytes()


def test_a_division_by_zero_ends_the_run_and_is_no_error() -> None:
    (run,) = simulate(scenario("x = x - lr*g/(t-3)", more=",lr=1e-3"))
    assert run.status == "diverged"
    assert run.steps == 2
    (run,) = simulate(scenario("x = x - lr*sqrt(-1-g**2)"))
    assert (run.status, run.steps) == ("diverged", 0)


@pytest.mark.parametrize(
    ("step", "column", "reason"),
    [
        ("s = g", 6, "the step never changes x"),
        ("g = 2*g; x = x - g", 1, "'g' is the gradient, which is given"),
        ("x = x - g; t = 1", 12, "'t' is the number of the step, which is given"),
        ("lr = lr*0.9; x = x - lr*g", 1, "'lr' is the learning rate, which a slider sets"),
        ("x = x - gamma*g", 9, "'gamma' means something else in the link of an optimizer"),
        ("s = s + norm(g*norm(x)); x = x - s", 1, "norm contains another norm or dot"),
        ("x = " + "+".join(f"a{i}" for i in range(20)), 0, "there are 21 hyper-parameters"),
    ],
)
def test_statements_that_make_no_step_are_errors(step: str, column: int, reason: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        rule(step)
    assert caught.value.reason == reason
    assert caught.value.column == column or not column


def test_names_with_another_meaning_are_those_of_the_query() -> None:
    others = {p.name for p in (*schedules.PARAMETERS, *decay.PARAMETERS)} - {"weight_decay"}
    assert {*TAKEN} == {"step", "length", *others}


def test_it_stands_twice_in_a_scenario_and_is_pickled() -> None:
    query = f"optimizer=custom,step=x=x-lr*g&optimizer=custom,step={encoded(RMSPROP)},beta=0.5{START}"
    first = Query.from_query(query)
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert again.optimizers[1].rule is first.optimizers[1].rule
    assert Query.from_query(first.query) == first
    assert len(simulate(again)) == 2


def test_explanation_names_what_was_typed() -> None:
    lines = explain(scenario(RMSPROP, more=",lr=0.1"), 0, 0, 2).lines[0]
    assert lines[0].latex.startswith("s = 0.9")
    assert r"\sqrt{" in lines[1].latex


def test_an_error_in_a_link_names_the_place() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query("optimizer=custom,step=x = x - lr**g g")
    (problem,) = caught.value.problems
    assert (problem.parameter, problem.column) == ("optimizer custom: step", 15)


def test_the_tape_stands_after_the_hyper_parameters() -> None:
    made = rule(RMSPROP)
    played = with_tape(made, np.array([1.0, 2.0, 3.0]))
    assert TAPE == MOST_NUMBERS
    assert played[:4].tolist() == [1.0, 2.0, 3.0, 0.0]
    assert played[TAPE : TAPE + 2].tolist() == [1, 3]
    assert math.isfinite(played.sum())


def test_exported_programs_compute_its_path() -> None:
    """Two updates in one program, each with its own step; the scenario in the comment reads back as the same."""
    query = f"optimizer=custom,step={encoded(STEPS[2])},lr=0.1&optimizer=custom,step={encoded(STEPS[5])}{START}"
    one = Scenario.from_query(query)
    program = numpy_program(one)
    (link,) = [line.removeprefix("# Scenario: ?v=2&") for line in program.splitlines() if "# Scenario: " in line]
    assert Scenario.from_query(link) == one
    found: dict[str, Any] = {}
    exec(program, found)  # what it does is what is tested
    for run, path in zip(simulate(one), found["runs"].values(), strict=True):
        assert path.tobytes() == run.x.tobytes()


def test_it_is_not_cited() -> None:
    assert "custom" not in bibtex("https://example.org", scenario(RMSPROP))
