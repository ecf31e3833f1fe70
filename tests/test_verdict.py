"""The verdict: one scenario for each rule, and nothing that the numbers do not say."""

import pytest

from optimizers import OPTIMIZERS, SURFACES, Run, Scenario, simulate, verdict


def told(query: str) -> tuple[str, list[Run]]:
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    text = verdict(scenario, runs)
    assert text == verdict(scenario, runs)
    assert len(text) <= 220
    assert text.endswith(".")
    return text, runs


def test_first_directions_set_sgd_against_rmsprop() -> None:
    text, runs = told("")
    a_sgd, b_sgd, a_rms, b_rms = (
        f"{run.metrics['first_angle_to_minimum']:.0f}°" for run in runs if run.optimizer in (0, 2)
    )
    first = f"First steps off the line to the minimum: from A RMSprop {a_rms}, SGD {a_sgd}; from B SGD {b_sgd}, "
    assert text.startswith(f"{first}RMSprop {b_rms}. ")
    settled = [run.metrics["settled"] for run in runs[:2]]
    for start in (0, 1):
        others = [run.metrics["settled"] for run in runs[2:] if run.start == start]
        assert all(other is None or other > settled[start] for other in others)
    assert text.endswith(f" SGD settles first from A (step {settled[0]}) and B (step {settled[1]}).")


def test_without_sgd_the_best_is_set_against_the_worst() -> None:
    text, runs = told("surface=rosenbrock&optimizer=normalized-gd&optimizer=adam&optimizer=sign-gd&start=A,-1.2,1")
    angles = [run.metrics["first_angle_to_minimum"] for run in runs]
    assert angles[0] < min(angles[1:])
    assert text.startswith("First steps off the line to the minimum: from A Normalized GD ")


def test_directions_that_agree_are_not_told() -> None:
    """At (1, 1) of a round bowl SGD and RMSprop go the same way."""
    text, _ = told("surface=ellipse,kappa=1&optimizer=sgd&optimizer=rmsprop&start=A,1,1")
    assert "First steps" not in text


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("sgd,lr=0.1", "its rate 0.1 is above 2/λmax = 0.08"),
        ("momentum,lr=2,beta=0.9", "its rate 2 is above 2(1+β)/((1−β)λmax) = 1.52"),
        ("momentum,lr=0.2,beta=0.9,form=heavy-ball", "its rate 0.2 is above 2(1+β)/λmax = 0.152"),
    ],
)
def test_who_diverged_and_why(item: str, reason: str) -> None:
    text, _ = told(f"surface=ellipse,kappa=25&optimizer={item}&optimizer=adam&steps=500")
    title = OPTIMIZERS[item.split(",")[0]].title
    assert text.startswith(f"{title} diverged from A and B: {reason}.")


@pytest.mark.parametrize(("beta", "form"), [(0.5, "ewa"), (0.9, "ewa"), (0.9, "heavy-ball"), (0.0, "ewa")])
@pytest.mark.parametrize(("factor", "status"), [(0.97, "converged"), (1.03, "diverged")])
def test_the_limit_of_momentum_is_where_it_diverges(beta: float, form: str, factor: float, status: str) -> None:
    limit = 2 * (1 + beta) / 25 / (1 - beta if form == "ewa" else 1)
    item = f"optimizer=momentum,lr={factor * limit},beta={beta},form={form}"
    text, (run,) = told(f"surface=ellipse,kappa=25&{item}&start=A,0,4&steps=5000")
    assert run.status == status
    assert (f"= {limit:.4g}." in text) is (status == "diverged")


@pytest.mark.parametrize(
    "query",
    [
        "surface=ellipse&optimizer=sgd,lr=0.2,schedule=cosine&start=A,0,4",
        "surface=ellipse&optimizer=momentum,lr=9,nesterov=1&start=A,0,4",
        "surface=rosenbrock&optimizer=sgd,lr=1&start=A,2,2",
        "surface=ellipse&optimizer=sgd,lr=0.07&start=A,0,4&noise=1000000",  # below 2/λmax: the noise did it
    ],
)
def test_no_reason_is_given_where_none_is_known(query: str) -> None:
    text, (run,) = told(query)
    assert run.status == "diverged"
    assert text.startswith(f"{OPTIMIZERS[query.split('optimizer=')[1].split(',')[0]].title} diverged from A.")


def test_the_rate_told_is_the_one_that_ran() -> None:
    text, _ = told("optimizer=adam,lr=0.5&optimizer=sgd,lr=0.01&fair=rate")
    assert "SGD diverged from A and B: its rate 0.5 is above 2/λmax = 0.08." in text


