"""HEAD, answered like GET without the body."""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def without_body(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a HEAD request by ``app`` as if it were GET. Once the headers are sent, the work on the body is cancelled.

    The headers of a file of many pieces are known when its first piece is made.
    """
    started = asyncio.get_running_loop().create_future()

    async def only_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b""})
            started.set_result(None)

    # Without extensions, which could send a body in another way.
    work = asyncio.ensure_future(app({**scope, "method": "GET", "extensions": {}}, receive, only_headers))
    try:
        await asyncio.wait({work, started}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
