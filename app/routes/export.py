"""Files of a scenario: its numbers, programs that reproduce them, citations, and the page itself."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from optimizers import Continuation, Scenario
from optimizers.export.citation import bibtex
from optimizers.export.programs import numpy_program, torch_program
from optimizers.export.tables import COLUMNS

from ..answers import Headers, Validators, answer
from ..answers.streaming import streamed
from ..builders import as_bytes, offline_html
from ..builders.offline import explained
from ..builders.parts import Part, parts
from ..builders.tables import ROWS, all_continuations, csv_part, csv_table, json_part, json_table
from ..dependencies import Direct, demanded, described, text_of
from ..lessons import lesson_of, opened
from ..pages import HTML
from ..public import public_url
from ..view import WRITTEN, Query
from ..work import Job, Work, price

router = APIRouter(route_class=Direct)
WHOLE = 8_000  # rows of a table that is made as a whole, a megabyte
CSV, JSON, PYTHON, BIBTEX = (
    "text/csv; charset=utf-8",
    "application/json",
    "text/x-python; charset=utf-8",
    "application/x-bibtex",
)


@router.get("/export.csv", summary="Every step as CSV", response_class=Response, openapi_extra=described(CSV))
async def read_csv(request: Request) -> Response:
    """Every step of every run as a table, after lines `# name: value` with the scenario and the versions."""
    return await _table(request, CSV, "trajectories-{}.csv", price.CSV, csv_table, _csv)


@router.get("/export.json", summary="Every step as JSON", response_class=Response, openapi_extra=described(JSON))
async def read_json(request: Request) -> Response:
    """Every step of every run, with status and metrics, the scenario and the versions."""
    return await _table(request, JSON, "trajectories-{}.json", price.JSON, json_table, _json)


@router.get("/export-numpy.py", summary="Program for NumPy", response_class=Response, openapi_extra=described(PYTHON))
async def read_numpy(request: Request) -> Response:
    """A program that needs NumPy only, and computes the same runs bit for bit."""
    query = await demanded(request)
    return await _file(request, query, PYTHON, "trajectories_{}_numpy.py", numpy_program, query.scenario)


@router.get(
    "/export-pytorch.py", summary="Program for PyTorch", response_class=Response, openapi_extra=described(PYTHON)
)
async def read_pytorch(request: Request) -> Response:
    """A program that takes the same runs with torch.optim and autograd, up to rounding."""
    query = await demanded(request)
    return await _file(request, query, PYTHON, "trajectories_{}_pytorch.py", torch_program, query.scenario)


@router.get("/export.bib", summary="Citations as BibTeX", response_class=Response, openapi_extra=described(BIBTEX))
async def read_bibtex(request: Request) -> Response:
    """BibTeX of the program and of the publications of the scenario's optimizers."""
    query = await demanded(request)
    address = f"{public_url(request)}/?{query.address()}"
    return await _file(request, query, BIBTEX, "trajectories-{}.bib", bibtex, address, query.scenario)


@router.get(
    "/export.html",
    summary="Page as one file",
    response_class=Response,
    openapi_extra=described(HTML, *WRITTEN, "plotly", "lesson"),
)
async def read_html(request: Request) -> Response:
    """The page as one file that needs no server, with the parts that an embed has; if asked, with a lesson's text."""
    text, lesson = lesson_of(text_of(request))
    query = opened(await demanded(request, text), text, lesson)
    root = f"{public_url(request)}/"
    cost = price.of_offline(query.scenario, explained(query), lesson)
    job = Job(offline_html, (query, request.app.state.settings.limits, root, lesson), cost, scenario=query.scenario)
    key = (query.scenario.query, query.view.some((*WRITTEN, "plotly")), root, lesson)
    return await answer(request, HTML, job, *key, headers=_saved(query, "trajectories-{}.html"), public=True)


async def _file(
    request: Request, query: Query, media_type: str, name: str, build: Callable[..., str], *arguments: Any
) -> Response:
    """Return what ``build`` makes of ``arguments`` as a file to save; the surface replaces braces in ``name``."""
    public = media_type == BIBTEX
    job = (price.WORDS if public else price.PROGRAM).make(query.scenario, as_bytes, build, *arguments)
    key = (query.scenario.query, *arguments[:-1])
    return await answer(request, media_type, job, *key, headers=_saved(query, name), public=public)


async def _table(
    request: Request,
    media_type: str,
    name: str,
    cost: price.Price,
    whole: Callable[[Scenario], bytes],
    pieces: Callable[[Work, Scenario], AsyncIterator[bytes]],
) -> Response:
    """Return a table as a file to save: a short one as ``whole`` makes it, a long one in ``pieces``.

    Each piece is made after the one before it has been sent. A failure before the first piece is an ordinary error. A
    later one cuts the file off, which a client notices.
    """
    query = await demanded(request)
    scenario, saved = query.scenario, _saved(query, name)
    if scenario.points <= WHOLE:
        return await answer(request, media_type, cost.make(scenario, whole, scenario), scenario.query, headers=saved)
    valid = Validators(request, media_type, scenario.query)
    if valid.known:
        return valid.unchanged()
    made = pieces(request.app.state.work, scenario)
    return await streamed(request, made, media_type, [*valid.headers, *saved])


def _csv(work: Work, scenario: Scenario) -> AsyncIterator[bytes]:
    whole = price.CSV.of(scenario)
    made = list(parts(scenario, ROWS))
    return work.pieces(Job(csv_part, (scenario, part), whole / len(made), whole, scenario=scenario) for part in made)


async def _json(work: Work, scenario: Scenario) -> AsyncIterator[bytes]:
    ahead = await work.whole(price.CONTINUATIONS.make(scenario, all_continuations, scenario))
    async for piece in work.pieces(_json_jobs(scenario, ahead)):
        yield piece


def _json_jobs(scenario: Scenario, ahead: Sequence[Continuation]) -> Iterator[Job[bytes]]:
    """Yield the jobs that make the parts: some whole runs, or one column of a long one."""
    count = len(ahead)
    together = max(1, min(ROWS // (scenario.steps + 1), count))
    groups = [COLUMNS] if scenario.steps < ROWS else [(name,) for name in COLUMNS]
    whole = price.JSON.of(scenario)
    each = whole * together / count / len(groups)
    for begin in range(0, count, together):
        part = Part(begin, min(begin + together, count), 0, scenario.steps)
        for columns in groups:
            yield Job(json_part, (scenario, part, ahead[part.begin : part.end], columns), each, whole)


def _saved(query: Query, name: str) -> Headers:
    """Return the header that names the file."""
    surface = query.scenario.surface.name
    named = name.format(surface.replace("-", "_") if name.endswith(".py") else surface)
    return ((b"content-disposition", f'attachment; filename="{named}"'.encode()),)
