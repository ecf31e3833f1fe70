"""The module that the page's engine runs: every rule and surface, written in JavaScript from its form.

It exports two tables, ``RULES`` and ``SURFACES``, by name, and what the engine needs of the library besides: the
schedules as ``multiply``, the elementary functions as ``ELEMENTARY``, as ``NORMALS`` the logarithm of NumPy's normal
draws and whether this machine has the same one, ``ROOM``, how many stationary points a surface has at most, and as
``VERDICT`` words and numbers of the verdict. ``static/js/engine/`` and ``static/js/tell/`` read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from json import dumps
from typing import Any, NamedTuple

from ..form import elementary
from ..form.errors import FormError
from ..form.nodes import Function
from ..form.reader import read
from ..form.write_javascript import javascript
from ..query.choices import Limits
from ..query.schedules import multiply
from ..rules import RULES
from ..rules.rule import Rule, no_constants
from ..run.needs import flags
from ..run.stepping import COPIES, generator
from ..run.tails import alike, log1p
from ..surfaces import SURFACES
from ..surfaces.stationary import ROOM
from ..surfaces.surface import Surface
from ..tell.words import NUMBERS, WORDS

CANNOT = FormError, LookupError, TypeError, ValueError
"""What is raised where there is no way to say something in JavaScript."""
CALLED = ("exp", "log", "sin", "cos", "tanh", "power")
"""The elementary functions that a tape may call."""

EVALUATE = """\
    evaluate(x, g, q) {{
      const slope = {gradient}(x[0], x[1], q);
      g[0] = slope[0];
      g[1] = slope[1];
      return {value}(x[0], x[1], q);
    }},
    bend(x, h, q) {{
      const found = {hessian}(x[0], x[1], q);
      h[0][0] = found[0];
      h[0][1] = h[1][0] = found[1];
      h[1][1] = found[2];
    }},
    value: {value},"""


class PageModule(NamedTuple):
    """text: the module. refused: what is missing in it, because it cannot be translated: names and reasons."""

    text: str
    refused: Mapping[str, str]


@cache
def page_module() -> PageModule:
    """Return the module with every rule that takes one step after another, and every surface."""
    return module_of([rule for rule in RULES if not rule.solver], SURFACES)


def module_of(rules: Iterable[Rule], surfaces: Iterable[Surface]) -> PageModule:
    """Return the module with these rules and surfaces, without those that cannot be translated."""
    asked: list[Rule | Surface] = [*rules, *surfaces]
    refused: dict[str, str] = {}
    try:
        return PageModule(_text([_entry(one) for one in asked]), refused)
    except CANNOT:  # one of them, to be found
        good = []
        for one in asked:
            try:
                entry = _entry(one)
                javascript(entry.functions)
            except CANNOT as error:
                refused[f"{type(one).__name__.lower()} {one.name}"] = f"{type(error).__name__}: {error}"
            else:
                good.append(entry)
        return PageModule(_text(good), refused)


class _Entry(NamedTuple):
    """functions: what is translated of an entry, by the name of each in the module. data: its lines of its table."""

    table: str
    functions: Mapping[str, Function]
    data: str


def _text(entries: Sequence[_Entry]) -> str:
    shared = {"multiply": read(multiply), "log1p": read(log1p)}
    shared |= {name: read(getattr(elementary, name)) for name in CALLED}
    named = {name: function for one in entries for name, function in one.functions.items()}
    names: dict[Function, str] = {}
    for name, function in named.items():  # two entries may have a function in common
        names.setdefault(function, name)
    again = [f"const {name} = {names[function]};" for name, function in named.items() if names[function] != name]
    tables = {
        table: "\n".join([f"export const {table} = {{", *(one.data for one in entries if one.table == table), "};"])
        for table in ("RULES", "SURFACES")
    }
    functions = {**shared, **{name: function for function, name in names.items()}}
    called = f"export const ELEMENTARY = {{ {', '.join(CALLED)} }};"
    normals = f"export const NORMALS = {{ log1p, alike: {dumps(alike())} }};"
    room = f"export const ROOM = {ROOM};"
    verdict = f"export const VERDICT = {dumps(_verdict(), ensure_ascii=False)};"
    lines = [javascript(functions, documented=False), *again, called, normals, room, verdict, *tables.values()]
    return "\n".join(lines) + "\n"


def _verdict() -> dict[str, Any]:
    """Return what the page needs for the verdict: words, numbers, and state and increment of each copy's generator.

    points: how many steps continue runs at most, in all.
    """
    states = [generator(copy).bit_generator.state["state"] for copy in range(COPIES)]
    seeds = [[hex(one["state"]), hex(one["inc"])] for one in states]
    return {"words": WORDS, "numbers": {**NUMBERS, "points": Limits().points}, "seeds": seeds}


def _entry(one: Rule | Surface) -> _Entry:
    return _rule(one) if isinstance(one, Rule) else _surface(one)


def _rule(rule: Rule) -> _Entry:
    """Return a rule as the engine has it.

    flags: what the kernel has to do for it (see ``run.needs``), to find ``needs``. begin: the state of a coordinate at
    first, numbers or names of hyper-parameters that hold them. numbers: the hyper-parameters in p; constants:
    from them the numbers that follow them in p; limit: from p and the largest curvature the limit of stability, and
    which of ``limits`` is its formula; theory: from p and both curvatures the values of ``marks``. step and point take
    what they need besides p from an object ``e``.
    """
    name = _identifier(rule.name)
    functions = {f"{name}_step": rule.form}
    needs = "".join(f", e.{need}" for need in rule.needs)
    step = f"(x, g, state, t, p, e) => {name}_step(x, g, state, t, p{needs})" if needs else f"{name}_step"
    if rule.form_of_point:
        functions[f"{name}_point"] = rule.form_of_point
    numbers = [one.name for one in rule.numbers]
    if rule.form_of_limit:
        functions[f"{name}_limit"] = rule.form_of_limit
    if rule.form_of_theory:
        functions[f"{name}_theory"] = rule.form_of_theory
    if rule.constants is not no_constants:
        functions[f"{name}_step_constants"] = read(rule.constants, numbers)
    data = [
        f"  {dumps(rule.name)}: {{",
        f"    step: {step},",
        f"    point: {f'{name}_point' if rule.form_of_point else 'null'},",
        f"    flags: {flags(rule)},",
        f"    readsGradient: {dumps(rule.reads_gradient)},",
        f"    needs: {dumps(rule.needs)},",
        f"    begin: {dumps([one.initial for one in rule.state])},",
        f"    numbers: {dumps(numbers)},",
        f"    constants: {f'{name}_step_constants' if rule.constants is not no_constants else 'null'},",
        f"    limit: {f'{name}_limit' if rule.form_of_limit else 'null'},",
        f"    limits: {dumps(rule.limits, ensure_ascii=False)},",
        f"    theory: {f'{name}_theory' if rule.form_of_theory else 'null'},",
        f"    marks: {dumps([asdict(one) for one in rule.marks], ensure_ascii=False)},",
        "  },",
    ]
    return _Entry("RULES", functions, "\n".join(data))


def _surface(surface: Surface) -> _Entry:
    """Return a surface as the engine has it.

    evaluate(x, g, q) writes the gradient and returns the value, bend(x, h, q) writes the Hessian, value(x, y, q) is
    only the value. numbers: the parameters; constants: from them the constants q, null where those can only be
    computed in Python. points: from q the stationary points, null where they do not depend on parameters or only
    Python finds them. power: of the levels of the contours, see ``Surface.contour_power``.
    """
    name = _identifier(surface.name)
    form = surface.form
    named = {part: f"{name}_{part}" for part in ("value", "gradient", "hessian")}
    functions = {named[part]: getattr(form, part) for part in named}
    numbers = [one.name for one in surface.parameters if one.scale != "text"]
    constants = _constants(surface, numbers)
    if constants:
        functions[f"{name}_constants"] = constants
    if surface.stationary_points:
        functions[f"{name}_points"] = read(surface.stationary_points)
    data = [
        f"  {dumps(surface.name)}: {{",
        EVALUATE.format(**named),
        f"    numbers: {dumps(numbers)},",
        f"    constants: {f'{name}_constants' if constants else 'null'},",
        f"    points: {f'{name}_points' if surface.stationary_points else 'null'},",
        f"    power: {dumps(surface.contour_power)},",
        "  },",
    ]
    return _Entry("SURFACES", functions, "\n".join(data))


def _constants(surface: Surface, numbers: list[str]) -> Function | None:
    try:
        return read(surface.constants, numbers)
    except FormError:  # of data, for example
        return None


def _identifier(name: str) -> str:
    return name.replace("-", "_")
