"""Parameters of rules and surfaces as data, with default, range, scale and meaning.

Sliders, the README tables, the parser and the tests are made from them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .symbols import plain
from .text import encoded, format_number, parse_number
from .types import Vector

Value = float | str
Scale = Literal["linear", "log", "decay", "switch", "choice", "text"]
Unit = Literal["gradient", "length", "factor"]


@dataclass(frozen=True, slots=True)
class Needs:
    """A condition for a parameter to have an effect: one of the parameters ``names`` has ``value``.

    equal: with False, one of them has another value. Names that the entry does not have do not count.

    >>> Needs(("noise", "batch"), 0.0, equal=False).met({"noise": 0.0, "batch": 5.0})
    True
    """

    names: tuple[str, ...]
    value: Value
    equal: bool = True

    def met(self, values: Mapping[str, Value]) -> bool:
        """Return whether the condition holds with ``values``."""
        return any((values[name] == self.value) == self.equal for name in self.names if name in values)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number, named form or text that the reader can set.

    name: as in the query string, torch's name where torch has it.
    symbol: LaTeX.
    default: None only for a learning rate, whose useful value depends on the surface (see ``unit``).
    low, high: the legal range, both ends included.
    slider: the part of the range that the page's slider covers.
    scale: how the slider moves: linear, log, decay (−log10(1−β)), switch (0 or 1), choice (one of ``choices``), or
        text, which has no slider and is never a number (see ``text``).
    advanced: whether it belongs to the published variants, which the page hides at first and the query leaves out at
        their defaults.
    unit: only for a learning rate: whether it multiplies a gradient, is itself a length on the surface, or is a factor
        of a step that has its length already, as Newton's.
    factor: of a learning rate, how many times the rate that a surface suggests for its unit suits the rule; for a
        factor that rate is 1, whatever the surface.
    whole: whether only whole numbers are legal.
    label: a word before the symbol, if the symbol alone would not be understood; of a published variant, what the page
        calls it instead of its name.
    words: for a choice, what the page calls each of ``choices``; empty if their names are enough.
    named: what the name of an optimizer says of each value of a switch, off and on, or of a choice, such as "without
        bias correction"; of a number one text with {} for it, by default "β = {}", or one for 0 before it.
    needs: all of these hold, or the parameter has no effect.
    scales: of a learning rate, whether it only scales the step, so that it has no effect where another optimizer gives
        the length of the step.
    formulas: for a choice, the meaning of each of ``choices`` in LaTeX; empty if the names are enough.
    canonical: for a text, returns its one canonical spelling, or raises ValueError, whose message says what is wrong;
        text: its default; characters: what a legal one is, in words.
    captioned: whether the caption of a plot says its value, unless that is 0 or the first of ``choices``.
    by, defaults: the parameter on whose value the default depends, and the default for each of its values.

    >>> beta = Parameter("beta", r"\beta", "decay rate of the average", 0.9, 0.0, 0.999, (0.0, 0.999), "decay")
    >>> beta.read("0.95"), beta.read("1.5"), beta.allowed
    (0.95, None, 'a number from 0 to 0.999')
    """

    name: str
    symbol: str
    meaning: str
    default: float | None
    low: float
    high: float
    slider: tuple[float, float]
    scale: Scale
    choices: tuple[str, ...] = ()
    advanced: bool = False
    unit: Unit | None = None
    factor: float = 1.0
    label: str = ""
    whole: bool = False
    by: str = ""
    defaults: tuple[tuple[str, float], ...] = ()
    formulas: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    needs: tuple[Needs, ...] = ()
    scales: bool = False
    captioned: bool = False
    canonical: Callable[[str], str] | None = None
    text: str = ""
    characters: str = ""

    @property
    def sign(self) -> str:
        """The symbol as plain text, such as "β₁"; of a variant its label, if it has one."""
        return self.label if self.advanced and self.label else plain(self.symbol)

    @property
    def allowed(self) -> str:
        """The legal values, in words."""
        if self.scale == "text":
            return self.characters
        if self.scale == "choice":
            return "one of " + ", ".join(self.choices)
        if self.scale == "switch":
            return "0 or 1"
        kind = "whole number" if self.whole else "number"
        return f"a {kind} from {format_number(self.low)} to {format_number(self.high)}"

    def read(self, text: str) -> Value | None:
        """Return the value that ``text`` writes, None if it is not legal."""
        if self.canonical is not None:
            try:
                return self.canonical(text)
            except ValueError:
                return None
        if self.scale == "choice":
            return text if text in self.choices else None
        number = parse_number(text)
        if number is None or not self.low <= number <= self.high:
            return None
        odd = (self.scale == "switch" or self.whole) and number != int(number)
        return None if odd else number

    def reason(self, text: str) -> str:
        """Return why ``text``, which is not legal, is not: what is wrong with a text, the legal values of others."""
        if self.canonical is not None:
            try:
                self.canonical(text)
            except ValueError as error:
                return str(error)
        return self.allowed

    def nearest(self, text: str) -> Value | None:
        """Return the legal value nearest to what ``text`` writes, None if it writes no number."""
        number = parse_number(text)
        if self.scale in ("switch", "choice", "text") or number is None:
            return None
        inside = min(max(number, self.low), self.high)
        return float(round(inside)) if self.whole else inside

    def write(self, value: Value) -> str:
        """Return ``value`` as text for the query string, in which a text is percent-encoded."""
        if self.scale == "text":
            return encoded(str(value))
        return value if isinstance(value, str) else format_number(value)

    def number(self, value: Value) -> float:
        """Return ``value`` as a number for the kernel; a choice becomes its index in ``choices``."""
        return float(self.choices.index(value)) if isinstance(value, str) else value

    @property
    def initial(self) -> Value | None:
        """The default as a value: the name of the form for a choice."""
        if self.scale == "text":
            return self.text
        return self.choices[0] if self.scale == "choice" else self.default

    def counts(self, values: Mapping[str, Value]) -> bool:
        """Return whether the parameter has an effect beside ``values``; ``static/js/state/effects.js`` has its twin.

        >>> schedule = Needs(("schedule",), "step")
        >>> every = Parameter("every", "k", "steps", 30.0, 1.0, 99.0, (1.0, 99.0), "linear", needs=(schedule,))
        >>> every.counts({"schedule": "constant"})
        False
        """
        return all(need.met(values) for need in self.needs)

    def suggested(self, rates: Mapping[Unit, float]) -> float:
        """Return the default of a learning rate, given those that a surface suggests; twelve digits of it.

        >>> learning_rate("length", factor=0.1).suggested({"length": 0.3, "gradient": 0.07})
        0.03
        """
        assert self.unit is not None
        rate = 1.0 if self.unit == "factor" else rates[self.unit]
        return rate if self.factor == 1 else float(f"{self.factor * rate:.12g}")

    def usual(self, values: Mapping[str, Value]) -> Value | None:
        """Return the default when the other parameters have ``values``."""
        if not self.by:
            return self.initial
        return next(default for value, default in self.defaults if value == values[self.by])


