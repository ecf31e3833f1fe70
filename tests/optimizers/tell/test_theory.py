"""What theory says of rates and momentum holds for the runs: just below, just above, and beside."""

import math

import numpy as np
import pytest

from optimizers import SURFACES, Run, Scenario, simulate
from optimizers.surfaces.bound import BoundSurface
from optimizers.tell.theory import theory
from tests.everyone import STEPPED

STEPS = 2000


def marks(item: str, surface: str = "ellipse") -> dict[str, tuple[str, float]]:
    """Return the marks of one optimizer: by the first words of its meaning, the parameter and the value."""
    found = theory(Scenario.from_query(f"surface={surface}&optimizer={item}"))
    return {} if not found else {mark.meaning: (mark.parameter, mark.value) for mark in found[0].marks}


def mark(item: str, words: str, surface: str = "ellipse") -> float:
    (value,) = (value for meaning, (_, value) in marks(item, surface).items() if words in meaning)
    return value


def run(item: str, surface: str = "ellipse", steps: int = STEPS, start: str = "-8,1.2") -> Run:
    return simulate(Scenario.from_query(f"surface={surface}&optimizer={item}&start=A,{start}&steps={steps}"))[0]


def rate_of_decay(item: str, surface: str, steps: int) -> float:
    """Return by what the distance to the minimum shrinks in a step, late in the run, both eigenvectors taking part."""
    radius = np.hypot(*run(item, surface, steps, "-8,-4").x.T)
    assert (radius > 0).all()
    quarter = steps // 4
    late, last = radius[2 * quarter : 3 * quarter], radius[3 * quarter : 4 * quarter]
    return float((last.max() / late.max()) ** (1 / quarter))


@pytest.mark.parametrize("surface", ["ellipse", "ellipse,kappa=3", "ellipse,kappa=200,theta=30"])
def test_sgd_diverges_above_its_limit_and_not_below(surface: str) -> None:
    limit = mark("sgd", "diverges", surface)
    kappa = Scenario.from_query(f"surface={surface}").surface.values["kappa"]
    assert limit == pytest.approx(2 / float(kappa))
    assert run(f"sgd,lr={1.01 * limit!r}", surface).loss[-1] > 1e6
    below = run(f"sgd,lr={0.99 * limit!r}", surface)
    assert below.loss[-1] < 1e-4 * below.loss[0]


@pytest.mark.parametrize("surface", ["ellipse", "ellipse,kappa=3", "ellipse,kappa=100,theta=-20"])
def test_the_fastest_rate_of_sgd_beats_a_fine_grid(surface: str) -> None:
    best = mark("sgd", "fastest", surface)
    kappa = float(Scenario.from_query(f"surface={surface}").surface.values["kappa"])
    steps = round(20 * kappa)
    found = rate_of_decay(f"sgd,lr={best!r}", surface, steps)
    assert found == pytest.approx((kappa - 1) / (kappa + 1), rel=1e-3)
    for factor in (0.5, 0.8, 0.9, 0.95, 0.99, 1.01, 1.02):
        assert rate_of_decay(f"sgd,lr={factor * best!r}", surface, steps) > found, factor


@pytest.mark.parametrize("form", ["ewa", "heavy-ball"])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("surface", ["ellipse", "ellipse,kappa=100,theta=30"])
def test_momentum_diverges_above_its_limit_and_not_below(surface: str, beta: float, form: str) -> None:
    item = f"momentum,beta={beta},form={form}"
    limit = mark(item, "diverges", surface)
    assert run(f"{item},lr={1.02 * limit!r}", surface).loss[-1] > 1e6
    below = run(f"{item},lr={0.98 * limit!r}", surface)
    assert below.loss[-1] < 0.01 * below.loss[0]


@pytest.mark.parametrize("form", ["ewa", "heavy-ball"])
@pytest.mark.parametrize("kappa", [9, 25, 100])
def test_polyaks_pair_beats_its_neighbors(kappa: int, form: str) -> None:
    """Neighbors differ in the heavy ball's rate, in β, or in both; the optimum shrinks by √β a step."""
    surface, item = f"ellipse,kappa={kappa}", f"momentum,form={form}"
    beta, rate = mark(item, "Polyak's optimal momentum, ", surface), mark(item, "goes with Polyak", surface)
    root = math.sqrt(kappa)
    assert math.sqrt(beta) == pytest.approx((root - 1) / (root + 1))
    ball = rate if form == "heavy-ball" else rate * (1 - beta)

    def speed(b: float, r: float) -> float:
        own = r if form == "heavy-ball" else r / (1 - b)
        return rate_of_decay(f"{item},beta={b!r},lr={own!r}", surface, 160)

    best = speed(beta, ball)
    for a in (0.9, 1.0, 1.1):
        for b in (0.8, 1.0, 1.25):
            if (a, b) != (1, 1):
                assert speed(min(a * beta, 0.99), b * ball) > best, (a, b)


