"""ETags for deterministic answers, which are not computed again for a client that has them."""

import hashlib
from collections.abc import Callable

from fastapi import Request, Response


def etag(request: Request, *key: str) -> str:
    """Return the ETag for ``key`` in this version of the code. It is weak, because all content codings share it."""
    digest = hashlib.sha256("\n".join((request.app.state.fingerprint, request.scope["path"], *key)).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Return whether the client's If-None-Match has ``tag``."""
    known = [item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in known or "*" in known


def headers(tag: str) -> dict[str, str]:
    """Return the headers of a deterministic answer, which may be cached but must be revalidated."""
    return {"etag": tag, "cache-control": "no-cache"}


def answer(request: Request, media_type: str, build: Callable[[], bytes], *key: str) -> Response:
    """Return what ``build`` makes, or 304 if the client has it already."""
    tag = etag(request, *key)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers(tag))
    return Response(build(), media_type=media_type, headers=headers(tag))
