"""What ever new requests leave behind in memory: nothing that grows with them."""

import gc
import tracemalloc
from collections.abc import Callable, Iterable
from functools import _lru_cache_wrapper
from itertools import count, islice

import pytest

from tests.answers import client

pytestmark = pytest.mark.slow

CLIENT = client(cache_bytes=0)  # else answers are kept, up to a bound
OFTEN = 60
MOST = 1500  # bytes that a request may leave: allocators and counters of the interpreter's own
ROUNDS = 3


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


def kept(ask_once: Callable[[int], None], numbers: Iterable[int]) -> int:
    """Return how many bytes requests with these numbers leave."""
    gc.collect()
    tracemalloc.start()
    try:
        for k in numbers:
            ask_once(k)
        forget_what_is_bounded()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_ever_new_requests_leave_nothing(kind: str) -> None:
    """Three times as many leave hardly more than a few: what does not grow with their number does not count.

    What requests leave, they leave in every round. A round in which something else in the process grows, such as a
    table of the interpreter that has become too small, is followed by another one.
    """
    ask_once, numbers = KINDS[kind], count()
    for k in islice(numbers, 5):
        ask_once(k)
    grown: list[int] = []  # bytes of each round
    while len(grown) < ROUNDS and (not grown or grown[-1] >= 2 * OFTEN * MOST):
        few, many = (kept(ask_once, islice(numbers, times * OFTEN)) for times in (1, 3))
        grown.append(many - few)
    assert min(grown) < 2 * OFTEN * MOST
