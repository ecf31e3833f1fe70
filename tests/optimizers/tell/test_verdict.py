"""The verdict: one scenario for each rule, and nothing that the numbers do not say.

A little over 300 lines: one test for each rule of the verdict.
"""

import re

import pytest

from optimizers import OPTIMIZERS, SURFACES, Run, Scenario, continuations, simulate, verdict
from optimizers.query.naming import counted, listed, unlike
from optimizers.tell.verdict import verdict_parts
from tests.benchmarks.verdicts import judge
from tests.everyone import LIMITS, STEPPED, everyone
from tests.verdict_reading import check
from tests.verdict_rules import Facts


def verdict_of(query: str) -> tuple[str, list[Run]]:
    """Return the verdict, each sentence of which is held against rules computed apart, and the runs."""
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    text = verdict(scenario, runs)
    assert text == verdict(scenario, runs, continuations(scenario, runs))
    assert text.endswith(".")
    check(text, Facts(scenario))
    return text, runs


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_every_sentence_on_random_scenarios_is_true(first: int) -> None:
    kinds = [kind for seed in range(first, first + 50) for kind in judge(seed)[1]]
    assert len(set(kinds)) >= 6


def test_the_best_aimed_first_step_is_set_against_the_worst() -> None:
    text, runs = verdict_of("")
    angles = {(run.optimizer, run.start): f"{run.metrics.first_angle_to_minimum:.0f}°" for run in runs}
    assert angles[0, 0] == angles[1, 0]
    assert angles[2, 0] == angles[3, 0]
    assert text == (
        f"From A, RMSprop's and Adam's first steps point {angles[2, 0]} away from the minimum, "
        f"SGD's and Momentum's {angles[0, 0]}. From B it is the other way round: "
        f"SGD and Momentum {angles[0, 1]}, RMSprop and Adam {angles[2, 1]}."
    )


def test_the_headline_of_two_says_whose_step_points_where_and_who_stays_first() -> None:
    text, runs = verdict_of("optimizer=sgd&optimizer=rmsprop")
    stays = [run.metrics.stays for run in runs[:2]]
    assert text == (
        "From A, RMSprop's first step points 36° away from the minimum, SGD's 67°. "
        "From B it is the other way round: SGD 8°, RMSprop 36°. "
        f"SGD is the first to stay in the ring from A (step {stays[0]}) and B (step {stays[1]})."
    )


def test_names_of_one_kind_are_not_in_the_possessive() -> None:
    text, _ = verdict_of(
        "optimizer=rmsprop,beta=0.5&optimizer=rmsprop,beta=0.9,length=sgd&optimizer=sgd&start=A,-8,1.2"
    )
    assert text.startswith("From A, the first steps point 36° away from the minimum for RMSprop ")
    assert text.endswith(", and 67° for SGD.")


def test_optimizers_between_the_best_and_the_worst_are_counted_in() -> None:
    text, _ = verdict_of("optimizer=sgd&optimizer=rmsprop&optimizer=newton&start=A,-8,1.2")
    assert text.startswith("From A, Newton's first step points 0° away from the minimum, the others' up to 67° (SGD).")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("optimizer=sgd&start=A,-1.5,0.5", "; the run is at a minimum that is not the lowest"),
        ("optimizer=sgd&start=A,-1.5,0.5&start=B,-1.2,0.5", "; both runs are at minima that are not the lowest"),
        ("optimizer=sgd&start=A,-1.5,0.5&start=B,1.5,0.5", "; from A, it is at a minimum that is not the lowest"),
        (
            "optimizer=sgd&optimizer=momentum&start=A,-1.5,0.5&start=B,1.5,0.5",
            "; from A, SGD is at a minimum that is not the lowest",
        ),
    ],
)
def test_who_stays_at_a_minimum_that_is_not_the_lowest(query: str, said: str) -> None:
    text, _ = verdict_of(f"surface=double-well&{query}&steps=120")
    assert said in text


def test_of_two_that_do_not_stay_neither_does() -> None:
    text, _ = verdict_of("optimizer=sgd,lr=0.001&optimizer=rmsprop,lr=0.001&start=A,-8,1.2&start=B,0.2,0")
    assert text.endswith("; from A, neither does in 120 steps.")


def test_the_others_of_a_kind_are_counted_in() -> None:
    sgd = "optimizer=sgd,lr=0.0348&optimizer=sgd,lr=0.0256"
    text, _ = verdict_of(f"{sgd}&optimizer=newton&optimizer=rmsprop&start=A,-8,1.2")
    assert text.startswith("From A, the first steps point 0° away from the minimum for Newton, and up to 67° ")
    assert "° for the others (SGD η = 0.0348 and SGD η = 0.0256)." in text


