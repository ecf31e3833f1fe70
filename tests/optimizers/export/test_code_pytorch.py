"""The program for PyTorch, run by the real torch, takes the runs of the library, as far as rounding lets it."""

import ast
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Rule, Scenario, Surface, simulate
from optimizers.export.programs import torch_program
from optimizers.run.arrival import pixel
from optimizers.run.horizon import horizon
from optimizers.run.tuning import caption
from tests.everyone import IDS, PAIRS, STEPPED
from tests.example_rules import TEXTBOOKS
from tests.feeding import CHOOSING, variants
from tests.optimizers.rules import test_needs
from tests.programs import SAID, every_variant, positions, run_program
from tests.scratch import join
from tests.truth.generator import scenario as drawn

pytestmark = pytest.mark.torch
NEAR = 1e-9
SMALL = 1e-150  # torch's optimizers square and multiply gradients, which underflows from there on
LEFT = 1e-12  # a twin that far away shows that from there on rounding grows


def neighbors(scenario: Scenario) -> Iterator[Scenario]:
    """Yield scenarios one unit in the last place away, in all rates or in one parameter of the surface."""
    for side in (-math.inf, math.inf):
        rates = [math.nextafter(float(one.values["lr"]), side) for one in scenario.optimizers]
        turned = zip(scenario.optimizers, rates, strict=True)
        yield replace(scenario, optimizers=tuple(replace(one, values={**one.values, "lr": lr}) for one, lr in turned))
        for p in scenario.surface.definition.parameters:
            if p.whole or p.scale in (*CHOOSING, "text"):  # which has no value beside its own
                continue
            values = {**scenario.surface.values, p.name: math.nextafter(float(scenario.surface.values[p.name]), side)}
            yield replace(scenario, surface=replace(scenario.surface, values=values))


def underflow(scenario: Scenario) -> list[int | None]:
    """Return for each run the first step at which the square of a gradient is no number."""
    sizes = [np.abs(run.gradient) for run in simulate(scenario)]
    small = [((size > 0.0) & (size < SMALL)).any(axis=1) for size in sizes]
    return [int(rows.argmax()) if rows.any() else None for rows in small]


def agreement(scenario: Scenario) -> list[int | None]:
    """Return for each run how many steps mean anything: until one that begins beside it has left it.

    Twins in the start alone do not tell everything: they may round back to the very same path.
    """
    found = [
        min((step for step in steps if step is not None), default=None)
        for steps in zip(horizon(scenario, LEFT), underflow(scenario), strict=True)
    ]
    if scenario.conditions["fair"] == "tuned":  # which would find its own rates
        return found
    runs = list(positions(scenario).values())
    for moved in neighbors(scenario):
        twins = positions(moved).values()
        for place, (x, twin) in enumerate(zip(runs, twins, strict=True)):
            rows = min(len(x), len(twin))
            with np.errstate(over="ignore"):
                near = np.hypot(*(x[:rows] - twin[:rows]).T) <= LEFT
            left = int(near.argmin()) if not near.all() else None if len(x) == len(twin) else rows
            found[place] = min((step for step in (found[place], left) if step is not None), default=None)
    return found


def assert_near(scenario: Scenario, folder: Path) -> int:
    """Assert that positions agree as far as they mean anything; return how many were compared."""
    runs, printed = run_program(torch_program(scenario), folder)
    expected = positions(scenario)
    assert list(runs) == list(expected)
    assert len(printed.splitlines()) == len(runs)
    compared = 0
    for (name, x), until in zip(expected.items(), agreement(scenario), strict=True):
        found = runs[name].numpy()
        assert found.dtype == np.float64
        assert (found[0] == x[0]).all()
        assert until is not None or len(found) == len(x), name
        rows = len(x) if until is None else min(until, len(x))
        error = np.abs(found[:rows] - x[:rows]) / np.maximum(1.0, np.abs(x[:rows]))
        assert (error <= NEAR).all(), name
        compared += rows
    return compared


SHARE = {"polyak": 20}
"""What part of all steps means something, at the least. In a ravine Polyak's steps are chaotic: rounding grows from the
first of them on, and after ten to twenty nothing of it is left.
"""


@pytest.mark.parametrize(("surface", "rule"), PAIRS, ids=IDS)
def test_every_variant_is_near(surface: Surface, rule: Rule, tmp_path: Path) -> None:
    scenario = every_variant(surface, rule)
    assert assert_near(scenario, tmp_path) > scenario.points / SHARE.get(rule.name, 10)


