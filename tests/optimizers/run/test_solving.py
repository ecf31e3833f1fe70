"""Runs of solvers through everything that is made of a run."""

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

from optimizers import (
    OPTIMIZERS,
    SURFACES,
    Continuation,
    Run,
    Scenario,
    ScenarioError,
    continuations,
    simulate,
)
from optimizers.export.programs import numpy_program, torch_program
from optimizers.picture import poster
from optimizers.query.choices import Limits
from optimizers.run.horizon import horizon
from optimizers.run.simulation import simulate_one, stream
from optimizers.run.tuning import caption
from optimizers.tell.scoreboard import cells
from optimizers.tell.theory import theory
from optimizers.tell.verdict import verdict
from tests.programs import assert_same_bits, run_program
from tests.solver_runs import taken

NAMES = [name for name, rule in OPTIMIZERS.items() if rule.solver]
ALL = "&".join(f"optimizer={name}" for name in NAMES)
EVERY_SOLVER = pytest.mark.parametrize("name", NAMES)


def same(a: Run, b: Run) -> bool:
    rows = all(getattr(a, name).tobytes() == getattr(b, name).tobytes() for name in ("x", "loss", "gradient"))
    return rows and (a.status, a.diverged_at, a.metrics) == (b.status, b.diverged_at, b.metrics)


def test_runs_are_the_same_alone_in_pieces_and_beside_others() -> None:
    scenario = Scenario.from_query(f"{ALL}&optimizer=sgd&steps=60&noise=0.1")
    runs = simulate(scenario)
    streamed = [one for one in stream(scenario) if isinstance(one, Run)]
    assert len(runs) == len(streamed) == 2 * (len(NAMES) + 1)
    for run, other in zip(runs, streamed, strict=True):
        assert same(run, other)
        assert same(run, simulate_one(scenario, run.optimizer, run.start))


def test_pieces_cover_a_long_run() -> None:
    *parts, run = stream(Scenario.from_query("optimizer=bfgs&start=A,-8,1.2&steps=2500"))
    assert isinstance(run, Run)
    assert [(part.first, len(part.x)) for part in parts if not isinstance(part, Run)] == [
        (0, 1001),
        (1001, 1000),
        (2001, 500),
    ]


@EVERY_SOLVER
def test_more_steps_begin_with_the_same_ones_and_a_run_rests_where_it_stops(name: str) -> None:
    query = f"surface=himmelblau&optimizer={name}&start=A,-0.3,-1&steps="
    short, long = (simulate(Scenario.from_query(f"{query}{steps}"))[0] for steps in (7, 300))
    assert short.x.tobytes() == long.x[:8].tobytes()
    end = taken(long)
    assert 7 < end < 100
    assert (long.steps, long.status) == (300, "converged")
    assert (long.x[end:] == long.x[end]).all()
    assert (long.loss[end:] == long.loss[end]).all()
    whole = simulate(Scenario.from_query(f"{query}{end + 5}"))[0]
    assert whole.metrics.loss_evaluations == long.metrics.loss_evaluations, "resting costs nothing"


@EVERY_SOLVER
def test_a_run_that_stays_stays_for_good(name: str) -> None:
    scenario = Scenario.from_query(f"surface=himmelblau&optimizer={name}&start=A,-0.3,-1&steps=100")
    assert continuations(scenario, simulate(scenario)) == [Continuation(400, None, "converged", False)]
    assert horizon(scenario) == [None]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("surface=easom&optimizer=bfgs,gtol=0.01&start=A,-2,0", "stopped"),  # on a plain
        ("surface=saddle&optimizer=cg&start=A,0,0", "stopped"),
        ("surface=logistic-regression,spread=0&optimizer=nelder-mead", "stopped"),  # there is no minimum
        ("surface=himmelblau&optimizer=bfgs&start=A,-0.3,-1", "converged"),
        ("surface=saddle,wall=0&optimizer=nelder-mead&start=A,1,0.1", "running"),  # it falls on
        ("surface=easom&optimizer=sgd&start=A,-2,0", "running"),
    ],
)
def test_a_solver_that_ends_early_away_from_a_minimum_has_stopped(query: str, found: str) -> None:
    scenario = Scenario.from_query(f"{query}&steps=300")
    runs = simulate(scenario)
    assert {run.status for run in runs} == {found}
    if found == "stopped":
        assert continuations(scenario, runs) == [Continuation(300, None, "stopped")] * len(runs)
        for run, longer in zip(runs, simulate(Scenario.from_query(f"{query}&steps=600")), strict=True):
            assert (longer.x[300:] == run.x[-1]).all()
        assert all(row[-1] == "stopped" for row in cells(scenario, runs)[1:])
        assert "running" not in verdict(scenario, runs)
    else:
        assert simulate(Scenario.from_query(f"{query}&steps=3"))[0].status != "stopped"


