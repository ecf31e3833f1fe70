"""The reference: every optimizer and surface with its formula, parameters, a picture, and how it was checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from optimizers import Parameter, Rule, Scenario, Surface
from optimizers.picture import description, poster_size
from optimizers.query.decay import PARAMETERS as DECAY
from optimizers.query.registry import RULE_FAMILIES, SURFACE_FAMILIES
from optimizers.query.schedules import FORMULAS
from optimizers.query.schedules import PARAMETERS as SCHEDULES
from optimizers.rules import FIRST_VIEW
from optimizers.rules import GROUPS as RULE_GROUPS
from optimizers.surfaces import GROUPS as SURFACE_GROUPS
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.surface import Landmark
from optimizers.tell.checked import checks_of, sentence
from optimizers.terms.text import format_number

from ..catalog import OWN, anchor_of, equations
from ..mathml import mathml
from ..pages import page_of

MOST_POINTS = 8  # of a kind that are listed
NOTHING = 1e-25  # a smaller value is a zero that was rounded: no float64 is exactly at the minimum
PLURAL = {"minimum": "minima", "saddle": "saddle points", "maximum": "maxima"}


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter as a row of a table; symbol is MathML."""

    symbol: str
    name: str
    default: str
    allowed: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The query of a scenario, what it shows in words, and width and height of its poster in px."""

    query: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An optimizer or a surface as the page shows it; formula is MathML, facts are sentences."""

    anchor: str
    name: str
    title: str
    summary: str
    also: Sequence[str]
    formula: str
    variant: str
    source: str
    url: str
    facts: Sequence[str]
    rows: Sequence[Row]
    picture: Picture
    checks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the menus with its entries; anchor is its address on the page."""

    anchor: str
    title: str
    entries: Sequence[Entry]


def reference_html(root: str, assets: str) -> bytes:
    """Return the page. root: the relative address of the root of the app; assets: of static files."""
    own_rules, own_surfaces = (
        {OWN: [family.usual for family in families.values()]} for families in (RULE_FAMILIES, SURFACE_FAMILIES)
    )
    return page_of(
        "reference.html",
        root=root,
        assets=assets,
        kinds=[
            ("Optimizers", list(_groups({**RULE_GROUPS, **own_rules}))),
            ("Surfaces", list(_groups({**SURFACE_GROUPS, **own_surfaces}))),
        ],
        shared=_rows((*SCHEDULES, *DECAY)),
        schedules=[(name, mathml(formula)) for name, formula in FORMULAS.items()],
    )


def _groups(groups: Mapping[str, Sequence[Rule | Surface]]) -> Iterator[Group]:
    for title, entries in groups.items():
        if entries:
            shown = [_rule(one) if isinstance(one, Rule) else _surface(one) for one in entries]
            kind = "optimizers" if isinstance(entries[0], Rule) else "surfaces"
            yield Group(f"{kind}-{title.lower().replace(' ', '-')}", title, shown)


def _rule(rule: Rule) -> Entry:
    first = FIRST_VIEW[0]
    query = f"optimizer={rule.name}" if rule is first else f"optimizer={first.name}&optimizer={rule.name}"
    where = f", {rule.source.where}" if rule.source.where else ""
    return Entry(
        anchor_of("optimizers", rule.name),
        rule.name,
        rule.title,
        rule.summary,
        rule.also,
        equations(rule.formula),
        rule.variant,
        f"{rule.source.authors}, {rule.source.title}, {rule.source.year}{where}",
        rule.source.url,
        [rule.degenerate] if rule.degenerate else [],
        _rows(rule.parameters),
        _picture(query),
        [sentence(check) for check in checks_of("optimizers", rule.name)],
    )


def _surface(surface: Surface) -> Entry:
    return Entry(
        anchor_of("surfaces", surface.name),
        surface.name,
        surface.title,
        surface.summary,
        surface.also,
        equations(surface.formula),
        "",
        surface.source,
        "",
        list(_facts(surface)),
        _rows(surface.parameters),
        _picture(f"surface={surface.name}"),
        [sentence(check) for check in checks_of("surfaces", surface.name)],
    )


def _facts(surface: Surface) -> Iterator[str]:
    """Return the domain, the points where the surface is stationary, and what must be said of it, as sentences."""
    (west, east), (south, north) = surface.domain
    x, y = (f"{_number(low)} to {_number(high)}" for low, high in ((west, east), (south, north)))
    yield f"Domain: x from {x}, y from {y}."
    bound = BoundSurface(surface, surface.defaults())
    usual = "" if not surface.parameters else " with the default parameters"
    for kind, plural in PLURAL.items():
        points = [point for point in bound.stationary if point.kind == kind]
        if points:
            listed = "; ".join(_point(point) for point in points[:MOST_POINTS])
            more = f"; and {len(points) - MOST_POINTS} more" if len(points) > MOST_POINTS else ""
            title = plural if len(points) > 1 else plural.removesuffix("s") if kind == "saddle" else kind
            yield f"{title.capitalize()}{usual}: {listed}{more}."
    if bound.landmarks.remark:
        yield bound.landmarks.remark
    if surface.legend:
        yield surface.legend
    if surface.caution:
        yield f"Not suited to gradient methods: {surface.caution[:1].lower()}{surface.caution[1:]}"


def _point(point: Landmark) -> str:
    pair = f"({_number(point.x)}, {_number(point.y)})"
    where = f"the circle around {pair} with radius {_number(point.radius)}" if point.radius else pair
    return f"{where}, f = {_number(point.value)}"


def _number(value: float) -> str:
    """Return five digits; a value below ``NOTHING`` is shown as 0."""
    return f"{value if abs(value) > NOTHING else 0.0:.5g}".replace("-", "−")


def _picture(query: str) -> Picture:
    scenario = Scenario.from_query(query)
    width, height = poster_size(scenario, "overlay")
    return Picture(scenario.query, description(scenario), ceil(width), ceil(height))


def _rows(parameters: Sequence[Parameter]) -> list[Row]:
    return [Row(_symbol(p), p.name, _default(p), p.allowed, p.meaning) for p in parameters]


def _symbol(parameter: Parameter) -> str:
    """Return the symbol as MathML, none where it would only repeat the name."""
    return "" if parameter.scale in ("switch", "choice", "text") else mathml(parameter.symbol)


def _default(parameter: Parameter) -> str:
    if parameter.unit == "factor":
        return format_number(parameter.factor)
    if parameter.initial is None:
        factor = f", times {format_number(parameter.factor)}" if parameter.factor != 1 else ""
        return f"the surface’s rate for {parameter.unit}s{factor}"
    return str(parameter.initial) if parameter.scale == "text" else parameter.write(parameter.initial)
