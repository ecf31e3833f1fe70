"""One shape for all errors: application/problem+json (RFC 9457), or an HTML page with the same words for browsers."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from optimizers import Problem, ScenarioError

from .encoding import dumps
from .record import identity_of
from .work import Busy, ClientLeftError, ProcessDiedError

log = logging.getLogger(__name__)
CLIENT_LEFT = 499  # as nginx counts such requests; no client receives it
BUSY = "5"  # seconds after which to ask again, by default
SPREAD = 2  # seconds over which pages come back, at the least
PASSING = {"cache-control": "no-store", "access-control-expose-headers": "retry-after"}
"""Headers of a temporary error: no cache keeps it, and scripts of all origins may read when to ask again."""


def problem(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Return the error as an HTML page if the client accepts HTML, otherwise as problem details.

    headers: with names in lower case. A page of a server that is busy loads itself again after the header retry-after.
    """
    added = dict(headers or {})
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    body["request_id"] = identity_of(request.scope)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        added = {"retry-after": BUSY, **added, **PASSING}
    if "text/html" in request.headers.get("accept", ""):
        wait = _spread(added["retry-after"]) if "retry-after" in added else None
        page: Response = request.app.state.pages.render(request, "error.html", headers=added, wait=wait, **body)
        return page
    return Response(dumps(body), status, headers=added, media_type="application/problem+json")


def _spread(wait: str) -> int:
    """Return the seconds after which a page loads itself again: ``wait``, and a random time more.

    Otherwise all pages that a server has refused in one second would come back in one second.
    """
    seconds = int(wait)
    return seconds + secrets.randbelow(max(SPREAD, seconds) + 1)


def _bad_values(request: Request, error: ScenarioError) -> Response:
    """Return an error that names the problems in words and lists them as data."""
    return problem(request, 422, str(error), problems=[_as_data(one) for one in error.problems])


def _as_data(one: Problem) -> dict[str, Any]:
    """Return a problem as data, with a column only where one is known."""
    return {key: value for key, value in asdict(one).items() if value is not None and key != "kind"}


def install(app: FastAPI) -> None:
    """Add the error handlers to ``app``."""

    @app.exception_handler(ScenarioError)
    async def scenario(request: Request, error: ScenarioError) -> Response:
        return _bad_values(request, error)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        problems = (Problem(str(e["loc"][-1]), str(e.get("input")), e["msg"]) for e in error.errors())
        return _bad_values(request, ScenarioError(problems))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["allow"] = "GET, HEAD"  # every route answers GET, and Front makes HEAD of it
        return problem(request, error.status_code, error.detail, headers)

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> Response:
        return problem(request, 503, str(error), {"retry-after": str(error.retry_after)})

    @app.exception_handler(ClientLeftError)
    async def left(request: Request, error: ClientLeftError) -> Response:
        return Response(status_code=CLIENT_LEFT)

    @app.exception_handler(ProcessDiedError)
    async def died(request: Request, error: ProcessDiedError) -> Response:
        log.error("a process ended in request %s", identity_of(request.scope))
        return problem(request, 500, str(error))

    @app.exception_handler(MemoryError)
    async def short(request: Request, error: MemoryError) -> Response:
        log.error("not enough memory for request %s", identity_of(request.scope))
        detail = "There is not enough memory for this at the moment. Try again later, or with fewer steps or runs."
        return problem(request, 503, detail, {"retry-after": "10"})

    @app.exception_handler(TimeoutError)
    async def late(request: Request, error: TimeoutError) -> Response:
        return problem(request, 503, str(error), {"retry-after": "10"})

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("unexpected error in request %s", identity_of(request.scope), exc_info=error)
        return problem(request, 500, "The server failed; its log says why.")
