"""ETags of deterministic answers, and how long browsers and shared caches may keep them."""

import hashlib

from fastapi import Request

BRIEFLY = "public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=60"
LONG = "public, max-age=0, must-revalidate, s-maxage=3600, stale-while-revalidate=86400"
"""How long answers are kept by others.

A browser asks each time whether its copy is still valid, which is answered 304 without any work. ``must-revalidate``
keeps it from showing a stale copy first, as it would by ``stale-while-revalidate``.

A cache in front of the service, nginx or a CDN, does not learn that a new version of the service has started. A page
that such a cache still sends names the static files of the old version, and its scripts read answers in the form of the
old version. So pages, and the answers that scripts read, are kept there for a minute: long enough for a class that
opens a lesson at the same time, short enough for a new version, and in that minute the names of the old static files
still lead somewhere (``OTHER_VERSION`` in assets.py). A picture or a file for download names no other files, and no
script reads it, so it is kept for an hour, and for a day the old one is sent while a new one is fetched.
"""
BY_THEMSELVES = ("image/svg+xml", "image/png", "text/csv", "text/x-python", "application/x-bibtex")
"""The types of answers that are complete without this service."""


def etag(request: Request, *key: object) -> str:
    """Return the ETag for ``key`` in this version of the code. It is weak, because all content codings share it."""
    text = repr((request.app.state.fingerprint, request.scope["path"], key))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(known: str, tag: str) -> bool:
    """Return whether an If-None-Match header has ``tag``."""
    bare = tag.removeprefix("W/")
    if bare not in known and "*" not in known:
        return False
    given = [item.strip().removeprefix("W/") for item in known.split(",")]
    return bare in given or "*" in given


def cache_control(media_type: str) -> str:
    """Return the header Cache-Control of a deterministic answer."""
    return LONG if media_type.partition(";")[0] in BY_THEMSELVES else BRIEFLY
