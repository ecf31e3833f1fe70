"""The parent of all warm processes, on Linux: it has loaded library and kernels, and forks a process when asked.

It is asked through a socket, with one byte, the niceness, and two file descriptors for the new process: the socket that
brings its jobs, and its lifeline, the end of a pipe whose other end its owner has. When that is closed, because the
owner closes it or is gone, the kernel ends the process, whatever it is doing. The nursery itself has such a lifeline
too. So nobody waits for a process, neither when it begins nor when it ends, and none is left behind.

multiprocessing's fork server cannot be shared by workers, needs a thread that waits for each process, and does not end
a process whose owner is gone; where there is no Linux, ``process`` uses multiprocessing.
"""

import atexit
import fcntl
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress


class Nursery:
    """The nursery as its owners see it. Processes forked from an owner share it."""

    def __init__(self, asking: socket.socket, lifeline: int, program: "subprocess.Popen[bytes] | None" = None) -> None:
        self._asking, self._lifeline = asking, lifeline
        self._program = program

    def new_process(self, niceness: int) -> tuple[socket.socket, int]:
        """Return socket and lifeline of a new process. Raises OSError if the nursery has ended."""
        own, other = socket.socketpair()
        end, lifeline = os.pipe()
        try:
            socket.send_fds(self._asking, [bytes([niceness])], [other.fileno(), end])
        except OSError:
            own.close()
            os.close(lifeline)
            raise
        finally:
            other.close()
            os.close(end)
        return own, lifeline

    def close(self) -> None:
        """End it. The processes that it has forked go on."""
        self._asking.close()
        os.close(self._lifeline)
        if self._program:
            with suppress(subprocess.TimeoutExpired):  # a process that was forked from this one may still own it
                self._program.wait(1)


_current: Nursery | None = None


def new_process(niceness: int) -> tuple[socket.socket, int]:
    """Return socket and lifeline of a new warm process, from a new nursery if there is none."""
    global _current
    if _current is not None:
        try:
            return _current.new_process(niceness)
        except OSError:  # it has been killed
            atexit.unregister(_current.close)
            _current.close()
    _current = _start()
    atexit.register(_current.close)
    return _current.new_process(niceness)


def _start() -> Nursery:
    """Start a nursery as a program of its own."""
    asking, asked = socket.socketpair()
    end, lifeline = os.pipe()
    # A file and not a module, whose package would be imported first.
    command = [sys.executable, "-P", __file__, str(asked.fileno()), str(end), *sys.path]
    with asked:  # the program gets a group of its own, which Ctrl-C does not reach
        program = subprocess.Popen(command, pass_fds=(asked.fileno(), end), start_new_session=True)
    os.close(end)
    return Nursery(asking, lifeline, program)


def fork() -> None:
    """Make the nursery a copy of this process, which must have one thread and have loaded what jobs need."""
    global _current
    asking, asked = socket.socketpair()
    end, lifeline = os.pipe()
    if os.fork() == 0:
        low, high = sorted((asked.fileno(), end))
        for first, last in ((3, low), (low + 1, high), (high + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(first, last)  # the socket on which this process listens, for example
        _end_with(end)
        _run(asked)
    asked.close()
    os.close(end)
    _current = Nursery(asking, lifeline)


def main() -> None:
    """Run the nursery that ``_start`` has started."""
    asked, end = map(int, sys.argv[1:3])
    sys.path[:] = sys.argv[3:]
    _end_with(end)
    import app.work.warm  # noqa: F401  # takes seconds

    _run(socket.socket(fileno=asked))


def _run(asked: socket.socket) -> None:
    """Fork whatever processes are asked for, until the lifeline is closed."""
    from app.work.serving import serve

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the owners end it, and all that it forks
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that no zombies remain
    while True:
        message, given, *_ = socket.recv_fds(asked, 1, 2)
        if not message:  # nobody is left to ask
            os._exit(0)
        connection, end = given
        if os.fork() == 0:
            asked.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _end_with(end)
            os.nice(message[0])
            try:
                serve(socket.socket(fileno=connection))
            finally:
                os._exit(0)
        os.close(connection)
        os.close(end)


def _end_with(end: int) -> None:
    """Have the kernel end this process when the other end of a pipe is closed."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process
    fcntl.fcntl(end, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
    hung_up = select.poll()
    hung_up.register(end, 0)
    if hung_up.poll(0):  # it was closed before
        os._exit(0)


if __name__ == "__main__":
    main()
