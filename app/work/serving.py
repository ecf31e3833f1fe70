"""What a warm process does: job after job. A job and its result are pickles, each after its length, on a socket."""

import pickle
import socket
import struct
import time
import traceback
from typing import Any

LENGTH = struct.Struct("!Q")


def serve(connection: socket.socket) -> None:
    """Do the jobs that come in, one after the other, until the other end is closed."""
    with connection, connection.makefile("rb") as requests:
        while head := requests.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            answer = _answer(requests.read(length))
            try:
                connection.sendall(answer)
            except OSError:  # nobody waits for it any more
                return


def framed(value: Any) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def _answer(request: bytes) -> bytes:
    begun = time.process_time()
    try:
        build, arguments = pickle.loads(request)
        return framed((True, build(*arguments), time.process_time() - begun))
    except Exception as error:
        error.add_note(f"In a process of a pool:\n{traceback.format_exc()}")
        error.__traceback__ = None
        try:
            return framed((False, error, 0.0))
        except Exception:  # it cannot be pickled
            return framed((False, RuntimeError(f"{type(error).__name__}: {error}"), 0.0))
