"""A warm process, as its owner sees it: it does job after job."""

import asyncio
import os
import pickle
import socket
import sys
from typing import Any

from .job import Job
from .warm_process import LENGTH, READY, Done, framed, serve

READ = 65_536  # bytes at once
NICE = 10
ENDED = "The process that computed this has ended."


class ProcessDiedError(RuntimeError):
    """A process that ended while it did a job: killed by the system, for example, because memory was short."""


class Process:
    """A process that does one job at a time."""

    def __init__(self, niceness: int = 0) -> None:
        """Start it. This does not wait until it is ready; its jobs do."""
        self._socket, self.stop = _new_process(niceness)
        self._socket.setblocking(False)
        self._ready = False

    def is_alive(self) -> bool:
        """Return whether it has not ended while it had nothing to do."""
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == READY and not self._ready
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def wait_until_ready(self) -> None:
        """Wait until it has loaded what it needs. Raises ProcessDiedError if it ends before."""
        if not self._ready:
            await self._read(len(READY))
            self._ready = True

    async def do(self, job: Job[Any]) -> Done:
        """Do a job. Raises ProcessDiedError if the process ends. After a cancellation it can only be stopped."""
        request = framed((job.build, job.arguments))
        try:
            await asyncio.get_running_loop().sock_sendall(self._socket, request)
        except OSError as error:
            raise ProcessDiedError(ENDED) from error
        (length,) = LENGTH.unpack(await self._read(LENGTH.size))
        done: Done = pickle.loads(await self._read(length))
        return done

    async def _read(self, length: int) -> bytearray:
        loop, data, done = asyncio.get_running_loop(), bytearray(length), 0
        with memoryview(data) as view:
            while done < length:
                try:
                    count = await loop.sock_recv_into(self._socket, view[done : done + READ])
                except OSError as error:
                    raise ProcessDiedError(ENDED) from error
                if not count:
                    raise ProcessDiedError(ENDED)
                done += count
        return data


if sys.platform == "linux":
    from .fork_server import new_process

    def _new_process(niceness: int) -> tuple[socket.socket, Any]:
        connection, lifeline = new_process(niceness)

        def stop() -> None:
            os.close(lifeline)
            connection.close()

        return connection, stop

else:
    import multiprocessing
    import signal
    import threading

    def _new_process(niceness: int) -> tuple[socket.socket, Any]:
        own, other = socket.socketpair()
        with other:
            process = multiprocessing.get_context("spawn").Process(target=_serve_spawned, args=(other,), daemon=True)
            process.start()

        def stop() -> None:
            own.close()
            process.kill()

        return own, stop

    def _serve_spawned(connection: socket.socket) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group, and the owner ends this one
        threading.Thread(target=_end_with_owner, daemon=True).start()
        from . import warm  # noqa: F401  # for its effect: it loads what jobs need

        serve(connection)

    def _end_with_owner() -> None:
        owner = multiprocessing.parent_process()
        assert owner is not None
        owner.join()
        os._exit(0)
