"""The parent of all warm processes, on Linux: it has loaded the library and the kernels, and forks on request.

A request comes through a socket. It is one byte, the niceness of the new process, with two file descriptors: the socket
through which the process will get its jobs, and its lifeline, one end of a pipe whose other end the owner keeps. When
the owner closes its end, or ends itself, the operating system ends the process, whatever it is doing. The fork server
has a lifeline too. The owner never waits for a process to start or to end, and no process is left behind.

The fork server of multiprocessing does not do: workers cannot share it, it needs a thread that waits for each process,
and it does not end a process whose owner has ended. On systems other than Linux, ``process`` uses multiprocessing.
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


class ForkServer:
    """The fork server as its owners see it. Processes that are forked from an owner share it."""

    def __init__(self, asking: socket.socket, lifeline: int, program: "subprocess.Popen[bytes] | None" = None) -> None:
        self._asking, self._lifeline = asking, lifeline
        self._program = program

    def new_process(self, niceness: int) -> tuple[socket.socket, int]:
        """Return socket and lifeline of a new process. Raises OSError if the fork server has ended."""
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
        """End the fork server. The processes that it has forked go on."""
        self._asking.close()
        os.close(self._lifeline)
        if self._program:
            with suppress(subprocess.TimeoutExpired):  # a fork of this process may still hold the lifeline
                self._program.wait(1)


_current: ForkServer | None = None


def is_running() -> bool:
    """Return whether this process has a fork server."""
    return _current is not None


def new_process(niceness: int) -> tuple[socket.socket, int]:
    """Return socket and lifeline of a new warm process, from a new fork server if there is none."""
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


def _start() -> ForkServer:
    """Start a fork server as a program of its own."""
    asking, asked = socket.socketpair()
    end, lifeline = os.pipe()
    # A file and not a module, whose package would be imported first.
    command = [sys.executable, "-P", __file__, str(asked.fileno()), str(end), *sys.path]
    with asked:  # the program gets a group of its own, which Ctrl-C does not reach
        program = subprocess.Popen(command, pass_fds=(asked.fileno(), end), start_new_session=True)
    os.close(end)
    return ForkServer(asking, lifeline, program)


def fork() -> None:
    """Fork the fork server from this process, which must have only one thread and have loaded what jobs need."""
    global _current
    asking, asked = socket.socketpair()
    end, lifeline = os.pipe()
    if os.fork() == 0:
        low, high = sorted((asked.fileno(), end))
        for first, last in ((3, low), (low + 1, high), (high + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(first, last)  # the socket on which this process listens, for example
        try:
            _end_with(end)
            _run(asked)
        finally:  # it never goes on as a second copy of this process
            os._exit(1)
    asked.close()
    os.close(end)
    _current = ForkServer(asking, lifeline)


def main() -> None:
    """Run the fork server that ``_start`` has started."""
    asked, end = map(int, sys.argv[1:3])
    sys.path[:] = sys.argv[3:]
    _end_with(end)
    import app.work.warm  # noqa: F401  # for its effect: it loads what jobs need, which takes seconds

    _run(socket.socket(fileno=asked))


def _run(asked: socket.socket) -> None:
    """Fork a process for each request, until the lifeline is closed."""
    from app.work.warm_process import serve

    signal.set_wakeup_fd(-1)  # of the event loop of the process from which this one was forked
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # its owners end it and the processes that it forks
        signal.signal(ending, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that no zombies remain
    while True:
        message, given, *_ = socket.recv_fds(asked, 1, 2)
        if not message:  # all its owners have ended
            os._exit(0)
        child = None
        with suppress(OSError):  # no memory or too many processes; the owner notices that the socket is closed
            child = os.fork()
        if child == 0:
            try:
                asked.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                connection, end = given
                _end_with(end)
                os.nice(message[0])
                serve(socket.socket(fileno=connection))
            finally:
                os._exit(0)
        for number in given:
            os.close(number)


def _end_with(end: int) -> None:
    """Have the operating system end this process when the other end of a pipe is closed."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process
    fcntl.fcntl(end, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
    hung_up = select.poll()
    hung_up.register(end, 0)
    if hung_up.poll(0):  # it was closed before
        os._exit(0)


if __name__ == "__main__":
    main()
