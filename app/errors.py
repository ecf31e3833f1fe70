"""One shape for every error: application/problem+json (RFC 9457), or the same words as a page for a browser."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from optimizers import ScenarioError

from .encoding import dumps

log = logging.getLogger(__name__)


def problem(request: Request, status: int, detail: str, headers: Any = None, **more: Any) -> Response:
    """Return the error as a page where a browser asks for one, else as problem details."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    if "text/html" in request.headers.get("accept", ""):
        page: Response = request.app.state.pages.render(request, "error.html", headers=headers, **body)
        return page
    return Response(dumps(body), status, headers=headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Give ``app`` its error handlers."""

    @app.exception_handler(ScenarioError)
    async def scenario(request: Request, error: ScenarioError) -> Response:
        problems = [{"parameter": p.parameter, "value": p.value, "allowed": p.allowed} for p in error.problems]
        return problem(request, 422, str(error), problems=problems)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        problems = [
            {"parameter": str(e["loc"][-1]), "value": str(e.get("input")), "allowed": e["msg"]} for e in error.errors()
        ]
        detail = "; ".join(f"{p['parameter']} = {p['value']!r} is not allowed: {p['allowed']}" for p in problems)
        return problem(request, 422, detail, problems=problems)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if headers.get("Allow") == "GET":  # what can be read can be asked after
            headers["Allow"] = "GET, HEAD"
        return problem(request, error.status_code, error.detail, headers)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("unexpected error", exc_info=error)
        return problem(request, 500, "The server failed; the log says why.")