def test_starts_that_do_not_fit_are_counted() -> None:
    starts = "&".join(f"start=S{n},-8,{1 + n / 10}" for n in range(6))
    text, _ = verdict_of_many(f"optimizer=sgd&optimizer=rmsprop&{starts}")
    assert re.search(r"See the scoreboard for [345] more starts\.$", text)


def verdict_of_many(query: str) -> tuple[str, list[Run]]:
    """Return a verdict that has labels which the readers of sentences do not know, and the runs."""
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    return verdict(scenario, runs), runs


def test_the_parts_are_the_text_and_know_what_they_name() -> None:
    scenario = Scenario.from_query("optimizer=sgd&optimizer=rmsprop&start=B,-0.6,4")
    runs = simulate(scenario)
    parts = verdict_parts(scenario, runs)
    assert "".join(part.text for part in parts) == verdict(scenario, runs)
    assert [part.text for part in parts if part.kind == "start"] == ["B", "B"]
    assert {(part.text, part.optimizer) for part in parts if part.kind == "optimizer"} == {("SGD", 0), ("RMSprop", 1)}
    assert [part.text for part in parts if part.kind == "number"][:2] == ["8°", "36°"]
    assert all((part.optimizer is None) == (part.kind != "optimizer") for part in parts)


def test_the_order_of_optimizers_changes_no_sentence() -> None:
    """But the order in which equals are named."""
    items = ["optimizer=sgd", "optimizer=rmsprop", "optimizer=sign-gd,lr=0.2"]
    one, other = (
        verdict_of("&".join([*order, "start=A,-8,1.2", "start=B,-0.6,4"]))[0] for order in (items, items[::-1])
    )
    assert one == re.sub("Sign GD('s)? and RMSprop", r"RMSprop\1 and Sign GD", other)


def test_directions_that_agree_are_not_told() -> None:
    """At (1, 1) of a round bowl SGD and RMSprop go the same way."""
    text, _ = verdict_of("surface=ellipse,kappa=1&optimizer=sgd&optimizer=rmsprop&start=A,1,1")
    assert "first step" not in text


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("sgd,lr=0.1", "its rate 0.1 is above 2/λmax = 0.08"),
        ("momentum,lr=2,beta=0.9", "its rate 2 is above 2(1+β)/((1−β)λmax) = 1.52"),
        ("momentum,lr=0.2,beta=0.9,form=heavy-ball", "its rate 0.2 is above 2(1+β)/λmax = 0.152"),
        (
            "momentum,lr=0.4,beta=0.9,form=heavy-ball,dampening=0.5",
            "its rate 0.4 is above 2(1+β)/((1−τ)λmax) = 0.304",
        ),
    ],
)
def test_who_diverges_and_why(item: str, reason: str) -> None:
    text, _ = verdict_of(f"surface=ellipse,kappa=25&optimizer={item}&optimizer=adam&steps=500")
    title = OPTIMIZERS[item.split(",")[0]].title
    assert text.startswith(f"From A and B, {title} diverges: {reason}.")


def test_each_diverges_from_where_it_does() -> None:
    """Momentum reaches the minimum from B, which lies on the flat axis."""
    text, _ = verdict_of("optimizer=sgd,lr=0.1&optimizer=momentum,lr=2&start=A,0,4&start=B,-8,0&start=C,1,1&steps=400")
    assert text.startswith(
        "From A and C, SGD and Momentum diverge; Momentum's rate 2 is above 2(1+β)/((1−β)λmax) = 1.52."
    )
    text, _ = verdict_of(
        "surface=rosenbrock&optimizer=sgd,lr=0.02&optimizer=momentum,lr=0.02&start=A,1.9,3&start=B,1,1.1"
    )
    assert text.startswith("SGD diverges from A and B, and Momentum from A.")


def test_a_rate_above_the_limit_is_named_as_soon_as_the_loss_rises() -> None:
    text, (run,) = verdict_of("surface=ellipse,kappa=25&optimizer=sgd,lr=0.081&start=A,-8,1.2&steps=120")
    assert run.loss[-1] > run.loss[0]
    assert text == "From A, SGD diverges: its rate 0.081 is above 2/λmax = 0.08."
    text, (run,) = verdict_of("surface=ellipse,kappa=25&optimizer=sgd,lr=0.0800001&start=A,0,1&steps=12")
    assert run.status == "running"
    assert text == "From A, SGD diverges: its rate 0.0800001 is above 2/λmax = 0.08."