def test_all_diverged() -> None:
    text, runs = told("optimizer=sgd,lr=1&optimizer=momentum,lr=9")
    assert {run.status for run in runs} == {"diverged"}
    assert text == "Every run diverged; SGD: its rate 1 is above 2/λmax = 0.08."


def test_one_optimizer_only() -> None:
    text, runs = told("optimizer=sgd")
    steps = [run.metrics["settled"] for run in runs]
    flips = [sum(run.metrics["flips"]) for run in runs]
    assert text == (
        f"SGD settles from A (step {steps[0]}) and B (step {steps[1]}). "
        f"SGD oscillates: {max(flips)} changes of direction from A."
    )


def test_who_hits_first_is_told_where_it_is_another_than_who_settles() -> None:
    text, runs = told(
        "surface=ellipse&optimizer=normalized-gd,lr=0.4&optimizer=momentum,lr=0.07&start=A,-8,0&steps=401"
    )
    hits = [run.metrics["first_hit"] for run in runs]
    settles = [run.metrics["settled"] for run in runs]
    assert hits[0] < hits[1]
    assert settles[0] is None
    assert text == (
        f"Momentum settles first from A (step {settles[1]}). "
        f"Normalized GD comes within the tolerance first from A (step {hits[0]})."
    )


def test_different_starts_may_have_different_winners() -> None:
    text, runs = told("optimizer=sgd,lr=0.01&optimizer=momentum,lr=0.3&start=A,-8,0&start=B,0,4&steps=500")
    by = {(run.optimizer, run.start): run.metrics["settled"] for run in runs}
    assert by[1, 0] < by[0, 0]
    assert by[0, 1] < by[1, 1]
    assert text.startswith(
        f"Who settles first: from A Momentum (step {by[1, 0]}) and from B SGD (step {by[0, 1]}). Momentum oscillates "
    )


def test_two_that_settle_at_the_same_step_are_both_named() -> None:
    """On the flat axis RMSprop's direction and SGD's are the same."""
    text, runs = told("optimizer=rmsprop,length=sgd&optimizer=sgd&start=A,-8,0")
    assert runs[0].metrics["settled"] == runs[1].metrics["settled"]
    assert f"RMSprop and SGD settle first from A (step {runs[0].metrics['settled']})." in text


def test_nobody_settles() -> None:
    text, _ = told("optimizer=sgd,lr=0.001&steps=3&start=A,-8,1.2")
    assert text == "No run settles from A within 3 steps."


def test_two_of_one_name_are_called_as_on_the_plots() -> None:
    text, _ = told("optimizer=sgd,lr=0.07&optimizer=sgd,lr=0.01")
    assert text.startswith("SGD settles first from A")
    text, _ = told("optimizer=sgd,lr=0.01&optimizer=sgd,lr=0.07")
    assert text.startswith("SGD 2 settles first from A")


def test_a_start_at_the_minimum() -> None:
    text, _ = told("start=A,0,0")
    assert text == "A is a minimum: the gradient is zero there."
    text, _ = told("start=A,0,0&start=B,1,1")
    assert text.startswith(
        "A is a minimum: the gradient is zero there. First steps off the line to the minimum: from B "
    )


def test_without_a_minimum_it_tells_who_escapes() -> None:
    text, runs = told("surface=saddle,wall=0&steps=60&optimizer=sgd&optimizer=rmsprop&start=A,-3.5,0.01")
    steps = [run.metrics["escape_step"] for run in runs]
    assert steps[1] < steps[0]
    assert text == f"RMSprop escapes the saddle first from A (step {steps[1]})."
    text, _ = told("surface=saddle,wall=0&optimizer=sgd&start=A,1,0&steps=60")
    assert text == "No run escapes the saddle from A within 60 steps."
    text, _ = told("surface=saddle,wall=0&optimizer=sgd&start=A,1,1&steps=500")
    assert text == "SGD diverged from A: the surface has no minimum."


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("rate", ["", ",lr=0.001", ",lr=0.2", ",lr=50"])
def test_every_scenario_has_a_short_verdict(surface: str, rate: str) -> None:
    items = "&".join(f"optimizer={name}{rate}" for name in OPTIMIZERS)
    starts = "&".join(f"start=Beginning{n:03d},{n % 5 - 2},{n % 3 - 1.5}" for n in range(26))
    for rest in ("", "&fair=length", "&noise=1", f"&{starts}"):
        assert told(f"surface={surface}&{items}&steps=40{rest}")[0]
