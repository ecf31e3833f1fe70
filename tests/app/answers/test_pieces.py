"""Long bodies are sent piece by piece."""

import asyncio

import pytest
from starlette.types import Message

from app.answers.pieces import PIECE, in_pieces
from app.main import create_app
from app.settings import Settings
from tests.leaving import ask


def sent(message: Message) -> list[Message]:
    found: list[Message] = []

    async def send(one: Message) -> None:
        found.append(one)

    asyncio.run(in_pieces(send, message))
    return found


@pytest.mark.parametrize("length", [0, 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_the_pieces_are_the_body(length: int) -> None:
    body = bytes(k % 251 for k in range(length))
    pieces = sent({"type": "http.response.body", "body": body})
    assert b"".join(piece["body"] for piece in pieces) == body
    assert len(pieces) == max(1, -(-length // PIECE))
    assert all(len(piece["body"]) <= PIECE for piece in pieces)
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_a_part_of_a_stream_stays_whole() -> None:
    part = {"type": "http.response.body", "body": b"x" * 3 * PIECE, "more_body": True}
    assert sent(part) == [part]


def test_what_has_no_body_is_sent_as_it_is() -> None:
    start = {"type": "http.response.start", "status": 200, "headers": []}
    assert sent(start) == [start]


def test_a_long_file_is_not_buffered_whole() -> None:
    app = create_app(Settings())
    path = f"/{app.state.pages.assets}/packaged/plotly.js"

    async def hear(piece: bytes) -> bool:
        return True

    for _ in range(2):  # by its route, and as a repeated request
        messages = asyncio.run(ask(app, path, "", hear))
        bodies = [message["body"] for message in messages if message["type"] == "http.response.body"]
        assert max(map(len, bodies)) <= PIECE
        assert sum(map(len, bodies)) > 10 * PIECE
