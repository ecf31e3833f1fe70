"""Brotli and gzip: which of them an answer has."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import brotli
from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

IDENTITY = "identity"
LONGEST = 1000  # characters of an Accept-Encoding header that are read; browsers send some twenty
SUFFIXES = {"br": ".br", "gzip": ".gz"}  # of files compressed beforehand; first the coding that we prefer
FAST: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
# Not application/jsonl: a slider asks for it sixty times a second. Small answers are compressed by ``quickly``.
for media_type in ("text/csv", "text/x-python"):
    add_compress_type(media_type)


def negotiate(accepted: str) -> str:
    """Return the content coding for an Accept-Encoding header: "br", "gzip" or "identity" (RFC 9110, 12.5.3).

    The one with the highest quality; among equals the one that is smaller. Where none is acceptable, identity; and so
    for a header of more than ``LONGEST`` characters, which is neither read nor kept.
    """
    return _negotiated(accepted) if len(accepted) <= LONGEST else IDENTITY


@lru_cache(256)
def _negotiated(accepted: str) -> str:
    qualities: dict[str, float] = {}
    for item in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        if coding:
            qualities[coding] = _quality(parameters)
    others = qualities.get("*", 0.0)
    # Named or not, identity is acceptable unless refused; but nobody who can take less wants it by default.
    offered = {coding: qualities.get(coding, others) for coding in SUFFIXES} | {IDENTITY: qualities.get(IDENTITY, 0.0)}
    best = max(offered, key=lambda coding: offered[coding])
    return best if offered[best] > 0 else IDENTITY


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


class Compression:
    """Compresses pages, surfaces, posters and exports as they are answered, by one rule with the static files.

    Those lie in ``assets``, and are left alone here. Streams of points pass through untouched, piece by piece.
    """

    def __init__(self, app: ASGIApp, assets: str) -> None:
        self.untouched = app
        self.app = CompressMiddleware(app, zstd=False)
        self.assets = f"/{assets}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.assets in scope["path"]:
            await self.untouched(scope, receive, send)
            return
        accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        rest = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        chosen = negotiate(accepted.decode("latin-1")).encode()
        await self.app({**scope, "headers": [*rest, (b"accept-encoding", chosen)]}, receive, send)


def quickly(request: Request, response: Response) -> Response:
    """Return ``response``, whole and small, in the coding that costs next to nothing, where the client takes it."""
    response.headers.add_vary_header("accept-encoding")
    if request.headers.get("accept-encoding") == "br":  # as negotiated by the middleware
        response.body = brotli.compress(bytes(response.body), quality=1)
        response.headers["content-encoding"] = "br"
        response.headers["content-length"] = str(len(response.body))
    return response


def compressed(path: Path, coding: str) -> bytes:
    """Return a file in a coding: as it lies beside the file and is no older, else compressed quickly."""
    beside = path.with_name(path.name + SUFFIXES[coding])
    if beside.is_file() and beside.stat().st_mtime >= path.stat().st_mtime:
        return beside.read_bytes()
    return FAST[coding](path.read_bytes())
