"""A client of the benchmarks: HTTP/1.1 on raw connections, in one thread, cheap beside the server that it measures."""

import asyncio
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from tests.benchmarks.processes import Server

TIMEOUT = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (0: none came in time, or the connection was closed), headers in small letters, body, seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


def request(path: str, headers: Mapping[str, str] | None = None, host: str = "testserver") -> bytes:
    """Return a GET request."""
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return f"GET {path} HTTP/1.1\r\nhost: {host}\r\n{more}\r\n".encode()


class Connection:
    """One connection, which is kept for the next request, and opened again where it has been closed."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, headers: Mapping[str, str] | None = None, timeout: float = TIMEOUT) -> Answer:
        """Return the whole answer."""
        begun = perf_counter()
        try:
            async with asyncio.timeout(timeout):
                kept = self._streams is not None
                try:
                    status, named, body = await self._get(request(path, headers))
                except (OSError, EOFError):  # the server has just closed what was idle: a browser asks again, too
                    if not kept:
                        raise
                    self.close()
                    status, named, body = await self._get(request(path, headers))
        except (TimeoutError, OSError, EOFError, ValueError):
            self.close()
            return Answer(0, {}, b"", perf_counter() - begun)
        if named.get("connection") == "close":
            self.close()
        return Answer(status, named, body, perf_counter() - begun)

    def close(self) -> None:
        """Close it, whatever is under way."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None

    async def _get(self, sent: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._streams and self._streams[0].at_eof():  # the server has closed what was idle
            self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.server.host, self.server.port, limit=2**20)
        reader, writer = self._streams
        writer.write(sent)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head[:-4].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        if headers.get("transfer-encoding") == "chunked":
            return status, headers, await _chunks(reader)
        return status, headers, await reader.readexactly(int(headers.get("content-length", 0)) if status != 304 else 0)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    pieces = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        pieces.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(pieces)


async def get(server: Server, path: str, headers: Mapping[str, str] | None = None, timeout: float = TIMEOUT) -> Answer:
    """Return the answer on a connection of its own."""
    connection = Connection(server)
    try:
        return await connection.get(path, headers, timeout)
    finally:
        connection.close()


def ask(server: Server, path: str) -> socket.socket:
    """Return a connection on which ``path`` has been asked for, and of whose answer nothing is read."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that an answer cannot hide in buffers
    connection.settimeout(TIMEOUT)
    with suppress(OSError):
        connection.connect((server.host, server.port))
        connection.sendall(request(path))
    return connection


def percentile(times: list[float], part: float) -> float:
    """Return the value that so large a part of ``times`` does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")