@pytest.mark.parametrize(
    "place", ["surface=ellipse&start=A,-2.4504912755695587,-0.8336551560983567", "surface=zakharov&start=A,-2.51,8.635"]
)
def test_a_solver_whose_own_numbers_fail_at_a_minimum_has_not_diverged(place: str) -> None:
    """With a tolerance of 0 scipy's BFGS continues from a gradient of 1e-160, whose square is 0, until it has NaN."""
    scenario = Scenario.from_query(f"{place}&optimizer=bfgs,gtol=0&steps=60")
    (run,) = simulate(scenario)
    assert len(run.x) == 61
    assert run.status == "converged"
    assert 0 < np.abs(run.x[taken(run)]).max() < 1e-140
    assert (run.x[taken(run) :] == run.x[-1]).all()
    assert "diverges" not in verdict(scenario, simulate(scenario))


@EVERY_SOLVER
def test_copies_of_a_run_round_otherwise(name: str) -> None:
    """At a distance of some units in the last place rounding decides from the first steps on."""
    scenario = Scenario.from_query(f"surface=himmelblau&optimizer={name}&start=A,-0.3,-1&steps=30")
    [near], [far] = horizon(scenario, distance=1e-15), horizon(scenario, distance=1.0)
    assert far is None
    assert near is not None
    assert near <= 2


def test_a_continuation_shows_where_a_run_leaves_again() -> None:
    query = "surface=six-hump-camel&optimizer=nelder-mead&start=A,-1.8,-0.17&tolerance=0.1&steps="
    scenario = Scenario.from_query(f"{query}17")
    [run] = simulate(scenario)
    assert run.status == "converged"
    assert continuations(scenario, [run]) == [Continuation(20, 20, "running", False)]
    [longer] = simulate(Scenario.from_query(f"{query}20"))
    assert longer.metrics.stays is None


@EVERY_SOLVER
@pytest.mark.parametrize(
    "place", ["surface=saddle,wall=0&start=A,1,0.1", "start=A,1e6,-1e6", "surface=rosenbrock&start=A,1e6,1e6"]
)
def test_far_out_everything_kept_is_finite_and_nothing_warns(name: str, place: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scenario = Scenario.from_query(f"{place}&optimizer={name}&steps=400")
        [run] = simulate(scenario)
        continuations(scenario, [run])
    assert all(np.isfinite(rows).all() for rows in (run.x, run.loss, run.gradient))
    assert len(run.x) == len(run.loss) == run.steps + 1
    assert run.steps == 400 or run.status == "diverged"


@EVERY_SOLVER
def test_a_start_without_slope_is_left_only_by_what_needs_no_slope(name: str) -> None:
    [run] = simulate(Scenario.from_query(f"surface=saddle&optimizer={name}&start=A,0,0&steps=50"))
    assert bool(taken(run)) == (name == "nelder-mead")


@pytest.mark.parametrize("surface", SURFACES)
def test_on_every_surface_each_solver_ends_lower_than_it_began(surface: str) -> None:
    for run in simulate(Scenario.from_query(f"surface={surface}&{ALL}&steps=40")):
        # Where a slope jumps there may be no length that the line search takes: then SciPy stops.
        stopped = not taken(run) and SURFACES[surface].landmarks(SURFACES[surface].defaults()).kinks
        assert run.loss[-1] < run.loss[0] or (stopped and NAMES[run.optimizer] in ("cg", "bfgs"))
        assert (np.diff(run.loss) <= 0).all() or NAMES[run.optimizer] in ("cg", "bfgs")


CAPTIONS = {
    "optimizer=bfgs": "BFGS chooses its own step lengths · axes 1:1 · no clipping · no noise",
    "optimizer=cg&noise=1": "CG chooses its own step lengths · axes 1:1 · no clipping · no noise",
    "optimizer=sgd,lr=0.07&optimizer=cg&optimizer=bfgs": "own rates · CG and BFGS choose their own step lengths · "
    "axes 1:1 · no clipping · no noise",
    "optimizer=bfgs&optimizer=sgd,lr=0.07&optimizer=adam&fair=rate&noise=1": "same rate for all but BFGS, 0.07"
    " · BFGS chooses its own step lengths · axes 1:1 · no clipping · "
    "noise 1, the same for all but BFGS, which has none, seed 0",
    "optimizer=bfgs&optimizer=sgd&optimizer=adam&fair=length": "same step length as SGD for all but BFGS · "
    "BFGS chooses its own step lengths · axes 1:1 · no clipping · no noise",
    "surface=linear-regression,rows=64,batch=16&optimizer=bfgs&optimizer=sgd&seed=7": "own rates · "
    "BFGS chooses its own step lengths · axes 1:1 · no clipping · "
    "minibatches of 16 of 64, the same for all but BFGS, which has none, seed 7",
    "optimizer=bfgs&fair=tuned": "BFGS chooses its own step lengths · axes 1:1 · no clipping · no noise",
}


@pytest.mark.parametrize("query", CAPTIONS)
def test_the_caption_says_what_does_not_hold_for_solvers(query: str) -> None:
    assert caption(Scenario.from_query(query)) == CAPTIONS[query]


@pytest.mark.parametrize("fair", ["own", "rate", "length", "tuned"])
def test_solvers_change_nothing_for_the_others_and_nothing_changes_them(fair: str) -> None:
    rest = f"optimizer=sgd,lr=0.03&optimizer=adam&start=A,-8,1.2&steps=30&noise=0.1&fair={fair}"
    alone = simulate(Scenario.from_query("optimizer=bfgs&start=A,-8,1.2&steps=30"))
    first, *others = simulate(Scenario.from_query(f"optimizer=bfgs&{rest}"))
    assert same(first, alone[0])
    for run, other in zip(others, simulate(Scenario.from_query(rest)), strict=True):
        assert run.x.tobytes() == other.x.tobytes()


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("optimizer=bfgs,lr=1", "Known: gtol."),
        ("optimizer=cg,schedule=cosine", "Known: gtol."),
        ("optimizer=nelder-mead,weight_decay=1", "Known: xatol, fatol."),
        ("optimizer=bfgs,length=sgd&optimizer=sgd", "Known: gtol."),
        ("optimizer=sgd,length=bfgs&optimizer=bfgs", "that has a learning rate"),
        ("optimizer=line-search,rho=1", "a number from 0.1 to 0.9"),
        ("optimizer=bfgs&start=A,1,1&steps=10000&start=B,1,2", "at most 6250 with 1 optimizers from 2 starts"),
    ],
)
def test_what_a_solver_does_not_have_is_an_error(query: str, allowed: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(allowed)):
        Scenario.from_query(query)


