"""Signals that end the service. Whichever comes, and however often, it stops in order and without a traceback."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)
HANGUP = getattr(signal, "SIGHUP", None)  # a closed terminal; Windows has none


_heard = False


@contextmanager
def ending() -> Iterator[None]:
    """Make the first signal that ends the process raise KeyboardInterrupt, and ignore the others from then on."""
    global _heard
    _heard = False

    def end(number: int, frame: FrameType | None) -> None:
        global _heard
        _heard = True
        for each in former:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    def hang_up(number: int, frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)  # which the server hears too, once it runs

    former = {number: signal.signal(number, end) for number in ENDING}
    if HANGUP and signal.getsignal(HANGUP) == signal.SIG_DFL:  # nohup ignores it
        former[HANGUP] = signal.signal(HANGUP, hang_up)
    try:
        yield
    finally:
        if not _heard:
            for number, handler in former.items():
                signal.signal(number, handler)


def check() -> None:
    """Raise KeyboardInterrupt if a signal came: the compiler, for example, swallows what is raised in its callbacks."""
    if _heard:
        raise KeyboardInterrupt


@contextmanager
def held_back() -> Iterator[None]:
    """Deliver signals that end the process only afterward. A process forked meanwhile has to unblock them itself."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
