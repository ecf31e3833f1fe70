"""What a warm process does: job after job. A job and its result are pickles, each after its length, on a socket."""

import pickle
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LENGTH = struct.Struct("!Q")
READY = b"!"  # sent before the first job
WORN = 150_000  # kB that a process may have grown by; Python does not give all memory back


@dataclass(frozen=True, slots=True)
class Done:
    """What a process answers: a value or an error, the seconds of CPU that it took, and whether it should end."""

    value: Any
    error: Exception | None
    seconds: float
    worn: bool

    def result(self) -> Any:
        """Return the value, or raise the error."""
        if self.error is not None:
            raise self.error
        return self.value


def serve(connection: socket.socket) -> None:
    """Do the jobs that come in, one after the other, until the other end is closed."""
    least = _memory()
    with connection, connection.makefile("rb") as requests:
        connection.sendall(READY)
        while head := requests.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            request = requests.read(length)
            begun = time.process_time()
            value, error = _do(request)
            done = Done(value, error, time.process_time() - begun, _memory() - least > WORN)
            try:
                connection.sendall(_answer(done))
            except OSError:  # its client is no longer waiting
                return
            del value, error, done  # before the next job needs memory


def framed(value: Any) -> bytes:
    """Return a value as it is sent."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def _do(request: bytes) -> tuple[Any, Exception | None]:
    try:
        build: Callable[..., Any]
        build, arguments = pickle.loads(request)
        return build(*arguments), None
    except Exception as error:
        error.add_note(f"In a process of a pool:\n{traceback.format_exc()}")
        return None, error.with_traceback(None)


def _answer(done: Done) -> bytes:
    try:
        answer = framed(done)
        if done.error:
            pickle.loads(answer[LENGTH.size :])  # an error whose __init__ takes other arguments fails only here
        return answer
    except Exception as error:  # a value or an error that cannot be pickled
        text = RuntimeError(f"{type(done.error or error).__name__}: {done.error or error}")
        for note in getattr(done.error, "__notes__", ()):
            text.add_note(note)
        return framed(Done(None, text, done.seconds, done.worn))


if sys.platform == "linux":
    import resource

    def _memory() -> int:
        """Return the most memory that this process has had, in kB."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

else:

    def _memory() -> int:
        return 0
