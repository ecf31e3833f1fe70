"""Random scenarios as query texts, valid by construction: all surfaces, rules, variants, schedules, grafts."""

from collections.abc import Callable
from random import Random
from typing import Any

from .surfaces import DOMAINS, RATES

GRADIENT_RULES = ("sgd", "momentum")
RULES = (*GRADIENT_RULES, "rmsprop", "adam", "normalized-gd", "sign-gd")
SCHEDULES = ("step", "cosine", "linear", "exponential", "inverse-sqrt", "inverse-sqrt-restarted")
Values = dict[str, Any]


def scenario(seed: int) -> str:
    """Return the scenario of ``seed``."""
    draw = Random(seed)
    name = draw.choice(tuple(DOMAINS))
    values = SURFACES[name](draw)
    steps = round(_log(draw, 20, 400))
    items = [_item("surface", name, values)]
    names: list[str] = []
    for _ in range(draw.randint(1, 3)):
        rule = draw.choice(RULES)
        gradient, length = RATES[name](values)
        chosen: Values = {"lr": _rate(draw, gradient if rule in GRADIENT_RULES else length)}
        chosen |= VARIANTS.get(rule, _nothing)(draw) | _schedule(draw, steps) | _decay(draw)
        if names and draw.random() < 0.25:  # of an earlier one, so that lengths never go round in a circle
            chosen["length"] = draw.choice(names)
        items.append(_item("optimizer", rule, chosen))
        names.append(rule)
    items += [_start(draw, label, name) for label in "AB"[: draw.randint(1, 2)]]
    return "&".join(["v=2", *items, f"steps={steps}", *_conditions(draw)])


def _item(key: str, name: str, values: Values) -> str:
    pairs = [f"{key}={value}" if isinstance(value, str) else f"{key}={value:.4g}" for key, value in values.items()]
    return ",".join([f"{key}={name}", *pairs])


def _nothing(draw: Random) -> Values:
    return {}


def _log(draw: Random, low: float, high: float) -> float:
    return float(low * (high / low) ** draw.random())


def _on(draw: Random, *names: str) -> Values:
    """Return each switch, on in one of three draws."""
    return {name: "1" for name in names if draw.random() < 1 / 3}


def _rate(draw: Random, telling: float) -> float:
    return telling * _log(draw, 0.03, 2) if draw.random() < 0.9 else telling * _log(draw, 1, 30)


def _memory(draw: Random, usual: float) -> float:
    """Return a decay rate: the usual one, none, or any."""
    return draw.choice((usual, usual, 0.0, 1 - _log(draw, 1e-4, 0.9), 1 - _log(draw, 1e-3, 0.5)))


def _eps(draw: Random) -> float:
    return draw.choice((1e-8, 1e-8, 0.0, _log(draw, 1e-12, 1), _log(draw, 1e-6, 0.1)))


def _ellipse(draw: Random) -> Values:
    theta = draw.choice((0.0, 0.0, 45.0, 90.0, -90.0, draw.uniform(-90, 90)))
    return {"kappa": draw.choice((25.0, 1.0, _log(draw, 1, 1000), _log(draw, 2, 100))), "theta": theta}


def _rosenbrock(draw: Random) -> Values:
    a = draw.choice((1.0, 1.0, 0.0, draw.uniform(-1.5, 1.5)))
    return {"a": a, "b": draw.choice((100.0, _log(draw, 0.1, 1000), _log(draw, 1, 100)))}


def _saddle(draw: Random) -> Values:
    return {"wall": draw.choice((0.05, 0.0, _log(draw, 1e-7, 1), draw.uniform(0.01, 1)))}


SURFACES: dict[str, Callable[[Random], Values]] = {"ellipse": _ellipse, "rosenbrock": _rosenbrock, "saddle": _saddle}


def _momentum(draw: Random) -> Values:
    values: Values = {"beta": _memory(draw, 0.9)} | _on(draw, "nesterov")
    if draw.random() < 0.5:
        values["form"] = "heavy-ball"
        if "nesterov" not in values and draw.random() < 0.5:
            values["dampening"] = draw.random()
    return values


def _rmsprop(draw: Random) -> Values:
    values: Values = {"beta": _memory(draw, 0.9), "eps": _eps(draw)}
    values |= _on(draw, "eps_inside", "bias_correction", "centered")
    if draw.random() < 0.25:
        values["s0"] = draw.choice((1.0, _log(draw, 1e-3, 100)))
    if draw.random() < 0.25:
        values["momentum"] = _memory(draw, 0.9)
    return values


def _adam(draw: Random) -> Values:
    values: Values = {"beta1": _memory(draw, 0.9), "beta2": _memory(draw, 0.999), "eps": _eps(draw)}
    if draw.random() < 0.25:
        values["bias_correction"] = "0"
    if draw.random() < 0.5:
        values["form"] = "tensorflow"
    return values


VARIANTS = {"momentum": _momentum, "rmsprop": _rmsprop, "adam": _adam}


def _schedule(draw: Random, steps: int) -> Values:
    values: Values = {}
    if draw.random() < 0.4:
        values["schedule"] = draw.choice(SCHEDULES)
        if values["schedule"] == "step":
            values["every"] = float(draw.randint(1, steps))
        if values["schedule"] == "exponential":
            values["gamma"] = 1 - _log(draw, 1e-4, 0.1)
    if draw.random() < 0.25:
        values["warmup"] = float(draw.randint(1, max(1, steps // draw.choice((1, 2, 10)))))
    return values


def _decay(draw: Random) -> Values:
    if draw.random() > 0.2:
        return {}
    return {"weight_decay": _log(draw, 1e-4, 1)} | _on(draw, "decoupled_weight_decay")


def _start(draw: Random, label: str, surface: str) -> str:
    (left, right), (bottom, top) = DOMAINS[surface]
    x, y = draw.uniform(left, right), draw.uniform(bottom, top)
    where = draw.random()
    if where < 0.15:  # on an axis, or as near to one as float64 can say
        near = draw.choice((0.0, 0.0, 1e-200))
        x, y = draw.choice(((x, near), (near, y)))
    elif where < 0.25:
        away = _log(draw, 1, 1e4)
        x, y = x * away, y * away
    return f"start={label},{x:.6g},{y:.6g}"


def _conditions(draw: Random) -> list[str]:
    items = []
    if draw.random() < 0.4:
        items.append("fair=" + draw.choice(("rate", "length", "length", "tuned")))
    if draw.random() < 0.25:
        items += [f"noise={_log(draw, 1e-3, 3):.3g}", f"seed={draw.randint(0, 2**31 - 1)}"]
    if draw.random() < 0.3:
        items.append("target=loss")
        if draw.random() < 0.5:
            items.append(f"tolerance={_log(draw, 1e-8, 1e-2):.3g}")
    elif draw.random() < 0.3:
        items.append(f"tolerance={_log(draw, 1e-4, 0.05):.3g}")
    return items
