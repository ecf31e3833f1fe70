"""Requests that have been answered, by their raw address: the next one for the same need not be parsed."""

from dataclasses import dataclass

from starlette.types import Scope

from ..compression import negotiate
from .cache import OVERHEAD, Bounded, Headers

LONGEST = 4_000  # bytes of an address that is remembered
Address = tuple[bytes, bytes, str, str, bytes]
"""Path and query as they came, the content coding, the path prefix, and where the service is reached."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its address, None if that is not to be remembered; the content coding; and its If-None-Match."""

    address: Address | None
    coding: str
    known: str


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
        self._kept: Bounded[Address, Repeat] = Bounded(most, lambda repeat: repeat.size)

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


def read(scope: Scope, public: bool) -> Asked:
    """Return what in a request its answer depends on. public: whether the settings say where the service is reached."""
    accepted = known = host = b""
    partly = False
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = accepted + b"," + value if accepted else value
        elif name == b"if-none-match":
            known = known + b"," + value if known else value
        elif name == b"host":
            host = value
        elif name == b"range":
            partly = True
    coding = negotiate(accepted.decode("latin-1"))
    path, query = scope.get("raw_path") or b"", scope["query_string"]
    if partly or len(path) + len(query) + len(host) > LONGEST or not path or not (host or public):
        return Asked(None, coding, known.decode("latin-1"))
    reached = b"" if public else scope["scheme"].encode() + b"://" + host
    return Asked((path, query, coding, scope.get("root_path", ""), reached), coding, known.decode("latin-1"))
