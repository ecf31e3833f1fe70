"""A client that leaves cancels what it waits for."""

import asyncio
from collections.abc import Awaitable

from fastapi import Request

from .job import T


class ClientLeftError(Exception):
    """The client has gone before its answer was ready. Whatever is answered is dropped."""


async def while_connected(request: Request, wanted: Awaitable[T]) -> T:
    """Return what ``wanted`` returns; cancel it and raise ClientLeftError if the client leaves before."""
    work = asyncio.ensure_future(wanted)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientLeftError
        return work.result()
    finally:
        for task in (work, gone):
            task.cancel()
        await asyncio.wait((work, gone))
        if not work.cancelled():
            work.exception()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
