"""Why a step is what it is: every number of every line, evaluated from what is printed.

All tests read the printed lines with the same reader, so they are in one file.
"""

import itertools
import math
import re
from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Explanation, Scenario, ScenarioError, explain, simulate
from optimizers.form.decimals import decimal
from optimizers.query.decay import has_own
from optimizers.rules.rule import Rule
from optimizers.tell.explanation import angle
from optimizers.tell.printed import Line
from optimizers.terms.parameters import Parameter
from tests.everyone import STEPPED
from tests.latex import calculated, evaluate
from tests.truth.generator import scenario as drawn

STEPS = (1, 2, 3, 12, 30)
SHOWN = 5e-4  # relative: half a unit of the fourth digit of a number that begins with 1


def switches(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    """Yield every combination of a rule's switches and named forms as the end of an item."""
    some = [p for p in parameters if p.scale in ("switch", "choice")]
    for values in itertools.product(*[p.choices or ("0", "1") for p in some]):
        yield "".join(f",{p.name}={value}" for p, value in zip(some, values, strict=True))


NUMBERS = {"momentum": ",dampening=0.3", "rmsprop": ",momentum=0.9,s0=0.1"}
"""Numbers that do nothing at their defaults."""

VARIANTS = [
    name + end + more
    for name, rule in STEPPED.items()
    for end in switches(rule.parameters)
    for more in ("", *([NUMBERS[name]] if name in NUMBERS else []))
]


@pytest.mark.slow
@pytest.mark.parametrize("rest", ["", "&surface=rosenbrock&noise=0.5&seed=3", "&surface=ellipse,theta=30,kappa=9"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_printed_makes_the_value(variant: str, rest: str) -> None:
    """A printed number stands for all that round to it; what they can make has to contain the exact value."""
    query = f"optimizer={variant},schedule=cosine,warmup=5&start=A,-1.2,2.5&steps=30"
    scenario = Scenario.from_query(query + rest)
    numbers = [value for value in scenario.optimizers[0].values.values() if isinstance(value, float)]
    typed = [f"{value:g}" for value in numbers if float(f"{value:.6g}") == value]
    close = count = 0
    taken = simulate(scenario)[0].steps
    for step in (step for step in STEPS if step <= taken):
        why = explain(scenario, 0, 0, step)
        for i, lines in enumerate(why.lines):
            assert lines[-1].symbol == r"\Delta"
            assert lines[-1].value == why.change[i]
            for line in lines:
                if line.note or is_given(line):
                    continue
                low, high = evaluate(line.expression, typed)
                assert low <= line.value <= high, (variant, step, line)
                count += 1
                close += high - low <= 8 * SHOWN * abs(line.value)
    assert close >= 0.6 * count, "where nothing cancels, the numbers printed leave next to no room"


def is_given(line: Line) -> bool:
    """Return whether a line has nothing to compute: the gradient at another point."""
    return line.symbol.startswith("g(") and line.latex == f"{line.symbol} = {decimal(line.value)}"


def lines_of(query: str, steps: int = 4, seed: int = 1) -> Iterator[tuple[str, int, Line]]:
    """Yield the lines of ``steps`` random steps of every run of a scenario, and which step they are of."""
    scenario = Scenario.from_query(query)
    draw = Random(seed)
    for run in simulate(scenario):
        for step in sorted({draw.randint(1, run.steps) for _ in range(steps if run.steps else 0)}):
            for lines in explain(scenario, run.optimizer, run.start, step).lines:
                yield from ((query, step, line) for line in lines)


def assert_multiplies_out(query: str, step: int, line: Line) -> None:
    """What a calculator gets from the printed numbers is the printed result, to 0.2 %."""
    if line.note:
        assert (line.expression, line.value) == ("", 0)
        return
    if is_given(line):
        return
    *_, shown = line.latex.split(" = ")
    result, got = float(calculated(shown)), float(calculated(line.expression))
    assert abs(got - result) <= 2e-3 * abs(result), (query, step, line.latex)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 100, 20))
def test_what_is_printed_multiplies_out_in_random_steps(first: int) -> None:
    """Every rule and variant, schedules, grafts, noise, weight decay."""
    lines = [found for seed in range(first, first + 20) for found in lines_of(drawn(seed), seed=seed)]
    assert len(lines) > 200
    for query, step, line in lines:
        assert_multiplies_out(query, step, line)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("rest", ["start=A,-8,1.2&steps=120", "surface=saddle&start=A,1,1e-200&start=B,1,0&steps=9"])
def test_what_is_printed_multiplies_out_in_every_variant(variant: str, rest: str) -> None:
    for eps in ("", ",eps=0", ",eps=0.5") if any(p.name == "eps" for p in rule_of(variant).parameters) else ("",):
        for query, step, line in lines_of(f"optimizer={variant}{eps}&{rest}"):
            assert_multiplies_out(query, step, line)


def rule_of(variant: str) -> Rule:
    return OPTIMIZERS[variant.split(",")[0]]


def test_differences_of_near_equals_have_more_digits() -> None:
    """Far out on a flat slope the gradient hardly changes: four digits would leave nothing of its deviation."""
    query = "surface=saddle,wall=0&optimizer=rmsprop,lr=1e-5,centered=1,bias_correction=1&start=A,1000,1&steps=50"
    lines = explain(Scenario.from_query(query), 0, 0, 50).lines[0]
    assert lines[0].symbol == "d"
    assert len(lines[0].expression.split(" - ")[0].replace(".", "")) > 7
    assert {len(line.latex.split(" = ")[-1].replace("-", "").replace(".", "").split(" ")[0]) <= 5 for line in lines}


@pytest.mark.parametrize("item", ["adam,eps=0", "rmsprop,eps=0", "adam,eps=0,form=tensorflow", "normalized-gd"])
def test_zero_over_zero_is_said_in_words(item: str) -> None:
    lines = explain(Scenario.from_query(f"optimizer={item}&start=A,0,0"), 0, 0, 3).lines[0]
    assert (lines[-1].latex, lines[-1].note) == (r"\Delta = 0", "stays, because its gradient has always been zero")


def test_a_rule_that_forgets_stays_where_the_gradient_is_zero_now() -> None:
    """With β = 0 only the present gradient counts; the first step of SGD with 1/κ ends at exactly y = 0."""
    query = "surface=ellipse,kappa=4&optimizer=rmsprop,beta=0,eps=0,lr=1,length=sgd&optimizer=sgd,lr=0.25&start=A,0,1"
    lines = explain(Scenario.from_query(query), 0, 0, 2).lines[1]
    assert [line.note for line in lines if line.note] == ["stays, because its gradient is zero"]


@pytest.mark.parametrize("name", [name for name, rule in STEPPED.items() if not has_own(rule.parameters)])
def test_weight_decay_is_written_out(name: str) -> None:
    query = f"optimizer={name},weight_decay=0.3&start=A,-8,1.2&steps=9"
    why = explain(Scenario.from_query(query), 0, 0, 4)
    for i in range(2):
        assert why.lines[i][0].symbol == "g"
        assert why.lines[i][0].value == why.seen[i] == why.gradient[i] + 0.3 * why.position[i]
    scenario = Scenario.from_query(query.replace("&", ",decoupled_weight_decay=1&", 1))
    why, (run,) = explain(scenario, 0, 0, 4), simulate(scenario)
    rate = run.x[0, 0] * 0 + float(scenario.optimizers[0].values["lr"])
    for i in range(2):
        own, shrink, total = why.lines[i][-3:]
        assert (own.symbol, shrink.symbol, total.symbol) == (r"\Delta", r"\Delta_\lambda", r"\Delta + \Delta_\lambda")
        assert shrink.value == pytest.approx(-rate * 0.3 * why.position[i])
        assert total.value == why.change[i] == own.value + shrink.value
        assert why.position[i] + why.change[i] == pytest.approx(run.x[4, i], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_the_step_is_that_of_the_run_in_random_scenarios(seed: int) -> None:
    """Grafts, noise, decay and schedules too: the position before, and the step, make the position after."""
    scenario = Scenario.from_query(drawn(seed))
    for run in simulate(scenario):
        for step in {1, (run.steps + 1) // 2, run.steps} if run.steps else ():
            why = explain(scenario, run.optimizer, run.start, step)
            before, after = run.x[step - 1], run.x[step]
            size = max(np.abs(before).max(), np.abs(after).max())
            assert [a + b for a, b in zip(before, why.change, strict=True)] == pytest.approx(
                after, rel=1e-11, abs=1e-14 * size
            )


def test_the_step_is_the_exact_one_where_positions_cannot_hold_it() -> None:
    why = explain(Scenario.from_query("optimizer=sgd,lr=1e-12&start=A,-1000000,0"), 0, 0, 1)
    assert why.change == (1e-12 * 1e6, 0)
    why = explain(Scenario.from_query("optimizer=sgd,lr=0.07&optimizer=normalized-gd,lr=1e-12,length=sgd"), 1, 0, 1)
    assert why.change == pytest.approx((0.07 * 8, -0.07 * 30), rel=1e-15)


def test_the_evaluator_is_strict() -> None:
    """It knows what a step is written with, and nothing else."""
    low, high = evaluate(r"-0.3 \cdot \frac{(-0.6)^2 - 2 \cdot 10^{-1}}{\sqrt{4} + (1 - 0.5)}")
    assert low < -0.3 * (0.36 - 0.2) / 2.5 < high
    assert high - low < 1e-3
    for wrong in ("0.3 0.4", r"\frac{1}", r"\lVert g \rVert", "1 +", "(1", "2)", "inf", "nan", "x"):
        with pytest.raises(ValueError, match=r"is left over|expected|is not a number|an exponent"):
            evaluate(wrong)


def test_rmsprop_from_b_by_hand() -> None:
    """Catalogue of the courses: from B = (-0.6, 4), κ = 25, S = 0.1·(−0.6)², 0.1·100², both steps 0.3/√0.1."""
    why = explain(Scenario.from_query("optimizer=sgd&optimizer=rmsprop,lr=0.3,beta=0.9"), 1, 1, 1)
    assert why.position == (-0.6, 4.0)
    assert why.gradient == why.seen == (-0.6, 100.0)
    assert [lines[0].value for lines in why.lines] == pytest.approx([0.036, 1000.0])
    assert [lines[-1].value for lines in why.lines] == pytest.approx([0.3 / math.sqrt(0.1), -0.3 / math.sqrt(0.1)])
    assert why.lines[1][0].expression == r"0.9 \cdot 0 + (1 - 0.9) \cdot 100^2"
    assert why.lines[0][-1].expression == r"-0.3 \cdot \frac{-0.6}{\sqrt{0.036} + 1 \cdot 10^{-8}}"
    assert why.angle_to_minimum == pytest.approx(45 - math.degrees(math.atan2(0.6, 4)))
    assert why.angle_to_gradient == pytest.approx(45 - math.degrees(math.atan2(0.6, 100)))
    assert f"{why.angle_to_minimum:.2f}" == "36.47"


def test_sgd_from_b_by_hand() -> None:
    """It goes along (0.6, −100), the minimum lies along (0.6, −4)."""
    why = explain(Scenario.from_query("optimizer=sgd,lr=0.07"), 0, 1, 1)
    assert why.change == pytest.approx((0.042, -7.0))
    assert why.angle_to_gradient == pytest.approx(0, abs=1e-9)
    assert why.angle_to_minimum == pytest.approx(math.degrees(math.atan2(0.6, 4) - math.atan2(0.6, 100)))
    assert f"{why.angle_to_minimum:.2f}" == "8.19"


@pytest.mark.parametrize("name", STEPPED)
def test_a_grafted_step_is_written_to_its_end(name: str) -> None:
    """Its own rule's lines make its own step, and one line more gives that the other's length."""
    scenario = Scenario.from_query(f"optimizer={name},length=adam&optimizer=adam,lr=0.7&steps=9&start=A,-3,2")
    for step in (1, 4, 9):
        why = explain(scenario, 0, 0, step)
        if name == "adam":
            continue
        assert why.grafted
        if not any(why.change):  # without a direction a step has no length either: Rprop where both slopes have turned
            assert [(lines[-1].symbol, lines[-1].value) for lines in why.lines] == [(r"\Delta", 0.0)] * 2
            continue
        for i, lines in enumerate(why.lines):
            assert [line.symbol for line in lines[-2:]] == [r"\Delta", r"\Delta'"]
            assert lines[-1].value == why.change[i]
            for line in lines:
                if is_given(line):
                    continue
                if not line.expression:
                    assert (line.value, line.note) == (0.0, "stays in this step")
                    continue
                low, high = evaluate(line.expression)
                assert low <= line.value <= high, (name, step, line)
        own = [lines[-2].value for lines in why.lines]
        assert angle(np.array(own), np.array(why.change)) == pytest.approx(0, abs=1e-6)
        assert math.hypot(*own) != pytest.approx(why.length, rel=1e-3)


def explained(scenario: Scenario, step: int) -> tuple[Explanation, list[float]]:
    run = simulate(scenario)[0]
    return explain(scenario, 0, 0, step), [*run.x[step - 1], *(run.x[step] - run.x[step - 1])]


@pytest.mark.parametrize("variant", VARIANTS)
def test_place_change_arrows_and_angles_are_those_of_the_run(variant: str) -> None:
    scenario = Scenario.from_query(f"optimizer={variant}&steps=20&noise=0.3&seed=5")
    run = simulate(scenario)[0]
    why, numbers = explained(scenario, 7)
    assert [*why.position, *why.change] == pytest.approx(numbers, rel=1e-12, abs=1e-15 * max(map(abs, numbers)))
    assert why.length == pytest.approx(math.hypot(*why.change), rel=1e-15)
    assert why.gradient == tuple(run.gradient[6]) != why.seen
    kinds = {arrow.kind: (arrow.x, arrow.y) for arrow in why.arrows}
    assert kinds["gradient"] == (-why.gradient[0], -why.gradient[1])
    assert kinds["step"] == why.change
    roles = [variable.role for variable in STEPPED[variant.split(",")[0]].state]
    assert set(kinds) == {"gradient", "step", *filter(None, roles)}
    for slot, role in enumerate(roles):
        if role == "direction":
            assert kinds[role] == pytest.approx(tuple(-run.state[7, slot]))
        if role == "scale":
            assert np.square(kinds[role]) == pytest.approx(run.state[7, slot])
    cosine = np.dot(why.change, kinds["gradient"]) / why.length / math.hypot(*why.gradient)
    assert why.angle_to_gradient == pytest.approx(math.degrees(math.acos(cosine)))
    cosine = np.dot(why.change, why.position) / why.length / math.hypot(*why.position)
    assert why.angle_to_minimum == pytest.approx(math.degrees(math.acos(-cosine)))


def test_without_a_step_or_a_minimum_there_is_no_angle() -> None:
    still = explain(Scenario.from_query("optimizer=adam,eps=0&start=A,0,0"), 0, 0, 1)
    assert (still.length, still.angle_to_gradient, still.angle_to_minimum) == (0, None, None)
    assert [lines[-1].value for lines in still.lines] == [0, 0]
    endless = explain(Scenario.from_query("surface=saddle,wall=0&optimizer=sgd"), 0, 0, 1)
    assert endless.angle_to_minimum is None
    assert endless.angle_to_gradient == pytest.approx(0, abs=1e-9)


def test_a_decay_near_one_is_not_printed_as_one() -> None:
    why = explain(Scenario.from_query("optimizer=adam,beta2=0.99995"), 0, 0, 2)
    assert "(1 - 0.99995)" in why.lines[0][1].expression


@pytest.mark.parametrize(
    ("place", "parameter", "allowed"),
    [
        ((0, 0, 0), "step", "a whole number from 1 to 20, the steps this run took"),
        ((0, 0, 21), "step", "a whole number from 1 to 20, the steps this run took"),
        ((1, 0, 5), "step", "a whole number from 1 to 1, the steps this run took"),
        ((2, 0, 1), "optimizer", "a whole number from 0 to 1"),
        ((-1, 0, 1), "optimizer", "a whole number from 0 to 1"),
        ((0, 2, 1), "start", "a whole number from 0 to 1"),
    ],
)
def test_what_is_not_there_is_told(place: tuple[int, int, int], parameter: str, allowed: str) -> None:
    """The second optimizer leaves the finite world in its second step."""
    scenario = Scenario.from_query("optimizer=sgd&optimizer=sgd,lr=1e100&steps=20")
    with pytest.raises(ScenarioError) as caught:
        explain(scenario, *place)
    (problem,) = caught.value.problems
    assert (problem.parameter, problem.allowed) == (parameter, allowed)


@pytest.mark.parametrize("batch", [1, 7, 30])
def test_a_step_says_which_rows_it_saw(batch: int) -> None:
    """Within an epoch each row is used once, and those of a step make the gradient that its rule saw."""
    scenario = Scenario.from_query(f"surface=linear-regression,batch={batch}&optimizer=sgd&steps=45&seed=3")
    surface, steps = scenario.surface, scenario.surface.epoch
    seen: list[int] = []
    for step in range(1, steps + 1):
        why = explain(scenario, 0, 0, step)
        found = re.fullmatch(rf"This step uses minibatch {step} of {steps} in epoch 1: rows? (.+) of 40\.", why.remark)
        assert found
        rows = [int(number) - 1 for number in re.findall(r"\d+", found[1].partition(" more")[0])]
        if " more" not in found[1]:
            assert np.allclose(surface.of_rows(rows).gradient(*why.position), why.seen, rtol=1e-12)
            seen += rows
        else:
            assert (len(rows), rows[-1] + 1) == (21, batch - 20)
    assert batch > 20 or sorted(seen) == list(range(40))
    assert f"minibatch 1 of {steps} in epoch 2:" in explain(scenario, 0, 0, steps + 1).remark


def test_a_step_with_the_full_gradient_names_no_rows() -> None:
    assert explain(Scenario.from_query("surface=linear-regression&optimizer=sgd&steps=3"), 0, 0, 1).remark == ""
