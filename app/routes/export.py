"""Files of a scenario: its numbers, programs that reproduce them, and citations."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from optimizers import simulate
from optimizers.export.citation import bibtex
from optimizers.export.programs import numpy_program, torch_program
from optimizers.export.tables import csv_pieces, json_pieces

from ..answers import Headers, Validators, answer
from ..builders import as_bytes
from ..dependencies import Admitted, Demanded, described
from ..public import public_url
from ..view import Query
from ..work import price

router = APIRouter()
CSV, JSON, PYTHON, BIBTEX = (
    "text/csv; charset=utf-8",
    "application/json",
    "text/x-python; charset=utf-8",
    "application/x-bibtex",
)


@router.get("/export.csv", response_class=Response, openapi_extra=described(CSV))
def read_csv(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """Every step of every run as a table, after lines `# name: value` with the scenario and the versions."""
    scenario = query.scenario
    return _table(request, query, CSV, "trajectories-{}.csv", lambda: csv_pieces(scenario, simulate(scenario)))


@router.get("/export.json", response_class=Response, openapi_extra=described(JSON))
def read_json(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """Every step of every run, with status and metrics, the scenario and the versions."""
    scenario = query.scenario
    return _table(request, query, JSON, "trajectories-{}.json", lambda: json_pieces(scenario, simulate(scenario)))


@router.get("/export-numpy.py", response_class=Response, openapi_extra=described(PYTHON))
async def read_numpy(request: Request, query: Demanded) -> Response:
    """A program that needs NumPy only, and computes the same runs bit for bit."""
    return await _file(request, query, PYTHON, "trajectories_{}_numpy.py", numpy_program, query.scenario)


@router.get("/export-pytorch.py", response_class=Response, openapi_extra=described(PYTHON))
async def read_pytorch(request: Request, query: Demanded) -> Response:
    """A program that takes the same runs with torch.optim and autograd, up to rounding."""
    return await _file(request, query, PYTHON, "trajectories_{}_pytorch.py", torch_program, query.scenario)


@router.get("/export.bib", response_class=Response, openapi_extra=described(BIBTEX))
async def read_bibtex(request: Request, query: Demanded) -> Response:
    """BibTeX of the program and of the publications of the scenario's optimizers."""
    address = f"{public_url(request)}/?{query.address()}"
    return await _file(request, query, BIBTEX, "trajectories-{}.bib", bibtex, address, query.scenario)


async def _file(
    request: Request, query: Query, media_type: str, name: str, build: Callable[..., str], *arguments: Any
) -> Response:
    """Return what ``build`` makes of ``arguments`` as a file to save; braces in ``name`` stand for the surface."""
    public = media_type == BIBTEX
    job = (price.WORDS if public else price.PROGRAM).make(query.scenario, as_bytes, build, *arguments)
    key = (query.scenario.query, *arguments[:-1])
    return await answer(request, media_type, job, *key, headers=_saved(query, name), public=public)


def _table(request: Request, query: Query, media_type: str, name: str, pieces: Callable[[], Iterator[str]]) -> Response:
    """Return a file like ``_file`` that is sent piece by piece, each made after the one before it has been sent.

    A failure before the first piece is an ordinary error. A later one cuts the file off, which a client notices.
    """
    valid = Validators(request, media_type, query.scenario.query)
    if valid.known:
        return valid.unchanged()
    rest = pieces()
    response = StreamingResponse(chain([next(rest)], rest), media_type=media_type)
    response.raw_headers += [*valid.headers, *_saved(query, name)]
    return response


def _saved(query: Query, name: str) -> Headers:
    """Return the header that names the file."""
    surface = query.scenario.surface.name
    named = name.format(surface.replace("-", "_") if name.endswith(".py") else surface)
    return ((b"content-disposition", f'attachment; filename="{named}"'.encode()),)
