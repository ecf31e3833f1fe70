"""The learning rates of fair=tuned, which take seconds to find, kept for the requests that follow."""

from collections import OrderedDict
from threading import Lock

from optimizers.query.choices import AllFound

RATE = 100  # bytes that one rate takes in memory, roughly


class Tuned:
    """What was found, by canonical query: the latest used, in at most so many bytes. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[str, AllFound] = OrderedDict()
        self._lock = Lock()

    def get(self, query: str, /) -> AllFound | None:
        """Return what was found for a scenario, None where nothing is kept."""
        with self._lock:
            if query in self._kept:
                self._kept.move_to_end(query)
            return self._kept.get(query)

    def __setitem__(self, query: str, found: AllFound, /) -> None:
        """Keep what was found for a scenario, and forget what was not used for the longest time."""
        with self._lock:
            if query not in self._kept:
                self.size += _size(query, found)
            self._kept[query] = found
            while self.size > self.most:
                self.size -= _size(*self._kept.popitem(last=False))


def _size(query: str, found: AllFound) -> int:
    return len(query) + RATE * len(found)