def test_the_nearest_scenario_of_a_wrong_one_runs() -> None:
    scenario, error = Scenario.nearest(
        "optimizer=sgd,length=bfgs&optimizer=bfgs,lr=3&steps=9000&start=A,1,1&start=B,2,2"
    )
    assert error is not None
    assert scenario.steps == Limits().points // (2 * (Limits().solver + 1))
    assert [one.length for one in scenario.optimizers] == ["", ""]


def test_an_old_link_may_name_a_solver() -> None:
    assert Scenario.from_query("v=1&optimizer=bfgs").conditions["target"] == "loss"


def test_the_rest_of_the_library_takes_runs_of_solvers() -> None:
    scenario = Scenario.from_query(f"{ALL}&steps=30")
    assert theory(scenario) == []
    for rule in NAMES:
        assert OPTIMIZERS[rule].title in poster(scenario, "overlay", "light", None)
    assert all(OPTIMIZERS[name].title in repr(simulate(scenario)) for name in NAMES)


PROGRAMS = (
    f"surface=rosenbrock&{ALL}&optimizer=line-search,exact=1&start=A,-1.2,1&steps=50",
    "surface=himmelblau&optimizer=cg&optimizer=adam,schedule=cosine&optimizer=sgd,length=adam&noise=0.1&steps=40",
    f"surface=saddle,wall=0&{ALL}&start=A,1,0.1&steps=80",
    "surface=ellipse&optimizer=bfgs,gtol=0&start=A,-2.4504912755695587,-0.8336551560983567&steps=60",
    "surface=linear-regression,batch=16&optimizer=cg&optimizer=bfgs&optimizer=sgd&steps=30",
)


@pytest.mark.parametrize("query", PROGRAMS)
def test_exported_programs_take_the_same_paths(query: str, tmp_path: Path) -> None:
    scenario = Scenario.from_query(query)
    assert_same_bits(scenario, tmp_path)
    assert all("SciPy" in program(scenario) for program in (numpy_program, torch_program))


def test_a_program_with_a_line_search_needs_no_scipy(tmp_path: Path) -> None:
    scenario = Scenario.from_query("surface=beale&optimizer=line-search,exact=1&start=A,0.5,-0.8&steps=12")
    assert "scipy" not in numpy_program(scenario).lower()
    assert_same_bits(scenario, tmp_path)


def test_the_program_for_torch_comes_near(tmp_path: Path) -> None:
    scenario = Scenario.from_query(f"surface=beale&{ALL}&start=A,0.5,-0.8&steps=12")
    runs, _ = run_program(torch_program(scenario), tmp_path)
    for run, x in zip(simulate(scenario), runs.values(), strict=True):
        assert np.abs(x.numpy() - run.x).max() <= 1e-9


VERDICTS = {
    "optimizer=bfgs&optimizer=sgd,lr=0.07": "BFGS is the first to stay in the ring from A "
    "(step 3, after 8 evaluations)",
    "optimizer=bfgs": "BFGS stays in the ring from A (step 3 on, after 8 evaluations)",
    "optimizer=cg&optimizer=nelder-mead": "CG is the first to stay in the ring from A (step 5, after 20 evaluations)",
}


@pytest.mark.parametrize("query", VERDICTS)
def test_the_verdict_names_the_evaluations_of_a_solver_that_wins(query: str) -> None:
    scenario = Scenario.from_query(f"{query}&start=A,-8,1.2&steps=60")
    assert f"{VERDICTS[query]}." in verdict(scenario, simulate(scenario))