def test_above_the_limit_no_run_is_said_to_stay() -> None:
    """Both end in the ring for good, as far as they were run; a run of 3000 steps diverges."""
    item = "surface=ellipse,kappa=25,theta=45&optimizer=sgd,lr=0.081&start=A,1,1"
    text, (run,) = verdict_of(f"{item}&steps=60")
    assert run.metrics.stays == 31
    assert text.startswith("From A, rounding decides whether SGD stays in the ring.")
    assert verdict_of(f"{item}&steps=3000")[1][0].status == "diverged"
    item = "surface=ellipse,kappa=25&optimizer=sgd,lr=0.0801&start=A,-8,0.00001"
    text, (run,) = verdict_of(f"{item}&steps=120")
    assert run.metrics.stays is not None
    assert text.startswith("From A, SGD diverges: its rate 0.0801 is above 2/λmax = 0.08.")
    assert verdict_of(f"{item}&steps=9000")[1][0].status == "diverged"
    text, _ = verdict_of("surface=ellipse,kappa=25&optimizer=sgd,lr=0.081&start=A,-8,0&steps=120")
    assert text.startswith("SGD stays in the ring from A (step ")


@pytest.mark.slow
@pytest.mark.parametrize(("beta", "form"), [(0.5, "ewa"), (0.9, "ewa"), (0.9, "heavy-ball"), (0.0, "ewa")])
@pytest.mark.parametrize(("factor", "status"), [(0.97, "converged"), (1.03, "diverged")])
def test_the_limit_of_momentum_is_where_it_diverges(beta: float, form: str, factor: float, status: str) -> None:
    limit = 2 * (1 + beta) / 25 / (1 - beta if form == "ewa" else 1)
    item = f"optimizer=momentum,lr={factor * limit},beta={beta},form={form}"
    text, (run,) = verdict_of(f"surface=ellipse,kappa=25&{item}&start=A,0,4&steps=5000")
    assert run.status == status
    assert (f"= {limit:.4g}." in text) is (status == "diverged")


@pytest.mark.parametrize(
    "query",
    [
        "surface=ellipse&optimizer=sgd,lr=50,schedule=step&start=A,0,4&steps=300",
        "surface=ellipse&optimizer=momentum,lr=9,nesterov=1&start=A,0,4",
        "surface=rosenbrock&optimizer=sgd,lr=1&start=A,2,2",
        "surface=ellipse&optimizer=sgd,lr=0.2,weight_decay=1&start=A,0,4",
        "surface=ellipse&optimizer=sgd,lr=0.2&start=A,0,4&noise=1000000",
    ],
)
def test_no_reason_is_given_where_none_is_proved(query: str) -> None:
    text, (run,) = verdict_of(query)
    assert run.status == "diverged"
    assert text == f"From A, {OPTIMIZERS[query.split('optimizer=')[1].split(',')[0]].title} diverges."


def test_the_rate_told_is_the_one_that_ran() -> None:
    text, _ = verdict_of("optimizer=adam,lr=0.5&optimizer=sgd,lr=0.01&fair=rate")
    assert "From A and B, SGD diverges: its rate 0.5 is above 2/λmax = 0.08." in text


def test_all_diverge() -> None:
    text, runs = verdict_of("optimizer=sgd,lr=1&optimizer=momentum,lr=9")
    assert {run.status for run in runs} == {"diverged"}
    assert text == "Every run diverges; SGD's rate 1 is above 2/λmax = 0.08."


def test_one_optimizer_only() -> None:
    text, runs = verdict_of("optimizer=sgd")
    steps = [run.metrics.stays for run in runs]
    flips = [run.metrics.flips or (0, 0) for run in runs]
    assert flips[0][1] < flips[1][1]
    assert flips[1][0] == 0
    assert text == (
        f"SGD stays in the ring from A (step {steps[0]} on) and B (step {steps[1]} on). "
        f"From B, SGD oscillates: y turns back {flips[1][1]} times."
    )


def test_noise_is_no_oscillation() -> None:
    text, runs = verdict_of("optimizer=sgd&noise=5")
    assert {run.metrics.flips for run in runs} == {None}
    assert "oscillates" not in text


def test_who_reaches_first_is_told_where_it_is_another_than_who_stays() -> None:
    text, runs = verdict_of(
        "surface=ellipse&optimizer=normalized-gd,lr=0.4&optimizer=momentum,lr=0.07&start=A,-8,0&steps=401"
    )
    assert text == (
        f"Momentum is the first to stay in the ring from A (step {runs[1].metrics.stays}). "
        f"Normalized GD is the first to reach the ring from A (step {runs[0].metrics.reached})."
    )


