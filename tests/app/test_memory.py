"""What ever new requests leave behind in memory: nothing that grows with them."""

import gc
import tracemalloc
from collections.abc import Callable
from functools import _lru_cache_wrapper

import pytest

from tests.answers import client

pytestmark = pytest.mark.slow

CLIENT = client(cache_bytes=0)  # else answers are kept, up to a bound
OFTEN = 60
MOST = 1500  # bytes that a request may leave: allocators and counters of the interpreter's own


def ask(path: str, **headers: str) -> None:
    assert CLIENT.get(path, headers=headers).status_code in (200, 422)


def forget_what_is_bounded() -> None:
    """Empty the caches of the library that hold a bounded number of short texts: sixty requests do not fill them."""
    for cached in gc.get_objects():
        if type(cached) is _lru_cache_wrapper and cached.cache_info().maxsize is not None:
            cached.cache_clear()


KINDS: dict[str, Callable[[int], None]] = {
    "steps": lambda k: ask(f"/api/v1/steps/0/0/1?optimizer=sgd,lr=0.0{k + 100}&steps=2"),
    "accept-encoding": lambda k: ask("/healthz", **{"accept-encoding": f"{'x' * 20_000}{k}, br"}),
    "oembed": lambda k: ask(f"/oembed?url=http://testserver/%3Ftitle={'x' * 20_000}{k}"),
}


def kept(ask_once: Callable[[int], None], first: int) -> int:
    """Return how many bytes ``OFTEN`` requests leave, whose numbers begin with ``first``."""
    gc.collect()
    tracemalloc.start()
    try:
        for k in range(first, first + OFTEN):
            ask_once(k)
        forget_what_is_bounded()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_ever_new_requests_leave_nothing(kind: str) -> None:
    """Whatever grows does so each time; what the process does once besides, such as a thread it starts, does not."""
    for k in range(5):
        KINDS[kind](k)
    assert min(kept(KINDS[kind], 5 + OFTEN * often) for often in range(3)) < OFTEN * MOST
