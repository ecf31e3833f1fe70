"""A scenario as one HTML file that needs no server: the page of an embed, with everything it would request from one."""

import base64
import gzip
import json
import re
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from optimizers import Scenario, simulate
from optimizers.picture import Panel, panels
from optimizers.picture.region import Region
from optimizers.query.choices import Limits
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of
from optimizers.rules import RULES
from optimizers.run.columns import LARGEST as FLOAT
from optimizers.run.continuation import TIMES
from optimizers.run.fairness import normals_of
from optimizers.run.tails import TAIL
from optimizers.run.tuning import caption
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.text import format_number

from .. import plotlyjs
from ..assets import served
from ..catalog import for_pages
from ..embed_options import hidden
from ..encoding import dumps
from ..engine import ENGINE, FORMS, made_modules
from ..modules import linked
from ..pages import page_of
from ..security import file
from ..view import WRITTEN, Query
from .findings import Findings, findings
from .page import FRAMED, PageArguments, page_context
from .steps import steps_json
from .surface import surface_json
from .trajectories import whole_lines
from .verdict import verdict_json

OF_THE_MODEL = ("scale", "shift")  # these change how a model reads its data, but not the data
CELLS = 128  # along a side of the grid that the 3-D view of a frame requests
FEW = 64  # along a side of the grid that the file has for it
EXPLAINED = 16  # steps of solvers that are explained, in all runs together; each takes about 2 kB
PRINTED = ("layout", "colormap", "region", "step")  # of the view, in a printed picture; as in print.js
LARGEST = 395_000  # bytes of a file without Plotly
PICTURE = 20_000  # bytes of the file that paths and contours may take in any case
HIDDEN = 40_000  # characters of contours that are not in the picture
CARRIED = 40_000  # bytes of a stream; a longer one has no points if the page's engine can compute them
SAFE = str.maketrans("&<>`", "/:,.")
"""What base 85, which is 6 % shorter than base 64, has instead of characters with a meaning in HTML. ``unpack.js`` has
the same."""
OFFLINE, MAIN = "offline/prepare.js", "offline/main.js"
TRANSLATED = ENGINE.removeprefix("js/")
EXPLAINING = "engine/why/explain.js", FORMS.removeprefix("js/")
SWAPPED = tuple((f"service/{name}.js", f"offline/{name}.js") for name in ("send", "engine", "verdict-finder"))


def offline_html(query: Query, limits: Limits, root: str = "", lesson: str = "", bundle: Path | None = None) -> bytes:
    """Return the file.

    limits: those that readers keep to. root: the absolute address of a server, with a slash at its end, for links to
    it; without one there are none. lesson: the slug of the lesson whose text stands above the plots, if any. bundle:
    of plotly.js, which the file holds if the query asks for it; by default the one that the page loads.
    """
    links = query.view.links if root else "0"
    query = query._replace(view=query.view._replace(links=links))
    given = PageArguments("offline.html", query, root, "", root.rstrip("/"), lesson)
    script = _text("js/offline/unpack.js")
    bundle = bundle or served()["packaged/plotly.js"]
    found = findings(query.scenario)
    context = {
        **page_context(given, found),
        "offline": True,
        "policy": file(script),
        "icon": base64.b64encode(_text("img/icon.svg").encode()).decode(),
        "css": _css,
        "script": script,
        "solid": plotlyjs.has_3d(bundle),
    }
    held = _held(query, limits, context["island"], found)
    packs = {"modules": _modules(explains(query)), "answers": _packed_json(held)}
    around = len(page_of(given.template, **{**context, "panels": [], "packs": packs}))
    plots = _plots(query, found, LARGEST - around)
    if query.view.plotly == "1":
        packs["plotly"] = _plotly(bundle)
    return page_of(given.template, **{**context, "panels": plots, "packs": packs})


