"""Queries that know the grammar: legal ones, and what comes of them when a few things in them are changed."""

from collections.abc import Callable
from urllib.parse import quote

from hypothesis import strategies as st

from app.embed_options import HIDABLE, LOCKABLE
from app.view import CHOICES
from optimizers import OPTIMIZERS, SURFACES
from optimizers.query.conditions import KEYS
from optimizers.terms.parameters import Parameter

LONG = 8192  # characters that a query may have
NUMBERS = (
    "0",
    "-0",
    "1",
    "0.3",
    "+7",
    "1e-12",
    "1e100",
    "-1",
    "120",
    "1e999",
    "nan",
    "inf",
    "",
    "1.5",
    "1_0",
    "٣",
    "0x1",
)
WORDS = (
    "",
    "a",
    "A",
    "constructor",
    "__proto__",
    "<b>",
    "Größe",
    "\N{PILE OF POO}",
    "%",
    "%zz",
    "%ff",
    "%00",
    "\ud800",
)
VIEW = {"title": ("The ravine", "x" * 81), "hide": HIDABLE, "show": HIDABLE, "lock": LOCKABLE, **CHOICES}
TRACKERS = ("utm_source=a+b", "fbclid=%FF", "gclid")


def _value(parameter: Parameter) -> st.SearchStrategy[str]:
    """Values of a parameter, most of them legal."""
    legal = [str(end) for end in (parameter.default, parameter.low, parameter.high) if end is not None]
    return st.sampled_from([*map(str, parameter.choices or ()), *(6 * legal), *NUMBERS])


@st.composite
def _entry(draw: st.DrawFn, key: str, entries: tuple[tuple[str, tuple[Parameter, ...]], ...]) -> str:
    name, parameters = draw(st.sampled_from(entries))
    chosen = (
        draw(st.lists(st.sampled_from(parameters), max_size=4, unique_by=lambda one: one.name)) if parameters else []
    )
    return ",".join([f"{key}={name}", *(f"{one.name}={draw(_value(one))}" for one in chosen)])


SURFACE = _entry("surface", tuple((one.name, tuple(one.parameters)) for one in SURFACES.values()))
OPTIMIZER = _entry("optimizer", tuple((one.name, tuple(one.parameters)) for one in OPTIMIZERS.values()))
NUMBER = st.sampled_from(NUMBERS) | st.floats(-1e7, 1e7).map(str)
START = st.builds("start={},{},{}".format, st.sampled_from(["A", "B", "S1", *WORDS]), NUMBER, NUMBER)
CONDITION = st.builds("{}={}".format, st.sampled_from(KEYS), NUMBER | st.sampled_from(["own", "tuned", "loss", *WORDS]))
OPTION = st.sampled_from(sorted(VIEW)).flatmap(
    lambda key: st.builds("{}={}".format, st.just(key), st.sampled_from([*VIEW[key], *WORDS]))
)
FREE = st.sampled_from(TRACKERS) | st.text(max_size=12) | st.sampled_from(WORDS)
LEGAL = st.tuples(
    SURFACE, st.lists(OPTIMIZER, min_size=1, max_size=3), st.lists(START, min_size=1, max_size=2), st.integers(1, 20)
).map(lambda parts: [parts[0], *parts[1], *parts[2], f"steps={parts[3]}"])
"""The items of a query that is legal or nearly so, and complete."""

CHANGES: tuple[Callable[[list[str], int, int], list[str]], ...] = (
    lambda items, k, n: items,
    lambda items, k, n: items[:k] + items[k + 1 :],
    lambda items, k, n: [*items, items[k]],
    lambda items, k, n: [*items[:k], items[k][: n % (len(items[k]) + 1)], *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k].replace("=", "==", 1), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k].replace(",", ",,", 1), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k].upper(), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], quote(items[k], errors="replace"), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k].replace("=", "=+").replace(",", ",+"), *items[k + 1 :]],
    lambda items, k, n: items[::-1],
    # long, in every way in which a query can be
    lambda items, k, n: [*items[:k], items[k] + "9" * n + "x", *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k] + ".5" * (n // 2), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k] + "%ff" * (n // 3), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k] + ",a=1" * (n // 4), *items[k + 1 :]],
    lambda items, k, n: [*items[:k], items[k] + "," * n, *items[k + 1 :]],
    lambda items, k, n: [*items, *[items[k]] * (n // (len(items[k]) + 1))],
    lambda items, k, n: [*items, *(f"b{j}=1" for j in range(n // 6))],
    lambda items, k, n: [*items, *[""] * n],
    lambda items, k, n: [*items, "hide=" + ",".join(f"a{j}" for j in range(n // 6))],
)
"""Each takes the items, which of them is meant, and how much may be added."""


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Queries of at most 8192 characters: legal ones, further items, changes, and long ones of every kind."""
    items = draw(LEGAL) + draw(st.lists(CONDITION | OPTION | FREE | START | OPTIMIZER, max_size=3))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
        room = LONG - len("&".join(items))
        items = change(
            items or [""], draw(st.integers(0, max(0, len(items) - 1))), max(0, draw(st.sampled_from((8, room))))
        )
    return "&".join(items)[:LONG]
