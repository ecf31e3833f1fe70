"""Brotli and gzip: which of them an answer uses."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

IDENTITY = "identity"
ASSETS = "/static/"
LONGEST = 1000  # characters; a longer Accept-Encoding header is not read, and browsers send about twenty
SUFFIXES = {"br": ".br", "gzip": ".gz"}  # of files compressed beforehand; the preferred coding comes first
FAST: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
# Not application/jsonl: small answers are compressed as they are kept, and streams never.
for media_type in ("text/csv", "text/x-python"):
    add_compress_type(media_type)


def negotiate(accepted: str) -> str:
    """Return the content coding for an Accept-Encoding header: "br", "gzip" or "identity" (RFC 9110, 12.5.3).

    It is the one with the highest quality, and among equals the one that compresses better. It is identity if no other
    is acceptable, or if the header has more than ``LONGEST`` characters, in which case it is neither read nor cached.
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
    # Identity is acceptable unless it is refused, but by default any compression is preferred to it.
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
    """Compresses what does not come from the cache of answers: long tables, errors, the description of the API.

    The negotiation is the same as for static files. These, streams of points, and answers that are compressed already
    pass through unchanged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.untouched = app
        self.app = CompressMiddleware(app, zstd=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or ASSETS in scope["path"]:
            await self.untouched(scope, receive, send)
            return
        accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        rest = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        chosen = negotiate(accepted.decode("latin-1")).encode()
        await self.app({**scope, "headers": [*rest, (b"accept-encoding", chosen)]}, receive, send)


def compressed(path: Path, coding: str) -> bytes:
    """Return a file in a coding: the compressed file beside it if that is not older, otherwise compressed quickly."""
    beside = path.with_name(path.name + SUFFIXES[coding])
    if beside.is_file() and beside.stat().st_mtime >= path.stat().st_mtime:
        return beside.read_bytes()
    return FAST[coding](path.read_bytes())
