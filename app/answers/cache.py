"""Where answers are kept: caches that are bounded in bytes."""

from operator import attrgetter
from typing import NamedTuple, TypeVar

from cachetools import LRUCache

K = TypeVar("K")
V = TypeVar("V")
Headers = tuple[tuple[bytes, bytes], ...]

OVERHEAD = 1_000
"""Bytes that Python needs for an entry besides its texts, for objects and dictionaries; a generous estimate."""
HEADER = 120  # bytes that a header takes, on average
SHARE = 8  # an answer is kept if it takes at most an eighth of its cache


class Answer(NamedTuple):
    """What is sent: a body, in its content coding, and the headers that describe it."""

    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        """Bytes that the answer takes in memory."""
        return OVERHEAD + len(self.body) + HEADER * len(self.headers)


class Bounded(LRUCache[K, V]):
    """The values used last, in at most ``maxsize`` bytes. A value larger than an eighth of them is not kept."""

    def find(self, key: K) -> V | None:
        """Return a value, None if it is not kept."""
        return self.get(key, None)

    def keep(self, key: K, value: V) -> None:
        """Keep a value, and forget those not used for the longest time."""
        if self.getsizeof(value) * SHARE <= self.maxsize:
            self[key] = value


class Cache:
    """Answers by tag and content coding, the ones used last, in at most so many bytes.

    Cheap answers have a quarter of the bytes to themselves: a slider asks for hundreds that are never wanted again,
    which must not push out the pages.
    """

    def __init__(self, most: int) -> None:
        size = attrgetter("size")
        self._costly: Bounded[tuple[str, str], Answer] = Bounded(most - most // 4, size)
        self._cheap: Bounded[tuple[str, str], Answer] = Bounded(most // 4, size)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return int(self._costly.currsize + self._cheap.currsize)

    def get(self, tag: str, coding: str) -> Answer | None:
        """Return an answer, None if it is not kept."""
        key = (tag, coding)
        return self._costly.find(key) or self._cheap.find(key)

    def keep(self, tag: str, coding: str, answer: Answer, cheap: bool = False) -> None:
        """Keep an answer, unless it takes too much of the cache."""
        (self._cheap if cheap else self._costly).keep((tag, coding), answer)
