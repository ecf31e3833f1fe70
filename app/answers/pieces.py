"""A long body that is whole is sent piece by piece: what a client has not read waits in the cache, not in a buffer.

Otherwise each of a hundred clients that load the same script would have a copy of it in the server's memory, which is
moved with every piece that the client reads.
"""

from starlette.types import Message, Send

PIECE = 65_536  # bytes; uvicorn waits before the next one until about so many are left to be read


async def in_pieces(send: Send, message: Message) -> None:
    """Send a message; a long body that is whole in several. The parts of a stream are short enough."""
    body = message.get("body", b"")
    if len(body) <= PIECE or message.get("more_body"):
        await send(message)
        return
    last = (len(body) - 1) // PIECE * PIECE
    for begin in range(0, last, PIECE):
        await send({**message, "body": body[begin : begin + PIECE], "more_body": True})
    await send({**message, "body": body[last:]})
