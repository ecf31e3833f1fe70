"""Records every request: counts for Prometheus, an identity for errors and log, and a line of log where that is set."""

import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from functools import cache
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from .encoding import dumps
from .metrics import Metrics

GIVEN = re.compile(rb"[A-Za-z0-9._-]{8,64}")
"""An identity that a proxy may give to a request."""

LONGEST = 2000  # characters of a path or a query in the log
NO_ROUTE = "none"


def identity_of(scope: Scope) -> str:
    """Return the identity of a request, by which its error is found in the log.

    It is the request's X-Request-ID if that is a harmless one, otherwise one that is made when first asked for.
    """
    state = scope["state"]
    if "identity" not in state:
        given = (value for name, value in scope["headers"] if name == b"x-request-id" and GIVEN.fullmatch(value))
        state["identity"] = next(given, b"").decode("ascii") or secrets.token_hex(8)
    identity: str = state["identity"]
    return identity


class Recorder:
    """Records requests in ``metrics``, and with ``log`` as lines of JSON."""

    def __init__(self, metrics: Metrics, log: bool = False) -> None:
        self._metrics = metrics
        self._log = _access_log() if log else None

    def begin(self) -> None:
        """Record that a request has come."""
        self._metrics.in_flight += 1

    def end(self, scope: Scope, route: str, status: int, size: int, seconds: float) -> None:
        """Record how it was answered: by which route, with how many bytes of a body, and after how many seconds."""
        self._metrics.in_flight -= 1
        self._metrics.count(route, status, seconds)
        if self._log:
            self._log.info(_line(scope, route=route, status=status, bytes=size, seconds=round(seconds, 6)))


class NoteRoute:
    """ASGI middleware next to the router, which notes the route that it chose: middlewares before it copy the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and note its route."""
        try:
            await self.app(scope, receive, send)
        finally:
            if route := scope.get("route"):
                scope["state"]["route"] = route.path


def _line(scope: Scope, **answer: Any) -> str:
    client = scope.get("client")
    fields = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request": identity_of(scope),
        "client": client[0] if client else None,
        "method": scope["method"],
        "path": scope["path"][:LONGEST],
        "query": scope["query_string"].decode("latin-1")[:LONGEST],
    }
    return dumps({**fields, **answer}).decode()


@cache
def _access_log() -> logging.Logger:
    """Return a logger that writes to standard output."""
    log = logging.getLogger("app.access")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(logging.StreamHandler(sys.stdout))
    return log
