"""What a search finds of a typed surface, kept for each domain, to be given to other processes."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from .search import Found
from .surface import Interval, Suggestion

Domain = tuple[Interval, Interval]
KEPT = 8  # domains


@dataclass(frozen=True, slots=True)
class Searched:
    """Where a typed surface is stationary in a domain, and a first view of it."""

    found: Found
    suggestion: Suggestion


class Searches:
    """The searches of one surface, by domain: the latest used. Threads may share it."""

    def __init__(self, make: Callable[[Domain], Searched]) -> None:
        """make: searches, which takes milliseconds."""
        self._make = make
        self._kept: OrderedDict[Domain, Searched] = OrderedDict()
        self._lock = Lock()

    def known(self, domain: Domain) -> Searched | None:
        """Return what was found in a domain, None if it has not been searched or that is forgotten."""
        with self._lock:
            if domain in self._kept:
                self._kept.move_to_end(domain)
            return self._kept.get(domain)

    def keep(self, domain: Domain, searched: Searched) -> None:
        """Keep what was found in a domain, here or in another process."""
        with self._lock:
            self._kept[domain] = searched
            self._kept.move_to_end(domain)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def of(self, domain: Domain) -> Searched:
        """Return what is found in a domain, which is searched if nothing is kept of it."""
        searched = self.known(domain)
        if searched is None:
            searched = self._make(domain)
            self.keep(domain, searched)
        return searched
