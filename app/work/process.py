"""A warm process: it is forked from a parent that has loaded the library and its kernels, and does job after job.

Job and result are pickles, each after its length, on a socket. The process ends when the other end of the socket is
closed, and at once when its parent dies.
"""

import asyncio
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import sys
import threading
import time
import traceback
from multiprocessing.context import BaseContext
from typing import Any

from .job import Job, T

LENGTH = struct.Struct("!Q")
LARGEST = 65_536  # bytes of one read
CONTEXT: BaseContext = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
NICE = 10


class ProcessDiedError(RuntimeError):
    """A process that ended while it did a job: killed by the system, for example, because memory was short."""


class Process:
    """A warm process as its owner sees it."""

    def __init__(self, niceness: int = 0) -> None:
        """Start it. This waits for the operating system and, the first time, for the parent to load the library."""
        if sys.platform != "win32":
            CONTEXT.set_forkserver_preload([f"{__package__}.warm"])
        self._socket, other = socket.socketpair()
        with other:
            self._process = CONTEXT.Process(  # type: ignore[attr-defined]  # every context has it
                target=_serve, args=(other, niceness), daemon=True
            )
            self._process.start()
        self._socket.setblocking(False)

    @property
    def pid(self) -> int:
        """The process's number."""
        number: int = self._process.pid
        return number

    def is_alive(self) -> bool:
        """Return whether it has not ended."""
        alive: bool = self._process.is_alive()
        return alive

    async def do(self, job: Job[T]) -> tuple[T, float]:
        """Return what a job returns, and the seconds of CPU that it took; raises what it raises.

        Raises ProcessDiedError if the process ends. If this is cancelled, the process can only be stopped.
        """
        loop = asyncio.get_running_loop()
        try:
            await loop.sock_sendall(self._socket, _framed((job.build, job.arguments)))
            (length,) = LENGTH.unpack(await self._read(LENGTH.size))
            succeeded, result, seconds = pickle.loads(await self._read(length))
        except (OSError, EOFError) as error:
            raise ProcessDiedError("The process that computed this has ended.") from error
        if not succeeded:
            raise result
        return result, seconds

    async def _read(self, length: int) -> bytearray:
        loop, data, done = asyncio.get_running_loop(), bytearray(length), 0
        with memoryview(data) as view:
            while done < length:
                count = await loop.sock_recv_into(self._socket, view[done : done + LARGEST])
                if not count:
                    raise EOFError
                done += count
        return data

    def stop(self) -> None:
        """Kill it and wait until it has ended."""
        self._socket.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _framed(value: Any) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def _serve(connection: socket.socket, niceness: int) -> None:
    """Do the jobs that come in, one after the other, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group, and the owner ends its processes
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with connection, connection.makefile("rb") as requests:
        while head := requests.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            answer = _answer(requests.read(length))
            try:
                connection.sendall(answer)
            except OSError:  # nobody waits for it any more
                return


def _answer(request: bytes) -> bytes:
    begun = time.process_time()
    try:
        build, arguments = pickle.loads(request)
        return _framed((True, build(*arguments), time.process_time() - begun))
    except Exception as error:
        error.add_note(f"In a process of a pool:\n{traceback.format_exc()}")
        error.__traceback__ = None
        try:
            return _framed((False, error, 0.0))
        except Exception:  # it cannot be pickled
            return _framed((False, RuntimeError(f"{type(error).__name__}: {error}"), 0.0))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)