@pytest.mark.parametrize("query", SAID)
def test_whatever_a_scenario_says_is_near(query: str, tmp_path: Path) -> None:
    assert_near(Scenario.from_query(query), tmp_path)


PROMISED = range(1, 61, 3)


@pytest.mark.parametrize("seed", PROMISED)
def test_random_scenarios_keep_the_promise_up_to_the_horizon(seed: int, tmp_path: Path) -> None:
    """To a pixel of the standard plot, the whole run or as far as the tool itself says that it means something."""
    scenario = Scenario.from_query(drawn(seed))
    with np.errstate(all="ignore"):
        runs, _ = run_program(torch_program(scenario), tmp_path)
    for (name, x), until in zip(positions(scenario).items(), horizon(scenario), strict=True):
        found = runs[name].numpy()
        assert until is not None or len(found) == len(x), name
        rows = len(x) if until is None else min(until, len(x))
        assert len(found) >= rows, name
        far_out = np.maximum(1.0, np.abs(x[:rows]).max(axis=1))
        assert (np.abs(found[:rows] - x[:rows]).max(axis=1) <= pixel(scenario.surface) * far_out).all(), name


def test_the_scenarios_of_the_promise_ask_for_much() -> None:
    """Grafts, decays, schedules, noise; and a rate ten per cent off would be seen in most of their runs."""
    queries = [drawn(seed) for seed in PROMISED]
    for word in ("length=", "weight_decay=", "schedule=", "noise=", "centered=1", "form=tensorflow", "dampening="):
        assert any(word in query for query in queries), word
    broken = total = 0
    for query in queries:
        scenario = Scenario.from_query(query)
        rates = [
            replace(one, values={**one.values, "lr": 1.1 * float(one.values["lr"])}) for one in scenario.optimizers
        ]
        other = positions(replace(scenario, optimizers=tuple(rates)))
        for x, y in zip(positions(scenario).values(), other.values(), strict=True):  # rates can be part of names
            rows = min(len(x), len(y))
            with np.errstate(over="ignore", invalid="ignore"):
                broken += bool((np.abs(x[:rows] - y[:rows]).max(axis=1) > pixel(scenario.surface)).any())
            total += 1
    assert broken > total / 2


@pytest.mark.parametrize("query", ["optimizer=sgd,lr=0.07", "optimizer=adam,lr=0.3", "optimizer=sign-gd,lr=0.3"])
def test_another_rate_is_not_near(query: str, tmp_path: Path) -> None:
    """The comparison can fail."""
    scenario = Scenario.from_query(query)
    (one,) = scenario.optimizers
    other = replace(scenario, optimizers=(replace(one, values={**one.values, "lr": 1.001 * float(one.values["lr"])}),))
    runs, _ = run_program(torch_program(other), tmp_path)
    assert all(np.abs(runs[name].numpy() - x).max() > 1e3 * NEAR for name, x in positions(scenario).items())


