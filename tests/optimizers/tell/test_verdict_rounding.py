"""The verdict where rounding decides: what a run of another rounding refutes is not said."""

from optimizers import Scenario, simulate, verdict
from optimizers.run.horizon import horizon
from tests.optimizers.tell.test_verdict import verdict_of
from tests.truth.generator import scenario as drawn
from tests.verdict_reading import check
from tests.verdict_rules import Facts


def test_no_step_and_no_count_is_said_that_rounding_decides() -> None:
    """From the horizon on another engine has another path; the second scenario is the first with a shorter run."""
    query = "surface=rosenbrock&optimizer=rmsprop,lr=0.02,beta=0.9&start=B,0.3,2.5"
    text, (run,) = verdict_of(f"{query}&steps=500")
    (decided,) = horizon(Scenario.from_query(f"{query}&steps=500"))
    assert decided is not None
    assert sum(run.metrics.flips or ()) >= 4
    assert "oscillates" not in text
    scenario = Scenario.from_query("optimizer=sgd&start=A,-8,1.2")
    runs = simulate(scenario)
    steps = runs[0].metrics.stays
    assert f"from A (step {steps} on)." in verdict(scenario, runs, decided=[None])
    rounded = verdict(scenario, runs, decided=[10])
    assert rounded == "From A, rounding decides from which step SGD stays in the ring."


def test_no_sentence_says_what_a_twin_nudged_at_every_step_refutes() -> None:
    """Rounding decides these paths before the step in question: whether SGD diverges, whether
    Adam stays in the ring that Sign GD comes to later, and when it leaves.
    """
    diverging = Scenario.from_query(drawn(1489))
    text = verdict(diverging, simulate(diverging))
    assert text.startswith("Rounding decides whether SGD ")
    check(text, Facts(diverging))
    ahead_of_it = Scenario.from_query(drawn(496))
    text = verdict(ahead_of_it, simulate(ahead_of_it))
    assert text.startswith("From A, rounding decides which optimizer is the first to stay in a ring.")
    check(text, Facts(ahead_of_it))
    leaving = Scenario.from_query(drawn(91))
    text = verdict(leaving, simulate(leaving))
    assert "stays in the ring only for a while" in text
    check(text, Facts(leaving))


def test_where_a_run_ends_is_not_told_where_rounding_decides_it() -> None:
    """3 − 30·0.1 is zero by rounding alone, and Sign GD goes by the sign of what is left."""
    query = "surface=ellipse&start=A,3,3&optimizer=sign-gd,lr=0.1&steps=40"
    text, _ = verdict_of(query)
    assert horizon(Scenario.from_query(query)) == [31]
    assert text.startswith("Sign GD does not stay in the ring from A in 40 steps.")


def test_a_first_step_is_not_told_where_rounding_decides_it() -> None:
    """(1.1, 1.21) lies on the floor of the valley, but for rounding, of which Adam with ε = 0 makes a whole step."""
    query = "surface=rosenbrock,a=0&optimizer=sgd&optimizer=adam,eps=0&start=A,1.1,1.21&steps=50"
    text, _ = verdict_of(query)
    assert horizon(Scenario.from_query(query))[1] == 1
    assert "first step" not in text
