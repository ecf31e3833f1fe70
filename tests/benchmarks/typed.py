"""What a typed surface costs beside the same surface compiled: ``python -m tests.benchmarks.typed``.

The work is the page's: 4 optimizers from 2 starts, 500 steps, judged, in one call of the kernel. Both take turns, and
the shortest turn of each counts. A typed surface is played from a tape, so that nothing is compiled for it; its steps
may take 5 times as long. The second table is what happens once after a keystroke.
"""
# ruff: noqa: T201  # it prints

from collections.abc import Callable
from dataclasses import replace
from time import process_time
from typing import Any

from optimizers import Scenario
from optimizers.run.plan import plan, prepared
from optimizers.surfaces import custom
from optimizers.surfaces.custom import member

TURNS, BATCH = 40, 20
ALLOWED = 5.0
REST = "&start=A,-1.2,1&start=B,0.3,2.5&steps=500" + "".join(
    f"&optimizer={one},lr=0.0001" for one in ("sgd", "momentum", "rmsprop", "adam")
)
PAIRS = {
    "ellipse,kappa=25,theta=30": "0.5*((cos(pi/6)*x+sin(pi/6)*y)^2+25*(cos(pi/6)*y-sin(pi/6)*x)^2)",
    "rosenbrock": "(1-x)^2+100*(y-x^2)^2",
    "himmelblau": "(x^2+y-11)^2+(x+y^2-7)^2",
    "three-hump-camel": "2*x^2-1.05*x^4+x^6/6+x*y+y^2",
    "ackley": "-20*exp(-0.2*sqrt(0.5*(x^2+y^2)))-exp(0.5*(cos(2*pi*x)+cos(2*pi*y)))+e+20",
}
"""Compiled surfaces, and what a person types for them."""


def ratio(compiled: str, typed: str) -> tuple[float, float]:
    """Return how long a step of the typed surface takes, in ns, and its ratio to a step of the compiled one."""
    own = Scenario.from_query(f"surface=custom,f={typed}{REST}")
    other = replace(own, surface=Scenario.from_query(f"surface={compiled}").surface)
    calls = [prepared(plan(scenario))[0] for scenario in (other, own)]
    shortest = [float("inf")] * 2
    for _ in range(TURNS):
        for index, call in enumerate(calls):
            shortest[index] = min(shortest[index], seconds(call, BATCH))
    return shortest[1] / 4000 * 1e9, shortest[1] / shortest[0]


def seconds(call: Callable[[], Any], times: int = 1) -> float:
    """Return the processor's time of one call."""
    begun = process_time()
    for _ in range(times):
        call()
    return (process_time() - begun) / times


def main() -> None:
    print(f"{'surface':28}  ns a step  times the compiled one's, of {ALLOWED:g} allowed")
    for compiled, typed in PAIRS.items():
        step, times = ratio(compiled, typed)
        print(f"{compiled:28}  {step:9.0f}  {times:.1f}")
    print(f"\n{'once for a text':28}  ms of the processor")
    for typed in PAIRS.values():
        read, searched = once(typed)
        print(f"{typed[:28]:28}  {read:.1f} to read and differentiate, {searched:.1f} to search and look ahead")


def once(typed: str) -> tuple[float, float]:
    """Return how long it takes to make the tapes of a text, and then to find minima, starts and rates, in ms."""
    shortest = [float("inf")] * 2
    for _ in range(TURNS // 4):
        begun = process_time()
        made = member(custom.canonical(typed))
        made.pack(made.defaults())
        read = process_time()
        made.suggestion(made.defaults())
        shortest = [min(pair) for pair in zip(shortest, (read - begun, process_time() - read), strict=True)]
    return 1e3 * shortest[0], 1e3 * shortest[1]


if __name__ == "__main__":
    main()