def test_different_starts_may_have_different_winners() -> None:
    text, runs = verdict_of("optimizer=sgd,lr=0.01&optimizer=momentum,lr=0.3&start=A,-8,0&start=B,0,4&steps=500")
    by = {(run.optimizer, run.start): run.metrics.stays for run in runs}
    assert text.startswith(
        f"From A (step {by[1, 0]}), Momentum is the first to stay in the ring; from B (step {by[0, 1]}) it is SGD."
    )


def test_starts_with_the_same_winner_are_named_together() -> None:
    text, runs = verdict_of(
        "optimizer=sgd,lr=0.01&optimizer=momentum,lr=0.3&start=A,-8,0&start=B,0,4&start=C,-7,0&steps=500"
    )
    by = {(run.optimizer, run.start): run.metrics.stays for run in runs}
    assert text.startswith(
        f"From A (step {by[1, 0]}) and C (step {by[1, 2]}), Momentum is the first to stay in the ring; "
        f"from B (step {by[0, 1]}) it is SGD."
    )


def test_two_that_stay_from_the_same_step_are_both_named() -> None:
    """On the flat axis RMSprop's direction and SGD's are the same. Neither is first if there is no third."""
    two, slower = "optimizer=rmsprop,length=sgd&optimizer=sgd", "optimizer=sgd,lr=0.01"
    text, runs = verdict_of(f"{two}&start=A,-8,0")
    assert f"RMSprop and SGD stay in the ring from A (step {runs[0].metrics.stays} on)." in text
    text, runs = verdict_of(f"{two}&{slower}&start=A,-8,0")
    assert f"RMSprop and SGD η = 0.07 are the first to stay in the ring from A (step {runs[0].metrics.stays})." in text


def test_a_run_that_leaves_again_stays_only_until_then() -> None:
    text, (run,) = verdict_of("surface=ellipse,kappa=10&optimizer=rmsprop,lr=0.1,beta=0.9&start=A,-3,1&steps=60")
    assert (run.status, run.metrics.stays) == ("converged", 36)
    assert text.startswith("From A, RMSprop stays in the ring only until step 76.")
    text, _ = verdict_of(
        "surface=ellipse,kappa=10&optimizer=rmsprop,lr=0.1,beta=0.9&optimizer=sgd,lr=0.05"
        "&start=A,-3,1&start=B,-3,0&steps=60"
    )
    assert "RMSprop is the first to stay" not in text


def test_steps_enough_to_arrive_but_not_to_stay() -> None:
    text, (run,) = verdict_of("surface=ellipse,kappa=25&optimizer=normalized-gd,lr=0.3&start=A,-8,1.2&steps=117")
    assert (run.status, run.metrics.stays) == ("running", None)
    assert text == (
        "From A, Normalized GD is in the ring at the end, but too briefly to count as staying. "
        f"Normalized GD reaches the ring from A (step {run.metrics.reached})."
    )


def test_nobody_reaches_the_ring() -> None:
    text, _ = verdict_of("optimizer=sgd,lr=0.001&steps=1&start=A,-8,1.2")
    assert text == "SGD does not reach the ring from A in 1 step."
    text, _ = verdict_of("optimizer=sgd,lr=0.001&optimizer=adam,lr=0.001&steps=3&start=A,-8,0&target=loss")
    assert text == "No run comes within the tolerance from A in 3 steps."


def test_two_of_one_name_are_called_as_on_the_plots() -> None:
    for query in ("optimizer=sgd,lr=0.07&optimizer=sgd,lr=0.01", "optimizer=sgd,lr=0.01&optimizer=sgd,lr=0.07"):
        assert verdict_of(query)[0].startswith("SGD η = 0.07 is the first to stay")


def test_a_start_at_the_minimum() -> None:
    text, _ = verdict_of("start=A,0,0")
    assert text == "A is a minimum: the gradient is zero there."
    text, _ = verdict_of("start=A,0,0&start=B,1,1")
    assert text.startswith("A is a minimum: the gradient is zero there. From B, ")


