"""The part of a request that its answer depends on, read once from the raw address and headers."""

from typing import NamedTuple

from fastapi import Request
from starlette.types import Scope

from ..compression import negotiate

LONGEST = 4_000  # bytes of an address that is remembered
Address = tuple[bytes, bytes, str, str, bytes]
"""Path and query as they came, the content coding, the path prefix, and the address of the service."""


class Asked(NamedTuple):
    """A request: its address, None if it is not to be remembered; the content coding; and its If-None-Match."""

    address: Address | None
    coding: str
    known: str


def asked_by(request: Request) -> Asked:
    """Return what ``request`` asks for."""
    noted: Asked | None = request.scope["state"].get("asked")
    return noted or read(request.scope, bool(request.app.state.settings.public_url))


def read(scope: Scope, public: bool) -> Asked:
    """Return what a request asks for. public: whether the settings give the address of the service."""
    accepted = known = host = b""
    partly = False
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = accepted + b"," + value if accepted else value
        elif name == b"if-none-match":
            known = known + b"," + value if known else value
        elif name == b"host":
            host = value
        elif name == b"range":
            partly = True
    coding = negotiate(accepted.decode("latin-1"))
    path, query = scope.get("raw_path") or b"", scope["query_string"]
    if partly or len(path) + len(query) + len(host) > LONGEST or not path or not (host or public):
        return Asked(None, coding, known.decode("latin-1"))
    reached = b"" if public else scope["scheme"].encode() + b"://" + host
    return Asked((path, query, coding, scope.get("root_path", ""), reached), coding, known.decode("latin-1"))
