"""The Redis of the distribution, on a port of its own, for a test to stop, hang and start again."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser import install_packages
from tests.serving import wait_until

MISSING = "There is no redis-server. Install it, or let python -m tests do so, which can where it is root on Debian."


def find() -> str | None:
    """Return the redis-server that is installed."""
    return shutil.which("redis-server")


def install() -> str | None:
    """Install redis-server with the distribution's packages, where that is possible; return it."""
    install_packages("redis-server")
    return find()


class RedisServer:
    """A Redis that keeps nothing on disk."""

    def __init__(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port: int = listener.getsockname()[1]
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        path = find()
        assert path is not None, MISSING
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/"]
        self._process = subprocess.Popen([path, *options], stdout=subprocess.DEVNULL)
        wait_until(self._answers)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Let it take requests without an answer."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    def _answers(self) -> bool:
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", self.port)):
                return False
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """Give a running Redis, stopped at the end."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()
