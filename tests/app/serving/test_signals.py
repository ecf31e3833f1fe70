"""Signals that end the service."""

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.serving.signals import check, ending

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_raises_once(number: signal.Signals) -> None:
    with ending():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)  # while it stops, which it does anyway


def test_a_signal_that_was_swallowed_is_not_lost() -> None:
    """The compiler calls Python functions, and goes on whatever they raise."""
    with ending():
        check()
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            check()


def test_without_a_signal_all_is_as_before() -> None:
    former = signal.getsignal(signal.SIGTERM)
    with ending():
        assert signal.getsignal(signal.SIGTERM) != former
    assert signal.getsignal(signal.SIGTERM) == former