def test_a_minimum_that_weight_decay_leaves() -> None:
    """The gradient is zero there, and yet the runs move; at the origin they do not."""
    text, runs = verdict_of("surface=himmelblau&optimizer=sgd,lr=0.01,weight_decay=0.1&start=A,3,2&steps=60")
    assert (runs[0].x[1] != runs[0].x[0]).all()
    assert text.startswith("A is a minimum: the gradient is zero there, but weight decay moves SGD away. ")
    text, _ = verdict_of("optimizer=sgd,weight_decay=0.1&start=A,0,0")
    assert text == "A is a minimum: the gradient is zero there."
    both = "surface=custom,f=x**2*(x-2)**2%2By**2&optimizer=sgd,lr=0.01,weight_decay=0.1&optimizer=adam&start=A,0,0"
    scenario = Scenario.from_query(f"{both}&start=B,2,0&start=C,1,0&steps=30")
    assert verdict(scenario, simulate(scenario)).startswith(
        "A and B are minima, and C is a saddle point: the gradient is zero there, "
        "but weight decay moves SGD away from B and C. "
    )


def test_a_line_whose_number_is_rounded_is_named_as_near_it() -> None:
    far = "0.7123456789012345"
    height = f"(x-{far})**2*((x-{far})**2-1)%2By**2"
    scenario = Scenario.from_query(f"surface=custom,f={height}&optimizer=sgd&start=A,{far},1")
    sentence = "A lies on the line x ≈ 0.7123, along which the gradient leads to the saddle. "
    assert verdict(scenario, simulate(scenario)).startswith(sentence)


@pytest.mark.parametrize("query", ["start=A,0,0&noise=1", "surface=saddle&start=A,0,3.162277660168379"])
def test_at_a_minimum_with_noise_or_a_rounded_gradient_no_zero_is_claimed(query: str) -> None:
    text, runs = verdict_of(query)
    assert runs[0].metrics.reached == 0
    assert text.startswith(f"A is already in {'the' if 'noise' in query else 'a'} ring at step 0.")


def test_a_start_from_which_nothing_leaves_the_saddle() -> None:
    text, _ = verdict_of("surface=saddle&start=A,0,0")
    assert text.startswith("A is a saddle point: the gradient is zero there.")
    text, _ = verdict_of("surface=saddle&optimizer=sgd&start=A,1,0&start=B,-2,0")
    assert text.startswith("A and B lie on the line y = 0, along which the gradient leads to the saddle.")
    text, _ = verdict_of("surface=saddle&optimizer=sgd&start=A,1,0&noise=0.1")
    assert "line" not in text


def test_without_a_minimum_it_tells_who_escapes() -> None:
    text, runs = verdict_of("surface=saddle,wall=0&steps=60&optimizer=sgd&optimizer=rmsprop&start=A,-3.5,0.01")
    steps = [run.metrics.escape_step or 0 for run in runs]
    assert 0 < steps[1] < steps[0]
    assert text == f"RMSprop is the first to escape the saddle from A (step {steps[1]})."
    text, _ = verdict_of("surface=saddle,wall=0&optimizer=sgd&start=A,1,0&steps=60")
    assert text == (
        "A lies on the line y = 0, along which the gradient leads to the saddle. "
        "SGD does not escape the saddle from A in 60 steps."
    )
    text, _ = verdict_of("surface=saddle,wall=0&optimizer=sgd&start=A,1,0.5&steps=5000")
    assert text.startswith("From A, SGD falls without end: the surface has no minimum.")
    text, _ = verdict_of("surface=saddle,wall=0&optimizer=sgd,lr=0.1&start=A,0,1&steps=20")
    assert text == "The surface has no minimum, so no run can reach one."


@pytest.mark.slow
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("turn", "rate"), [*enumerate(["", ",lr=0.001", ",lr=0.2", ",lr=50"])])
def test_every_scenario_has_a_short_verdict(surface: str, turn: int, rate: str) -> None:
    """Of all optimizers, and from many starts of a third of them, another third at each rate."""
    starts = "&".join(f"start=Beginning{n:03d},{n % 5 - 2},{n % 3 - 1.5}" for n in range(26))
    third = "&".join(f"optimizer={name}{rate}" for name in [*STEPPED][turn % 3 :: 3])
    for items in (*(f"{everyone(rate)}{rest}" for rest in ("", "&fair=length", "&noise=1")), f"{third}&{starts}"):
        scenario = Scenario.from_query(f"surface={surface}&{items}&steps=40", LIMITS)
        assert 0 < len(verdict(scenario, simulate(scenario))) <= 280


def test_lists_counts_and_numbers_that_differ() -> None:
    assert [listed(list("ABCDEF"[:n])) for n in (1, 2, 4, 6)] == ["A", "A and B", "A, B, C and D", "A, B, C and 3 more"]
    assert [counted(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]
    assert unlike(0.1, 0.08) == ("0.1", "0.08")
    assert unlike(0.08000001, 0.08) == ("0.08000001", "0.08")
