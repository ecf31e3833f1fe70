"""Scenarios for programs to reproduce, and what a program computes."""

import contextlib
import io
import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from optimizers import Rule, Run, Scenario, Surface, simulate
from optimizers.export.programs import numpy_program
from optimizers.query.titles import titles
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.everyone import LIMITS
from tests.feeding import CHOOSING, variants
from tests.optimizers.run.test_engine import middle

SAID = (
    "optimizer=adam,schedule=cosine,warmup=10&steps=100",
    "optimizer=momentum,schedule=step,every=7&optimizer=sgd,schedule=inverse-sqrt&steps=100",
    "optimizer=rmsprop,warmup=100&steps=100",
    "optimizer=sgd,schedule=exponential,gamma=0.97&optimizer=adam,schedule=linear,warmup=9&"
    "optimizer=rmsprop,schedule=inverse-sqrt,warmup=9&optimizer=momentum,schedule=inverse-sqrt-restarted,warmup=5&steps=90",
    "optimizer=sgd,weight_decay=0.1&optimizer=momentum,weight_decay=0.3,decoupled_weight_decay=1,schedule=step&"
    "optimizer=rmsprop,weight_decay=0.2&optimizer=adam,weight_decay=0.4,decoupled_weight_decay=1&steps=90",
    "optimizer=adam,length=sgd,weight_decay=0.2,decoupled_weight_decay=1&optimizer=sgd,weight_decay=0.3,warmup=9&"
    "optimizer=rmsprop,eps_inside=1,weight_decay=0.05,length=adam&optimizer=rmsprop,weight_decay=0.1&noise=0.1&steps=90",
    "optimizer=sgd,lr=0.07&optimizer=normalized-gd,lr=1e-12,length=sgd&optimizer=adam,lr=1e-12,length=rmsprop&"
    "optimizer=rmsprop,eps=0",
    "optimizer=rmsprop,eps=0&optimizer=adam,eps=0&optimizer=adam,eps=0,length=rmsprop&start=A,-8,1e-200&start=B,1e-160,0",
    "optimizer=sgd&optimizer=adam,length=rmsprop&optimizer=rmsprop,length=sgd,schedule=cosine&steps=150",
    "optimizer=adam,length=sign-gd&optimizer=sign-gd&start=A,0,0&start=B,0,3&steps=120",
    "optimizer=sgd,lr=0.05&optimizer=momentum&optimizer=rmsprop&optimizer=adam&fair=rate",
    "optimizer=sgd,lr=0.05,schedule=cosine&optimizer=momentum&optimizer=rmsprop,length=sgd&fair=rate",
    "optimizer=momentum,schedule=step&optimizer=sgd&optimizer=rmsprop&optimizer=adam&fair=length",
    "optimizer=adam,beta1=0.5&optimizer=normalized-gd&optimizer=sign-gd&fair=length&noise=0.5&seed=9",
    "fair=tuned",
    "optimizer=sgd,warmup=5&optimizer=rmsprop,length=sgd&optimizer=rmsprop,schedule=cosine&fair=tuned&steps=100",
    "noise=0.3&seed=12",
    "surface=rosenbrock&noise=2&seed=2147483648&optimizer=rmsprop,centered=1,schedule=cosine&optimizer=rmsprop",
    "surface=saddle,wall=0&optimizer=sgd,lr=0.9&optimizer=momentum,lr=6&optimizer=rmsprop&optimizer=adam&steps=400",
    "surface=network-slice,batch=7,rows=12&optimizer=momentum,nesterov=1&optimizer=adam&seed=5&steps=60",
    "surface=logistic-regression,batch=5,rows=12&noise=0.1&seed=3&steps=60&optimizer=sgd&optimizer=polyak&optimizer=adam,length=sgd",
    "surface=ellipse,kappa=25,theta=30&optimizer=sgd,lr=1&optimizer=sgd,lr=1e100&optimizer=momentum,lr=3&steps=1500",
    "surface=rosenbrock,a=-0.7,b=3&start=Ünï1,0.1,1e6&start=ⅷ,1e-300,-0&start=数,1,1",
)
"""Everything that a scenario can say besides the variants of rules."""


def item(key: str, entry: Surface | Rule, values: Mapping[str, Value]) -> str:
    return ",".join([f"{key}={entry.name}", *(f"{p.name}={p.write(values[p.name])}" for p in entry.parameters)])


def every_variant(surface: Surface, rule: Rule) -> Scenario:
    """Return all variants of a rule on an odd form of a surface, at its rate, far above, and with odd numbers."""
    steps = 30 if rule.state else 20  # without memory a rule soon does what it has done before
    values = {p.name: middle(p) for p in surface.parameters}
    rates = surface.suggestion(values).rates
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}

    def items() -> Iterator[str]:
        yield ",".join(
            [f"surface={surface.name}", *(f"{p.name}={p.write(values[p.name])}" for p in surface.parameters)]
        )
        for chosen in variants(rule):
            for factor, changed in ((1.0, {}), (30.0, {}), (1.0, odd)):
                rate = {p.name: factor * p.suggested(rates) for p in rule.parameters if p.unit}
                merged = {**chosen, **rate, **changed}
                yield ",".join(
                    [f"optimizer={rule.name}", *(f"{p.name}={p.write(merged[p.name])}" for p in rule.parameters)]
                )

    return Scenario.from_query("&".join([*items(), f"steps={steps}"]), LIMITS)


def positions(scenario: Scenario) -> dict[tuple[str, str], Matrix]:
    """Return what the library computes, as programs name it."""
    called = titles(scenario)
    return {name_of(scenario, called, run): run.x for run in simulate(scenario)}


def name_of(scenario: Scenario, called: list[str], run: Run) -> tuple[str, str]:
    return called[run.optimizer], scenario.starts[run.start].label


def run_program(text: str, folder: Path) -> tuple[dict[tuple[str, str], Any], str]:
    """Run a program as Python runs a file; return its ``runs`` and what it printed."""
    file = folder / "program.py"
    file.write_text(text, "utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), np.errstate():  # it may silence its own warnings
        names = runpy.run_path(str(file))
    return names["runs"], printed.getvalue()


def assert_same_bits(scenario: Scenario, folder: Path) -> None:
    """Assert that the program for NumPy computes and prints what the library computes."""
    runs, printed = run_program(numpy_program(scenario), folder)
    expected = positions(scenario)
    assert list(runs) == list(expected)
    for name, x in expected.items():
        assert (runs[name].shape, runs[name].tobytes()) == (x.shape, x.tobytes()), name
    ends = [
        f"{title} from {label}: x = {x[-1, 0].item()!r}, y = {x[-1, 1].item()!r} after {len(x) - 1} steps"
        for (title, label), x in expected.items()
    ]
    assert printed.splitlines() == ends
