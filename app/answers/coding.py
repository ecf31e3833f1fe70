"""Which content coding an answer has, and the functions that write it."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli

from ..compression import IDENTITY

POINTS = "application/jsonl"
PICTURES = ("image/png",)
BROTLI, GZIP = 4, 4
"""Brotli at 4 brings a page to an eighth of its bytes in 1.2 ms; 5 takes half as long again, for a tenth less."""
POINTS_BROTLI = 1  # half the bytes of the points that a slider asks for, in a quarter of the time that they take


def coding_of(media_type: str, accepted: str) -> str:
    """Return the content coding of an answer for a client that takes ``accepted``, as ``negotiate`` returns it."""
    if media_type in PICTURES or (media_type == POINTS and accepted != "br"):
        return IDENTITY
    return accepted


def written(build: Callable[..., bytes], arguments: tuple[Any, ...], media_type: str, coding: str) -> bytes:
    """Return what ``build`` returns for its arguments, in a content coding. Any process can call this."""
    return encoded(build(*arguments), media_type, coding)


def encoded(body: bytes, media_type: str, coding: str) -> bytes:
    """Return a body in a content coding."""
    if coding == "br":
        compressed: bytes = brotli.compress(body, quality=POINTS_BROTLI if media_type == POINTS else BROTLI)
        return compressed
    return gzip.compress(body, GZIP, mtime=0) if coding == "gzip" else body
