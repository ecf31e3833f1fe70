"""Files of a scenario: its numbers, programs that reproduce them, and citations."""

from collections.abc import Callable, Iterator
from itertools import chain

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from optimizers import simulate
from optimizers.export.citation import bibtex
from optimizers.export.programs import numpy_program, torch_program
from optimizers.export.tables import csv_pieces, json_pieces

from .. import caching
from ..dependencies import Admitted, Demanded, described
from ..public import public_url
from ..view import Query

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
def read_numpy(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """A program that needs NumPy only, and computes the same runs bit for bit."""
    return _file(request, query, PYTHON, "trajectories_{}_numpy.py", lambda: numpy_program(query.scenario))


@router.get("/export-pytorch.py", response_class=Response, openapi_extra=described(PYTHON))
def read_pytorch(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """A program that takes the same runs with torch.optim and autograd, up to rounding."""
    return _file(request, query, PYTHON, "trajectories_{}_pytorch.py", lambda: torch_program(query.scenario))


@router.get("/export.bib", response_class=Response, openapi_extra=described(BIBTEX))
def read_bibtex(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """BibTeX of the program and of the publications of the scenario's optimizers."""
    address = f"{public_url(request)}/?{query.address()}"
    return _file(request, query, BIBTEX, "trajectories-{}.bib", lambda: bibtex(address, query.scenario), address)


def _file(request: Request, query: Query, media_type: str, name: str, build: Callable[[], str], *key: str) -> Response:
    """Return what ``build`` makes as a file to save; the braces in ``name`` stand for the name of the surface."""
    return _named(
        caching.answer(request, media_type, lambda: build().encode(), query.scenario.query, *key), query, name
    )


def _table(request: Request, query: Query, media_type: str, name: str, pieces: Callable[[], Iterator[str]]) -> Response:
    """Return a file like ``_file`` that is sent piece by piece, each made after the one before it has been sent.

    A failure before the first piece is an ordinary error. A later one cuts the file off, which a client notices.
    """
    tag = caching.etag(request, query.scenario.query)
    if caching.is_known(request, tag):
        return Response(status_code=304, headers=caching.headers(tag))
    rest = pieces()
    whole = chain([next(rest)], rest)
    return _named(StreamingResponse(whole, media_type=media_type, headers=caching.headers(tag)), query, name)


def _named(response: Response, query: Query, name: str) -> Response:
    """Return ``response`` with a file name, if there is something to save."""
    if response.status_code == 200:
        surface = query.scenario.surface.name
        named = surface.replace("-", "_") if name.endswith(".py") else surface
        response.headers["content-disposition"] = f'attachment; filename="{name.format(named)}"'
    return response