def pack(parameters: Sequence[Parameter], values: Mapping[str, Value], more: Sequence[float] = ()) -> Vector:
    """Return the values in the order of ``parameters``, without texts, and ``more`` after them, (n,)."""
    numbers = [
        value if type(value := values[parameter.name]) is float else parameter.number(value)
        for parameter in parameters
        if parameter.scale != "text"
    ]
    return np.array([*numbers, *more] if more else numbers, dtype=np.float64)


def learning_rate(unit: Unit, factor: float = 1.0, *, scales: bool = True) -> Parameter:
    """A learning rate. The surface suggests its default, so that a new rule works on every surface.

    scales: whether it only scales the step.
    """
    return Parameter(
        *("lr", r"\eta", "learning rate", None, 1e-12, 1e100, (1e-5, 10.0), "log"),
        unit=unit, factor=factor, label="rate", scales=scales,
    )  # fmt: skip


def decay(
    name: str, symbol: str, default: float, meaning: str, *, advanced: bool = False, label: str = ""
) -> Parameter:
    """The decay rate of an exponentially weighted average; at 1 the average would never change."""
    return Parameter(
        name, symbol, meaning, default, 0.0, 0.99999, (0.0, 0.9999), "decay", advanced=advanced, label=label
    )


def epsilon(default: float = 1e-8) -> Parameter:
    """The small number that keeps a denominator from being zero."""
    meaning = "added to the denominator"
    return Parameter("eps", r"\epsilon", meaning, default, 0.0, 1.0, (1e-12, 1.0), "log", advanced=True, label="ε")


def weight_decay(default: float = 0.0) -> Parameter:
    """Weight decay λ, which pulls the position toward the origin."""
    meaning = "weight decay, which pulls the position toward the origin"
    label = "weight decay"
    return Parameter(
        "weight_decay",
        r"\lambda",
        meaning,
        default,
        0.0,
        1e6,
        (0.0, 1.0),
        "linear",
        advanced=True,
        label=label,
        captioned=True,
        named=("without weight decay", "with weight decay {}"),
    )


def switch(
    name: str,
    meaning: str,
    default: Literal[0, 1] = 0,
    *,
    label: str = "",
    named: tuple[str, ...] = (),
    needs: tuple[Needs, ...] = (),
) -> Parameter:
    """A published variant, off (0) or on (1); named: by default "without" and "with" its label or name."""
    called = label or name.replace("_", " ")
    symbol = rf"\mathrm{{{name.replace('_', ' ')}}}"
    return Parameter(
        *(name, symbol, meaning, float(default), 0.0, 1.0, (0.0, 1.0), "switch"),
        advanced=True, label=label, named=named or (f"without {called}", f"with {called}"), needs=needs,
    )  # fmt: skip


def choice(
    name: str,
    meaning: str,
    choices: tuple[str, ...],
    formulas: tuple[str, ...] = (),
    *,
    label: str = "",
    words: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    needs: tuple[Needs, ...] = (),
) -> Parameter:
    """A published variant with named forms; the first is the default; named: by default "in <choice> form"."""
    symbol = rf"\mathrm{{{name}}}"
    high = float(len(choices) - 1)
    return Parameter(
        *(name, symbol, meaning, 0.0, 0.0, high, (0.0, high), "choice", choices),
        advanced=True, formulas=formulas, label=label, words=words, needs=needs,
        named=named or tuple(f"in {one} form" for one in choices),
    )  # fmt: skip


def text(name: str, meaning: str, default: str, canonical: Callable[[str], str], allowed: str) -> Parameter:
    """A text, such as an expression that a person types.

    canonical: returns the canonical spelling of a legal text, and raises ValueError for any other, with a message that
    says what is wrong and where. allowed: what a legal text is, in a few words.
    """
    return Parameter(
        name, "", meaning, None, 0.0, 0.0, (0.0, 0.0), "text", canonical=canonical, text=canonical(default),
        characters=allowed,
    )  # fmt: skip
