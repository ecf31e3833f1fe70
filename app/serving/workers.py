"""Several processes that serve on one listening socket, each forked from one in which everything is loaded.

What is loaded before the fork is in memory once. uvicorn's supervisor starts, watches, replaces and stops the workers;
it would spawn each as a new interpreter, which still happens where there is no fork.

Whoever is free accepts a connection. A socket for each worker (SO_REUSEPORT) would spread 500 that come at once more
evenly, but those that wait for a worker that hangs or dies would wait, while others are free.
"""

import multiprocessing
import signal
from contextlib import suppress
from socket import socket
from types import FrameType
from typing import ClassVar

from uvicorn import Config
from uvicorn.supervisors import multiprocess

from ..metrics import Metrics
from .exchange import Exchange
from .server import Server
from .signals import ENDING, HANGUP, held_back

FORK = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None


class Worker(multiprocess.Process):
    """uvicorn's worker, but forked, and one that ends when its parent has gone."""

    _all: ClassVar[list["Worker"]] = []
    """The latest worker of each number."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        ended = (number for number, worker in enumerate(self._all) if worker.exitcode is not None)
        self.number = next(ended, len(self._all))
        self._all[self.number : self.number + 1] = [self]
        # uvicorn says that it is spawned, and uses only what both kinds of processes have.
        self.process = FORK.Process(target=self._begin, args=(sockets,))  # type: ignore[assignment, union-attr]

    def start(self) -> None:
        """Start the process; signals that end it are held back until it can handle them."""
        with held_back():
            super().start()

    def _begin(self, sockets: list[socket]) -> None:
        """Serve. Runs in the process that was forked."""
        for number in ENDING:  # the parent's handlers would only note them, and the server sets its own later
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        for worker in self._all:  # the parent's ends, copied by the fork: one kept open would hide that it has gone
            worker.parent_conn.close()
        metrics = _metrics()
        metrics.exchange.number = self.number
        self._server = Server(self.config, metrics)
        self.target(sockets)

    def always_pong(self) -> None:
        """Answer the parent's pings. When it has gone, end as if it had asked for it."""
        with suppress(EOFError, OSError):
            super().always_pong()
        signal.raise_signal(signal.SIGTERM)


class Workers(multiprocess.Multiprocess):
    """uvicorn's supervisor, of a fixed number of workers, which stops when its terminal is closed."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        hangup = signal.getsignal(HANGUP) if HANGUP else None
        super().__init__(config, sockets)
        if HANGUP:
            signal.signal(HANGUP, signal.SIG_IGN if hangup == signal.SIG_IGN else self._hear)  # nohup ignores it
        for number in ENDING if FORK else ():  # elsewhere to terminate is to kill
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        """Stop all workers now, and the supervisor when it looks next, every half second."""
        self.signal_queue.append(number)
        for worker in self.processes:
            worker.process.terminate()

    def handle_hup(self) -> None:
        """Stop. Restarted workers would be forked from the same parent, and so would be no newer."""
        self.handle_term()

    def handle_ttin(self) -> None:
        """Start no further worker."""

    def handle_ttou(self) -> None:
        """Stop no worker."""


def serve(config: Config, listener: socket) -> None:
    """Serve with ``config.workers`` processes until a signal ends them. Where there is a fork, ``config`` is loaded."""
    if FORK:
        _metrics().exchange = Exchange(config.workers)
        multiprocess.Process = Worker  # type: ignore[misc]  # uvicorn lets it be named nowhere else
    Workers(config, [listener]).run()


def _metrics() -> Metrics:
    """Return the counts of the application that uvicorn has loaded and hidden in others."""
    from ..main import app

    metrics: Metrics = app.state.metrics
    return metrics