def built(query: str) -> list[str]:
    """The optimizers that the program makes."""
    tree = ast.parse(torch_program(Scenario.from_query(query)))
    made = [
        node.value.body
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Lambda)
    ]
    return [ast.unparse(call) for call in made]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("sgd,lr=0.1", "torch.optim.SGD([x], lr=0.1)"),
        ("momentum,lr=0.1,form=heavy-ball", "torch.optim.SGD([x], lr=0.1, momentum=0.9, nesterov=False)"),
        ("momentum,lr=0.1,beta=0.5", "torch.optim.SGD([x], lr=0.05, momentum=0.5, nesterov=False)"),
        ("momentum,lr=0.1,beta=0,nesterov=1", "torch.optim.SGD([x], lr=0.1, momentum=0.0, nesterov=False)"),
        ("rmsprop,lr=0.1", "torch.optim.RMSprop([x], lr=0.1, alpha=0.9, eps=1e-08, centered=False)"),
        ("rmsprop,lr=0.1,centered=1", "torch.optim.RMSprop([x], lr=0.1, alpha=0.9, eps=1e-08, centered=True)"),
        ("adam,lr=0.1", "torch.optim.Adam([x], lr=0.1, betas=(0.9, 0.999), eps=1e-08)"),
        ("adam,lr=0.1,bias_correction=0", "Written(x, step=adam(), p=[0.1, 0.9, 0.999, 1e-08, 0.0, 0.0], "),
        ("adam,lr=0.1,eps=0", "Written(x, step=adam(), p=[0.1, 0.9, 0.999, 0.0, 1.0, 0.0], "),
        ("adam,lr=0.1,form=tensorflow", "Written(x, step=adam(), p=[0.1, 0.9, 0.999, 1e-08, 1.0, 1.0], "),
        (
            "momentum,lr=0.1,form=heavy-ball,dampening=0.3",
            "torch.optim.SGD([x], lr=0.1, momentum=0.9, nesterov=False, dampening=0.3)",
        ),
        (
            "momentum,lr=0.1,dampening=0.3",
            "torch.optim.SGD([x], lr=0.009999999999999998, momentum=0.9, ",
        ),
        ("momentum,lr=0.1,beta=0,form=heavy-ball,dampening=0.3", "torch.optim.SGD([x], lr=0.1, momentum=0.0, "),
        ("momentum,lr=0.1,form=heavy-ball,dampening=0.3,nesterov=1", "Written(x, step=momentum(), "),
        (
            "rmsprop,lr=0.1,momentum=0.5",
            "torch.optim.RMSprop([x], lr=0.1, alpha=0.9, eps=1e-08, centered=False, momentum=0.5)",
        ),
        ("rmsprop,lr=0.1,eps_inside=1", "Written(x, step=rmsprop(), "),
        ("rmsprop,lr=0.1,centered=1,beta=0", "Written(x, step=rmsprop(), "),
        ("sgd,lr=0.1,weight_decay=0.2", "torch.optim.SGD([x], lr=0.1, weight_decay=0.2)"),
        ("sgd,lr=0.1,weight_decay=0.2,decoupled_weight_decay=1", "torch.optim.SGD([x], lr=0.1)"),
        (
            "adam,lr=0.1,weight_decay=0.2",
            "torch.optim.Adam([x], lr=0.1, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.2)",
        ),
        (
            "adam,lr=0.1,weight_decay=0.2,decoupled_weight_decay=1",
            "torch.optim.AdamW([x], lr=0.1, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.2)",
        ),
        ("sign-gd,lr=0.1", "Written(x, step=sign_gd(), p=[0.1], state=[])"),
    ],
)
def test_torch_takes_the_steps_that_it_has(item: str, expected: str) -> None:
    (found,) = built(f"optimizer={item}")
    assert found.startswith(expected)


def test_a_simple_scenario_makes_a_simple_program() -> None:
    program = torch_program(Scenario.from_query("optimizer=adam"))
    assert "numpy" not in program
    for word in ("rates=", "other", "noise[", "class", "multipliers"):
        assert word not in program
    assert caption(Scenario.from_query("")) in program.replace("\n# ", " ")


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_the_words_of_torch_are_those_of_torch(torch: Any, rule: Rule) -> None:
    for values in variants(rule):
        known = rule.torch(values)
        if known is not None:
            getattr(torch.optim, known.name)([torch.zeros(2)], lr=0.1, **known.arguments)


def test_where_a_gradient_has_always_been_zero_nothing_becomes_nan(tmp_path: Path) -> None:
    items = ("rmsprop,eps=0", "rmsprop,eps=0,centered=1", "adam,eps=0", "rmsprop", "adam", "normalized-gd")
    query = "&".join([*(f"optimizer={item}" for item in items), "start=A,1,0&start=B,0,0&steps=20"])
    assert_near(Scenario.from_query(query), tmp_path)


def test_what_is_new_needs_no_code_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    query = join(monkeypatch, tmp_path)
    for more in ("", "&fair=length&noise=0.1", "&fair=rate"):
        assert assert_near(Scenario.from_query(query + more), tmp_path) > 50
    assert "from torch import sqrt" in torch_program(Scenario.from_query(query))


@pytest.mark.parametrize("name", TEXTBOOKS)
def test_rules_that_need_more_are_near(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loss, least loss, Hessian, another gradient, and the position, also where the length of a step is another's."""
    monkeypatch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path / "kernels")
    rule, _ = TEXTBOOKS[name]
    monkeypatch.setitem(OPTIMIZERS, rule.name, rule)
    for place, text in enumerate([test_needs.query(name, ",weight_decay=0.1", "&noise=0.1"), *test_needs.grafts(name)]):
        (folder := tmp_path / str(place)).mkdir()
        assert assert_near(Scenario.from_query(text), folder) > 10  # later Polyak amplifies rounding
