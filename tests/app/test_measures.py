"""Measures of lessons: runs found by name, numbers measured on them, and what a longer run says of its end."""

from math import atan, degrees

import pytest

from app.measures import METRICS_AT, find, measure, play


def test_a_step_of_45_degrees_drawn_at_a_stretch() -> None:
    played = play("surface=ellipse,kappa=10,theta=0&optimizer=rmsprop,lr=0.09&start=A,-8,1.2&steps=1")
    assert measure(find(played, "rmsprop A"), "drawn_angle", 1.44) == pytest.approx(degrees(atan(1 / 1.44)))


def test_a_run_is_found_by_name_and_count() -> None:
    played = play(
        "surface=ellipse&optimizer=rmsprop,lr=0.1&optimizer=sgd,lr=0.01&optimizer=rmsprop,lr=0.2"
        "&start=A,-8,1.2&start=B,-0.6,4&steps=3"
    )
    found = [find(played, name).run for name in ("rmsprop A", "rmsprop B", "sgd A", "rmsprop#2 B")]
    assert [(run.optimizer, run.start) for run in found] == [(0, 0), (0, 1), (1, 0), (2, 1)]
    with pytest.raises(ValueError, match="no optimizer 'other'"):
        find(played, "other A")
    for metric in METRICS_AT:
        with pytest.raises(ValueError, match="needs at"):
            measure(find(played, "sgd A"), metric, None)


@pytest.mark.parametrize(
    ("run", "metric", "value"),
    [("sgd A", "lr", 0.07), ("rmsprop A", "beta", 0.95), ("sgd A", "kappa", 10.0), ("sgd A", "noise", 0.25)],
)
def test_parameters_are_read_from_optimizer_surface_and_scenario(run: str, metric: str, value: float) -> None:
    query = "surface=ellipse,kappa=10&optimizer=sgd,lr=0.07&optimizer=rmsprop,beta=0.95&start=A,-8,1.2&noise=0.25"
    assert measure(find(play(query), run), metric, None) == value


def test_a_name_that_is_neither_metric_nor_parameter() -> None:
    with pytest.raises(ValueError, match="no metric and no parameter 'speed'"):
        measure(find(play("optimizer=sgd&start=A,1,1&steps=1"), "sgd A"), "speed", None)


def test_the_rate_is_the_one_in_use() -> None:
    query = "surface=ellipse,kappa=25&optimizer=sgd,lr=0.05&optimizer=momentum,lr=0.2&start=A,-8,1.2&steps=60"
    rates = [measure(find(play(f"{query}&fair={fair}"), "momentum A"), "lr", None) for fair in ("own", "rate")]
    assert rates == [0.2, 0.05]
    tuned = play(f"{query}&fair=tuned")
    rate = measure(find(tuned, "momentum A"), "lr", None)
    own = play(f"surface=ellipse,kappa=25&optimizer=momentum,lr={rate}&start=A,-8,1.2&steps=60")
    assert (own.runs[0].x == find(tuned, "momentum A").run.x).all()


def test_a_run_that_leaves_again_does_not_stay() -> None:
    """Adam on the ellipse leaves the ring some 4800 steps after it came."""
    query = "surface=ellipse,kappa=25&optimizer=adam,lr=0.3&start=A,-8,1.2&steps={}"
    short, long = (find(play(query.format(steps)), "adam A") for steps in (120, 2000))
    recorded = short.run.metrics.stays
    assert recorded is not None
    summary = {
        metric: [measure(subject, metric, None) for subject in (short, long)]
        for metric in ("stays", "inside_from", "basin", "status")
    }
    assert summary == {
        "stays": [recorded, None],
        "inside_from": [recorded, recorded],
        "basin": [0, None],
        "status": ["converged", "running"],
    }
