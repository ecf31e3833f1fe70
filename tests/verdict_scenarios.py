"""Random scenarios for verdicts: every kind of sentence is among those on a few hundred of them."""

import random

from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.query.choices import Limits
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.text import encoded

STEPPED = [rule for rule in OPTIMIZERS.values() if not rule.solver]
USUAL = ("sgd", "momentum", "rmsprop", "adam")
TYPED = {
    "x = x - lr*g": "sgd",
    "x = x - g*lr": "sgd",
    "x -= lr*g + 0*x": "sgd",
    "v = 0.9*v + 0.1*g; x = x - lr*v": "momentum",
    "v = beta*v + (1-beta)*g; x = x - lr*v": "momentum",
    "s = beta*s + (1-beta)*g*g; x -= g/(sqrt(s) + eps)*lr": "rmsprop",
    "x = x - lr*log(g)": "sgd",
}
"""What a reader types, and the optimizer of the catalog that it may equal."""
HEIGHTS = ("x*x/2 + 3*y*y", "x**2 - y**2", "x + y", "log(x) + y*y", "cos(x)*cos(y)")


def scenario_of(seed: int) -> Scenario:
    """Return a random scenario of optimizers that take one step after another.

    Many run on surfaces where a limit of stability is known, from starts at landmarks or beside them, with rates near
    the limit, long enough to stay, or with all optimizers of a kind.
    """
    chance = random.Random(seed)
    surface = _surface(chance)
    items = [surface, *_optimizers(chance)]
    bound = Scenario.nearest(surface)[0].surface
    items += [f"start={label},{x!r},{y!r}" for label, (x, y) in zip("ABCDE", _points(chance, bound), strict=False)]
    items += [f"steps={chance.choice((1, 5, 12, 30, 60, 120, 200))}"]
    items += [chance.choice(("fair=own", "fair=own", "fair=own", "fair=rate", "fair=length"))]
    items += [chance.choice(("target=distance", "target=distance", "target=loss")), f"tolerance={_tolerance(chance)}"]
    items += ["noise=0.3&seed=7"] if chance.random() < 0.08 else []
    return Scenario.from_query(Scenario.nearest("&".join(items), Limits())[0].query)


def _surface(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.3:
        return f"surface=ellipse,kappa={chance.choice((1, 4, 25, 100))},theta={chance.choice((0, 0, 30, 45))}"
    if kind < 0.4:
        return f"surface=saddle,wall={chance.choice((0, 0, 0.1))}"
    if kind < 0.45:
        return f"surface=custom,f={encoded(chance.choice(HEIGHTS))}"
    return f"surface={chance.choice([one for one in SURFACES if one != 'custom'])}"


def _optimizers(chance: random.Random) -> list[str]:
    kinds = [
        chance.choice(USUAL) if chance.random() < 0.6 else chance.choice(STEPPED).name
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6)))
    ]
    if chance.random() < 0.2:
        kinds = kinds[:1] * len(kinds)
    found = [f"optimizer={kind}{_values(chance, kind)}" for kind in kinds]
    if chance.random() < 0.15:
        step, reference = chance.choice(list(TYPED.items()))
        rate = chance.choice(("0.01", "0.05"))
        found += [f"optimizer=custom,step={encoded(step)},lr={rate}", f"optimizer={reference},lr={rate}"]
    return found


def _values(chance: random.Random, kind: str) -> str:
    rate = "" if chance.random() < 0.3 else f",lr={10 ** chance.uniform(-2.5, 0.8):.3g}"
    more = chance.choice(("", "", "", "", ",schedule=cosine", ",weight_decay=0.1"))
    if kind == "momentum":
        more += chance.choice(("", ",beta=0.5", ",form=heavy-ball", ",form=heavy-ball,dampening=0.5", ",nesterov=1"))
    return rate + more


def _points(chance: random.Random, surface: BoundSurface) -> list[tuple[float, float]]:
    (left, right), (bottom, top) = surface.domain
    marked = [(one.x + one.radius, one.y) for one in surface.stationary]
    found = []
    for _ in range(chance.choice((1, 1, 2, 2, 3, 5))):
        x, y = chance.uniform(left, right), chance.uniform(bottom, top)
        kind = chance.random()
        if marked and kind < 0.15:
            x, y = chance.choice(marked)
        elif marked and kind < 0.3:
            x, y = chance.choice(((chance.choice(marked)[0], y), (x, chance.choice(marked)[1])))
        elif kind < 0.4:
            x, y = round(x), round(y)
        found.append((x, y))
    return found


def _tolerance(chance: random.Random) -> float:
    return chance.choice((0.005, 0.005, 0.02, 0.1))
