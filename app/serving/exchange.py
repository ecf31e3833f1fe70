"""How workers give each other their counts, so that any one of them can give Prometheus the counts of all.

Each has a mailbox, made before the workers are forked. What is put into it is one end of a connection, to which the
worker writes its counts. No file is involved: prometheus-client's own way keeps the counts of each process in a mapped
file, and a full disk would kill the process that counts.
"""

import asyncio
import pickle
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress

from prometheus_client import Metric

PATIENCE = 1  # seconds that another worker has to answer; without an answer it is left out
Counts = list[Metric]


class Exchange:
    """The mailboxes of several workers, and the ``number`` of this one. A worker that is alone needs none."""

    def __init__(self, workers: int) -> None:
        self._boxes = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(workers)]
        for inside, outside in self._boxes:
            inside.setblocking(False)
            outside.setblocking(False)
        self.number = 0
        self._answers = set[asyncio.Task[None]]()  # the loop itself would forget them

    def open(self, counts: Callable[[], Iterable[Metric]]) -> None:
        """Answer the other workers from now on, with what ``counts`` returns."""
        inside, _ = self._boxes[self.number]
        asyncio.get_running_loop().add_reader(inside, self._hear, inside, counts)

    async def others(self) -> dict[int, Counts]:
        """Return the counts of the other workers that answer, by their numbers."""
        numbers = [number for number in range(len(self._boxes)) if number != self.number]
        found = await asyncio.gather(*map(self._ask, numbers))
        return {number: counts for number, counts in zip(numbers, found, strict=True) if counts is not None}

    async def _ask(self, number: int) -> Counts | None:
        here, there = socket.socketpair()
        with here:
            here.setblocking(False)
            with there:
                try:
                    socket.send_fds(self._boxes[number][1], [b"?"], [there.fileno()])
                except OSError:  # a worker that hangs has a full mailbox
                    return None
            received = bytearray()
            with suppress(OSError, EOFError, pickle.UnpicklingError):  # it hangs, or died
                async with asyncio.timeout(PATIENCE):
                    while data := await asyncio.get_running_loop().sock_recv(here, 1 << 16):
                        received += data
                counts: Counts = pickle.loads(received)
                return counts
        return None

    def _hear(self, inside: socket.socket, counts: Callable[[], Iterable[Metric]]) -> None:
        with suppress(BlockingIOError):
            _, ends, *_ = socket.recv_fds(inside, 1, 1)
            for end in ends:
                task = asyncio.get_running_loop().create_task(_send(end, pickle.dumps(list(counts()))))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)


async def _send(end: int, data: bytes) -> None:
    with socket.socket(fileno=end) as connection, suppress(OSError):  # who asked may have gone
        connection.setblocking(False)
        await asyncio.get_running_loop().sock_sendall(connection, data)
