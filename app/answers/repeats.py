"""Requests that have been answered, by their raw address: one that comes again is not parsed."""

from dataclasses import dataclass
from operator import attrgetter

from .asked import Address, Asked
from .cache import OVERHEAD, Bounded, Headers


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a request was answered: by which route; the answer's tag and coding; the headers of a 200 and of a 304.

    whole: None if only a 304 has been sent. size: bytes in memory.
    """

    route: str
    tag: str
    coding: str
    whole: Headers | None
    unchanged: Headers
    size: int


class Repeats:
    """The requests answered last, in at most so many bytes."""

    def __init__(self, most: int) -> None:
        self._kept: Bounded[Address, Repeat] = Bounded(most, attrgetter("size"))

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return int(self._kept.currsize)

    def get(self, asked: Asked) -> Repeat | None:
        """Return how the same request was answered, None if that is not known."""
        return self._kept.find(asked.address) if asked.address else None

    def keep(self, asked: Asked, route: str, tag: str, coding: str, whole: Headers | None, unchanged: Headers) -> None:
        """Keep how a request was answered."""
        if asked.address is not None:
            path, query, _, prefix, host = asked.address
            texts = len(path) + len(query) + len(prefix) + len(host) + sum(len(value) for _, value in whole or ())
            self._kept.keep(asked.address, Repeat(route, tag, coding, whole, unchanged, 2 * OVERHEAD + texts))
