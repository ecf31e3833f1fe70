"""Records every request: counts for Prometheus, an identity for errors and log, and a line of log where that is set."""

import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from functools import cache
from time import perf_counter
from typing import Any

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .encoding import dumps
from .metrics import Metrics

GIVEN = re.compile(rb"[A-Za-z0-9._-]{8,64}")
"""An identity that a proxy may give to a request."""

LONGEST = 2000  # characters of a path or a query in the log
NO_ROUTE = "none"


def identity_of(request: Request) -> str:
    """Return the identity of a request, by which its error is found in the log."""
    return _identity(request.scope)


class Record:
    """ASGI middleware around all others. ``log``: whether it writes a line of JSON for each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: bool = False) -> None:
        self.app = app
        self.metrics = metrics
        self.log = _access_log() if log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and record it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        begun = perf_counter()
        status, size = 500, 0

        async def recorded(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                if status >= 400:
                    message = {
                        **message,
                        "headers": [*message["headers"], (b"x-request-id", _identity(scope).encode())],
                    }
            else:
                size += len(message.get("body", b""))
            await send(message)

        self.metrics.in_flight += 1
        try:
            await self.app(scope, receive, recorded)
        finally:
            seconds = perf_counter() - begun
            self.metrics.in_flight -= 1
            route = state.get("route", NO_ROUTE)
            self.metrics.count(route, status, seconds)
            if self.log:
                self.log.info(_line(scope, route=route, status=status, bytes=size, seconds=round(seconds, 6)))


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


def _identity(scope: Scope) -> str:
    """Return the X-Request-ID of a request if it is a harmless one, otherwise one that is made when first asked for."""
    state = scope["state"]
    if "identity" not in state:
        given = (value for name, value in scope["headers"] if name == b"x-request-id" and GIVEN.fullmatch(value))
        state["identity"] = next(given, b"").decode("ascii") or secrets.token_hex(8)
    identity: str = state["identity"]
    return identity


def _line(scope: Scope, **answer: Any) -> str:
    client = scope.get("client")
    fields = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request": _identity(scope),
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
