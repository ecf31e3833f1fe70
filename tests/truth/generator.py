"""Random scenarios as query texts, valid by construction: surfaces, rules, variants, schedules, grafts.

``scenario(seed)`` draws from the rules and surfaces that it knows, and so a seed writes for ever what it has written.
Of whatever else is in the registry, ``of_rule`` and ``of_surface`` write scenarios from its parameters.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from optimizers import OPTIMIZERS, SURFACES, Parameter
from tests.everyone import STEPPED

from .surfaces import DOMAINS

GRADIENT_RULES = ("sgd", "momentum")
RULES = (*GRADIENT_RULES, "rmsprop", "adam", "normalized-gd", "sign-gd")
SCHEDULES = ("step", "cosine", "linear", "exponential", "inverse-sqrt", "inverse-sqrt-restarted")
FEW = 6  # scenarios at least of each rule and surface that is not drawn
Values = dict[str, Any]


def scenario(seed: int) -> str:
    """Return the scenario of ``seed``."""
    draw = Random(seed)
    name = draw.choice(tuple(DRAWN))
    values = DRAWN[name](draw)
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


def others() -> Iterator[str]:
    """Return scenarios of every rule and surface that ``scenario`` does not draw."""
    for rule in (name for name in STEPPED if name not in RULES):
        yield from (of_rule(rule, turn) for turn in range(max(FEW, len(OPTIMIZERS[rule].parameters))))
    for surface in (name for name in SURFACES if name not in DRAWN):
        yield from (of_surface(surface, turn) for turn in range(max(FEW, len(SURFACES[surface].parameters))))


def of_rule(name: str, turn: int) -> str:
    """Return a scenario of the rule beside SGD. Another parameter each turn is not what it usually is."""
    draw = Random(f"{name} {turn}")
    surface = draw.choice(tuple(DRAWN))
    values = DRAWN[surface](draw)
    rates = dict(zip(("gradient", "length"), RATES[surface](values), strict=True))
    return _about(draw, surface, values, name, _unusual(draw, OPTIMIZERS[name].parameters, turn, rates))


def of_surface(name: str, turn: int) -> str:
    """Return a scenario of the surface, its gradients followed by the first rules. See ``of_rule``."""
    draw = Random(f"{name} {turn}")
    values = _unusual(draw, SURFACES[name].parameters, turn, {})
    rates = SURFACES[name].suggestion({**SURFACES[name].defaults(), **values}).rates
    rule = draw.choice(RULES)
    return _about(draw, name, values, rule, _unusual(draw, OPTIMIZERS[rule].parameters[:1], 0, rates))


def _about(draw: Random, surface: str, values: Values, rule: str, chosen: Values) -> str:
    steps = round(_log(draw, 20, 400))
    items = [_item("surface", surface, values), _item("optimizer", rule, chosen | _schedule(draw, steps))]
    items += [_start(draw, label, surface) for label in "AB"]
    return "&".join(["v=2", *items, f"steps={steps}", *_conditions(draw, ("rate", "length"))])


def _unusual(draw: Random, parameters: tuple[Parameter, ...], turn: int, rates: Mapping[Any, float]) -> Values:
    """Return a learning rate, of the other parameters that whose turn it is, and each of the rest perhaps."""
    values: Values = {}
    for place, parameter in enumerate(one for one in parameters if one.scale != "text"):
        if parameter.unit:
            values[parameter.name] = _rate(draw, parameter.suggested(rates))
        elif place == turn % len(parameters) or draw.random() < 1 / 3:
            values[parameter.name] = _legal(draw, parameter)
    return values


def _legal(draw: Random, parameter: Parameter) -> Any:
    low, high = parameter.slider
    if parameter.choices:
        return draw.choice([choice for choice in parameter.choices if choice != parameter.initial])
    if parameter.scale == "switch":
        return f"{1 - float(parameter.initial or 0):g}"
    if parameter.scale == "log":
        return _log(draw, low, high)
    found = 1 - _log(draw, 1 - high, 1 - low) if parameter.scale == "decay" else draw.uniform(low, high)
    return float(round(found)) if parameter.whole else found


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


DRAWN: dict[str, Callable[[Random], Values]] = {"ellipse": _ellipse, "rosenbrock": _rosenbrock, "saddle": _saddle}
RATES: dict[str, Callable[[Values], tuple[float, float]]] = {
    "ellipse": lambda values: (1.75 / values["kappa"], 0.3),
    "rosenbrock": lambda values: (0.1 / values["b"], 0.02),
    "saddle": lambda values: (0.1, 0.1),
}
"""Telling rates: of rules whose rate multiplies a gradient, and of those whose rate is a length."""


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


def _conditions(draw: Random, fair: tuple[str, ...] = ("rate", "length", "length", "tuned")) -> list[str]:
    items = []
    if draw.random() < 0.4:
        items.append("fair=" + draw.choice(fair))
    if draw.random() < 0.25:
        items += [f"noise={_log(draw, 1e-3, 3):.3g}", f"seed={draw.randint(0, 2**31 - 1)}"]
    if draw.random() < 0.3:
        items.append("target=loss")
        if draw.random() < 0.5:
            items.append(f"tolerance={_log(draw, 1e-8, 1e-2):.3g}")
    elif draw.random() < 0.3:
        items.append(f"tolerance={_log(draw, 1e-4, 0.05):.3g}")
    return items