def test_the_marks_of_a_slider_lie_on_its_parameter() -> None:
    assert {parameter for parameter, _ in marks("sgd").values()} == {"lr"}
    assert [parameter for parameter, _ in marks("momentum").values()] == ["beta", "lr", "lr"]
    values = [one.values for one in Scenario.from_query("optimizer=momentum").optimizers]
    assert len(values) == 1
    for rule in STEPPED.values():
        assert {name for name, _ in marks(rule.name).values()} <= {p.name for p in rule.parameters}


@pytest.mark.parametrize(
    "item",
    [
        "sgd,schedule=cosine",
        "sgd,schedule=step",
        "sgd,warmup=5",
        "sgd,length=adam&optimizer=adam",
        "sgd&noise=0.1",
        "sgd,weight_decay=0.1",
        "sgd,weight_decay=0.1,decoupled_weight_decay=1",
        "sgd&fair=tuned",
        "adam&optimizer=sgd&fair=rate",
        "adam&optimizer=sgd&fair=length",
        "momentum,nesterov=1",
        "momentum,form=heavy-ball,dampening=1",
    ],
)
def test_nothing_is_said_of_what_runs_otherwise(item: str) -> None:
    assert theory(Scenario.from_query(f"surface=ellipse&optimizer={item}")) == []


@pytest.mark.parametrize("fair", ["own", "rate", "length"])
def test_the_first_optimizer_runs_as_it_is_whatever_is_held_equal(fair: str) -> None:
    """The others run at its rate, or with steps as long as its own, so that their sliders have no marks."""
    query = f"surface=ellipse&optimizer=sgd&optimizer=momentum&fair={fair}"
    assert [one.optimizer for one in theory(Scenario.from_query(query))] == ([0, 1] if fair == "own" else [0])


def test_decoupled_decay_of_zero_is_no_decay() -> None:
    assert len(marks("sgd,decoupled_weight_decay=1")) == 2


@pytest.mark.parametrize("dampening", [0.3, 0.9])
def test_dampened_momentum_diverges_above_its_limit_and_not_below(dampening: float) -> None:
    item = f"momentum,beta=0.9,form=heavy-ball,dampening={dampening}"
    limit = mark(item, "diverges")
    assert limit == pytest.approx(2 * 1.9 / 25 / (1 - dampening))
    assert run(f"{item},lr={1.02 * limit!r}").loss[-1] > 1e6
    below = run(f"{item},lr={0.98 * limit!r}")
    assert below.loss[-1] < 0.01 * below.loss[0]


@pytest.mark.parametrize("form", ["norm", "value"])
def test_clipped_gradient_descent_rests_below_its_limit_and_not_above(form: str) -> None:
    limit = mark(f"clipped-gd,form={form}", "comes to rest")
    assert limit == 2 / 25
    above, below = (run(f"clipped-gd,form={form},lr={factor * limit!r}") for factor in (1.02, 0.98))
    assert below.loss[-1] < 1e-12 * below.loss[0]
    assert 1e-4 * above.loss[0] < above.loss[-1] < above.loss[0]


def test_on_other_surfaces_the_marks_say_where_they_hold() -> None:
    assert all(meaning.endswith(" (near the minimum)") for meaning in marks("sgd", "rosenbrock"))
    assert not any("near" in meaning for meaning in marks("sgd"))


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert marks("momentum,nesterov=1") == {}
    for name in ("rmsprop", "adam", "normalized-gd", "sign-gd"):
        assert marks(name) == {}
    assert theory(Scenario.from_query("surface=saddle,wall=0&optimizer=sgd")) == []


def test_every_optimizer_has_its_own_marks() -> None:
    found = theory(Scenario.from_query("optimizer=adam&optimizer=momentum&optimizer=sgd"))
    assert [(one.optimizer, len(one.marks)) for one in found] == [(1, 3), (2, 2)]


def curvatures_differ(surface: BoundSurface) -> bool:
    """Whether the minima are not all alike, or flat in one direction, so that no rate is right beside each."""
    found = []
    for x, y in surface.landmarks.minima:
        xx, xy, yy = surface.hessian(x, y)
        found.append(np.linalg.eigvalsh([[xx, xy], [xy, yy]]))
    return not np.allclose(found, found[0], rtol=1e-9, atol=0) or float(np.min(found)) <= 0.0


@pytest.mark.parametrize("name", SURFACES)
def test_elsewhere_the_marks_hold_near_the_minimum(name: str) -> None:
    """A run that begins beside the minimum leaves it above 2/λmax and comes to it below."""
    surface = Scenario.from_query(f"surface={name}").surface
    if not marks("sgd", name):
        assert not surface.minima or surface.landmarks.kinks or surface.landmarks.circles or curvatures_differ(surface)
        return
    (x, y), *_ = surface.landmarks.minima
    limit = mark("sgd", "diverges", name)
    dx, dy = 1e-4, 3e-5  # along none of the axes of an ellipse, not even of one turned by 45 degrees
    start = f"{x + dx!r},{y + dy!r}"

    def away(factor: float) -> float:
        path = run(f"sgd,lr={factor * limit!r}", name, 400, start).x
        return float(np.hypot(path[-1, 0] - x, path[-1, 1] - y) / np.hypot(dx, dy))

    assert away(1.05) > 10
    assert away(0.95) < 1
