"""Long answers, which are made while they are read."""

from collections.abc import AsyncIterator, Iterable

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ..work import Work, while_connected


class _Streamed(StreamingResponse):
    """An answer that counts among the long ones until it is sent or its client has gone."""

    work: Work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.work.long_answer():
            await super().__call__(scope, receive, send)


async def streamed(
    request: Request, pieces: AsyncIterator[bytes], media_type: str, headers: Iterable[tuple[bytes, bytes]]
) -> Response:
    """Return ``pieces`` as an answer. A failure before the first piece is an ordinary error."""
    work: Work = request.app.state.work
    with work.long_answer():
        first = await while_connected(request, anext(pieces))
    response = _Streamed(_chain(first, pieces), media_type=media_type)
    response.raw_headers += headers
    response.work = work
    return response


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