def _plots(query: Query, found: Findings, room: int) -> list[Panel]:
    """Return the plots of the picture, which has ``room`` bytes if that is possible at all."""
    scenario, view = query.scenario, query.view

    def drawn(most: int) -> list[Panel]:
        width = FRAMED[view.flat]
        return panels(
            scenario, view.flat, view.step, width, runs=found.runs, ahead=found.ahead, region=view.region, most=most
        )

    most = room
    while True:
        plots = drawn(most)
        size = sum(len(plot.svg) for plot in plots)
        if size <= room or most <= PICTURE:
            return plots
        most = max(PICTURE, min(most * 2 // 3, most - (size - room)))


def _held(query: Query, limits: Limits, island: str, found: Findings) -> dict[str, Any]:
    """Return what the script of the file is given."""
    scenario = query.scenario
    addresses = _addresses(query)
    lines, points = stream_and_sum(scenario)
    answers = {addresses["stream"]: lines, **_answers(query, limits, found), **_explanations(query)}
    answers[addresses["drawn"]] = _without_lines(answers[addresses["drawn"]])
    verdict = json.loads(answers[f"api/v1/verdict?{scenario.query}"])
    return {
        **addresses,
        "answers": {address: data.decode() for address, data in answers.items()},
        "island": island,
        "fixed": fixed(scenario),
        "sum": points,
        "tails": tails(scenario, TIMES * limits.steps),
        "found": [one["rate"] if one and one["found"] else None for one in verdict["rates"]],
    }


def explains(query: Query) -> bool:
    """Return whether the file of a query shows why steps are what they are."""
    view = query.view
    return "why" not in hidden(view.ui or "compact", view.show, view.hide)


def explained(query: Query) -> int:
    """Return how many explanations the file of a query holds at most: none where its engine explains all steps."""
    solvers = any(one.rule.solver for one in query.scenario.optimizers)
    return EXPLAINED if solvers and explains(query) else 0


@cache
def _text(name: str) -> str:
    return served()[name].read_text("utf-8")


@cache
def _css(name: str) -> str:
    """Return a style sheet without comments, indentation and empty lines."""
    plain = re.sub(r"/\*.*?\*/", "", _text(f"css/{name}.css"), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", plain).strip()


def _packed_json(value: Any) -> str:
    return _packed(json.dumps(value, ensure_ascii=False).encode())


def _packed(data: bytes) -> str:
    return base64.b85encode(gzip.compress(data, mtime=0)).decode().translate(SAFE)


@cache
def _modules(explains: bool) -> str:
    made = tuple((path.removeprefix("js/"), text.decode()) for path, text in made_modules().items())
    roots = OFFLINE, MAIN, TRANSLATED, *(EXPLAINING if explains else ())
    modules, numbers = linked(*roots, swapped=SWAPPED, made=made)
    first, main, translated, explain, forms = (*numbers, 0, 0)[:5]
    named = {"first": first, "main": main, "translated": translated, "explain": explain, "forms": forms}
    return _packed_json({"modules": modules, **named})


@cache
def _plotly(bundle: Path) -> str:
    return _packed(bundle.read_bytes())


def _answers(query: Query, limits: Limits, found: Findings) -> dict[str, bytes]:
    """Return what the page asks for as it opens, by address, and the picture that it prints."""
    scenario, view = query.scenario, query.view
    address = _addresses(query)
    answers = {
        address["catalog"]: for_pages(limits),
        f"api/v1/verdict?{scenario.query}": verdict_json(scenario, found),
    }
    whole: Region = ()
    for region in {whole, view.region}:
        item = _item(scenario, region)
        answers[f"api/v1/surface?{item}&cells=0"] = surface_json(scenario.surface, 0, "f4", region, HIDDEN)
        precision = "f8" if region else "f4"
        if view.plotly == "1":  # without it there is no 3-D view
            grid = f"api/v1/surface?{item}&cells={CELLS}&precision={precision}"
            answers[grid] = surface_json(scenario.surface, FEW, precision, region, HIDDEN)
    return answers


def _item(scenario: Scenario, region: Region) -> str:
    """Return the surface, and the region if there is one, as an address has them."""
    surface = scenario.query.partition("&")[0]
    return f"{surface}&region={','.join(map(format_number, region))}" if region else surface


def _addresses(query: Query) -> dict[str, str]:
    """Return the addresses of the answers that a page needs to begin, and the address of the picture that it prints."""
    scenario = query.scenario
    shown = query.address(*(key for key in WRITTEN if key not in PRINTED))
    return {
        "catalog": "catalog.json",
        "stream": f"api/v1/trajectories?{scenario.query}&precision=f4",
        "surface": f"api/v1/surface?{_item(scenario, ())}&cells=0",
        "drawn": f"api/v1/surface?{_item(scenario, query.view.region)}&cells=0",
        "poster": f"poster.svg?{shown}&theme=light",
    }


def stream_and_sum(scenario: Scenario) -> tuple[bytes, int]:
    """Return the lines of all runs, and the checksum of the points in them. The lines of a long stream that the page's
    engine can compute are only what it needs for that: what is held equal."""
    total = 0
    for one in simulate(scenario):
        for column in (*one.x.T, one.loss, *one.gradient.T):
            total = crc32(np.clip(column, -FLOAT, FLOAT).astype("<f4").tobytes(), total)
    lines = whole_lines(scenario, "f4")
    if len(lines) > CARRIED and not any(optimizer.rule.solver for optimizer in scenario.optimizers):
        lines = dumps({**json.loads(lines.partition(b"\n")[0]), "rates": []})
    return lines, total


def tails(scenario: Scenario, steps: int) -> dict[str, Any] | None:
    """Return the seed of the noise and its draws in the tails, of so many steps; None without noise.

    The page's engine makes them with another logarithm than NumPy; where rounding decides, it takes these.
    """
    if not scenario.conditions["noise"]:
        return None
    drawn = normals_of(scenario, steps).ravel()
    return {"seed": scenario.conditions["seed"], "values": drawn[np.abs(drawn) >= TAIL].tolist()}


def _without_lines(answer: bytes) -> bytes:
    """Return what is known of a surface without the path data of its contours, which the picture has."""
    known = json.loads(answer)
    contours = known["contours"]
    contours |= {"bands": [["", *rest] for _, *rest in contours["bands"]], "undefined": ""}
    return dumps(known)


def fixed(scenario: Scenario) -> list[str]:
    """Return the names of what a file does not let readers change, although it computes runs.

    The choice of surface, and its parameters if the page's engine cannot find its minima from them; what is held equal
    and what the caption says, because the server writes the caption, except for the seed; and texts, which the server
    reads. Which optimizers run may change where the caption says nothing of them.
    """
    free = caption(scenario) == caption(Scenario.from_query(""))
    rules = RULES if free else [one.rule for one in scenario.optimizers]
    said = [p.name for one in rules for p in parameters_of(one) if p.captioned or p.scale == "text"]
    said += [] if free else ["optimizers"]
    conditions = [p.name for p in CONDITIONS if p.name != "seed"]
    return list(dict.fromkeys((*_fixed_surface(scenario.surface), *conditions, "length", *said)))


def _fixed_surface(surface: BoundSurface) -> list[str]:
    """Return the names of what readers cannot change of a surface."""
    definition = surface.definition
    if definition.stationary_points is None:
        return ["surface", *surface.values]
    free = OF_THE_MODEL if definition.data else surface.values
    return ["surface-menu", *(name for name in surface.values if name not in free)]


def _explanations(query: Query) -> dict[str, bytes]:
    """Return why steps are what they are, where the page's engine cannot explain them, beside solvers.

    By address: in each run the step that is shown, and some of the first.
    """
    if not explained(query):
        return {}
    scenario = query.scenario
    ends = [(run.optimizer, run.start, len(run.x) - 1) for run in simulate(scenario)]
    shown = scenario.steps if query.view.step is None else max(1, query.view.step)
    last = [(*run, min(shown, end)) for *run, end in ends]
    first = ((*run, step) for step, (*run, end) in product(range(1, scenario.steps + 1), ends) if step <= end)
    wanted = dict.fromkeys(islice((*last, *first), explained(query)))
    return {
        f"api/v1/steps/{optimizer}/{start}/{step}?{scenario.query}": steps_json(scenario, optimizer, start, step)
        for optimizer, start, step in wanted
    }
