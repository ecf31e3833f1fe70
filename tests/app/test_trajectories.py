"""The stream is what the library computes, bit for bit and finite."""

from base64 import b64decode

import numpy as np
import pytest

from app.builders.parts import parts
from app.builders.trajectories import ROWS
from app.routes.trajectories import WHOLE
from app.work import LOOP
from app.work.price import TRAJECTORIES
from optimizers import SURFACES, Run, Scenario, simulate
from optimizers.query.choices import Limits
from optimizers.run import stepping
from optimizers.run.columns import LARGEST
from optimizers.run.tuning import resolve
from tests.answers import NAMES, Numbers, client, ended, events, runs
from tests.everyone import STEPPED

CLIENT = client()
PATH = "/api/v1/trajectories"
FEW = "surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"
LONG = "surface=rosenbrock&optimizer=sgd&start=A,-1.5,2&steps=2500"  # sent at once, in several pieces
MANY = "surface=rosenbrock&steps=5000&start=A,-1.5,2&start=B,0,-0.5"
EARLY = "surface=ellipse,kappa=1000&optimizer=sgd,lr=1&optimizer=adam&start=A,1,1&steps=300"  # so does this one's
ENDING = "surface=saddle,wall=0&optimizer=sgd,lr=0.3&optimizer=adam&steps=4000"  # the first leaves the finite world


def columns(run: Run) -> dict[str, Numbers]:
    return dict(zip(NAMES, (*run.x.T, run.loss, *run.gradient.T), strict=True))


@pytest.mark.parametrize("precision", ["f8", "f4"])
@pytest.mark.parametrize("rest", ["", "&fair=rate", "&fair=tuned", "&steps=5000"])
def test_the_first_line_has_the_learning_rates(rest: str, precision: str) -> None:
    """Those of the steps of SGD, whose one step is its rate times the gradient, and the exact ones of a schedule."""
    rules = "optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,schedule=cosine,warmup=5&optimizer=bfgs"
    query = f"{rules}&start=A,-8,1.2{rest or '&steps=40'}" + ("&steps=40" if "fair" in rest else "")
    scenario = Scenario.from_query(query)
    lines = events(CLIENT.get(f"{PATH}?{query}&precision={precision}").content)
    first, second, solver = next(line for line in lines if line["event"] == "scenario")["rates"]
    run = simulate(scenario)[0]
    assert run.x[1] - run.x[0] == pytest.approx(-first * run.gradient[0])
    if rest == "&fair=rate":
        assert second == first == 0.07
    else:
        assert second["dtype"] == "f8"
        sent = np.frombuffer(b64decode(second["bdata"]))
        rates = resolve(scenario)[1].rates
        assert sent.tobytes() == rates.tobytes()
        assert 0 < sent[0] < sent[4] > sent[-1]
    assert solver is None


@pytest.mark.parametrize("fair", ["length", "own"])
def test_a_step_with_the_length_of_another_optimizer_has_its_rate(fair: str) -> None:
    query = f"optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3{',length=sgd' if fair == 'own' else ''}&steps=9&fair={fair}"
    assert events(CLIENT.get(f"{PATH}?{query}").content)[0]["rates"] == [0.07, 0.07]


@pytest.mark.parametrize("precision", ["f8", "f4"])
@pytest.mark.parametrize("query", ["", "steps=1", "steps=2&optimizer=adam", FEW, LONG, MANY, ENDING, EARLY])
def test_the_stream_is_the_simulation(query: str, precision: str) -> None:
    """Bit for bit, at f4 after rounding."""
    scenario = Scenario.from_query(query)
    response = CLIENT.get(f"{PATH}?{query}&precision={precision}")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/jsonl")
    first, *middle, last = events(response.content)
    assert (first["event"], first["query"]) == ("scenario", scenario.query)
    assert {line["event"] for line in middle} == {"points"}
    expected = simulate(scenario)
    sent = list(runs(middle, precision))
    assert [run[:2] for run in sent] == [(run.optimizer, run.start) for run in expected]
    for (_, _, arrays), run in zip(sent, expected, strict=True):
        for name, column in columns(run).items():
            rounded = column if precision == "f8" else np.clip(column, -LARGEST, LARGEST).astype("f4")
            assert arrays[name].tobytes() == rounded.tobytes()
    assert last == {"event": "end", "runs": [ended(run) for run in expected]}
    assert len(middle) == sum(-(-max(run.steps, 1) // stepping.CHUNK) for run in expected)


def test_these_scenarios_are_made_in_all_ways() -> None:
    """On the event loop, as a whole in a process, and in parts; all ways are tested above."""
    small, few, long, many, ending = (Scenario.from_query(query) for query in ("", FEW, LONG, MANY, ENDING))
    assert max(TRAJECTORIES.of(one) for one in (small, few, long)) <= LOOP
    assert long.steps > stepping.CHUNK
    assert many.points > ending.points > WHOLE
    assert len(list(parts(many, ROWS))) == 16
    assert many.steps > ROWS


def test_many_runs_are_not_done_on_the_event_loop_however_short_they_are() -> None:
    """Each costs its answer's parts and its metrics: 416 of 18 steps would hold it for milliseconds."""
    runs = "&".join(["optimizer=sgd"] * 16 + [f"start=S{k},{k},1" for k in range(26)])
    many = Scenario.from_query(f"steps=18&{runs}")
    assert many.points <= WHOLE
    assert TRAJECTORIES.of(many) > LOOP


STEADY = {(surface, "3") for surface in ("griewank", "drop-wave", "logistic-regression")}
"""Surfaces whose slopes are bounded, or grow so slowly, that no run leaves them at this rate."""


@pytest.mark.parametrize("precision", ["f8", "f4"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("rate", ["1e100", "1e12", "3"])
def test_no_run_makes_anything_that_is_not_finite(surface: str, rate: str, precision: str) -> None:
    names, most, found = list(STEPPED), Limits().optimizers, []
    for some in (names[k : k + most] for k in range(0, len(names), most)):
        optimizers = "&".join(f"optimizer={name},lr={rate}" for name in some)
        query = f"surface={surface}&{optimizers}&start=A,-8,1.2&start=B,1e6,-1e6&start=C,0,0&steps=300"
        response = CLIENT.get(f"{PATH}?{query}&precision={precision}")
        _, *middle, last = events(response.content)  # which is strict
        for _, _, arrays in runs(middle, precision):  # which asserts that all are finite
            assert all(len(array) <= 301 for array in arrays.values())
        found += last["runs"]
    diverged = [run for run in found if run["status"] == "diverged"]
    assert bool(diverged) == ((surface, rate) not in STEADY)
    for run in diverged:
        assert 0 <= run["diverged_at"] <= run["steps"] + 1
    assert all(run["diverged_at"] is None for run in found if run not in diverged)


def test_f4_saturates_where_f8_goes_on() -> None:
    query = "surface=ellipse,kappa=1000&optimizer=sgd,lr=1&start=A,1,1&steps=60"
    wide, narrow = (
        next(runs(events(CLIENT.get(f"{PATH}?{query}&precision={precision}").content)[1:-1], precision))[2]["loss"]
        for precision in ("f8", "f4")
    )
    beyond = wide > LARGEST
    assert beyond.any()
    assert (narrow[beyond] == np.float32(LARGEST)).all()
    assert (narrow[~beyond] < np.float32(LARGEST)).all()
