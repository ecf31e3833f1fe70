"""Answers of an application: from its cache, from the one it shares with others, or computed, once for all who ask."""

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Protocol

from ..compression import IDENTITY
from ..metrics import Metrics
from ..work import Job, Work
from ..work.single_flight import SingleFlight
from .cache import Answer, Cache, Headers
from .coding import written
from .repeats import Repeats

CACHE, SHARED, COMPUTED, UNCHANGED = "cache", "shared", "computed", "unchanged"  # where answers come from, as counted
REPEATS = 16  # a sixteenth of the bytes is for the addresses of requests
Made = Coroutine[Any, Any, Answer]
"""An answer that is made when it is awaited."""


class Shared(Protocol):
    """A cache that several processes share. It never fails: at worst it has nothing."""

    async def get(self, tag: str, coding: str) -> Answer | None:
        """Return an answer, None if it is not there."""

    def keep(self, tag: str, coding: str, answer: Answer) -> None:
        """Begin to store an answer."""

    async def close(self) -> None:
        """Close the connections."""


class Answers:
    """The caches of an application, and its computations under way. Only the event loop uses them."""

    def __init__(self, work: Work, metrics: Metrics, most: int, shared: Shared | None = None) -> None:
        """most: bytes that are kept in memory."""
        self.repeats = Repeats(most // REPEATS)
        self.cache = Cache(most - most // REPEATS)
        self._computing = SingleFlight[Answer]()
        self.shared = shared
        self._work = work
        self._count = metrics.count_answer
        metrics.cached(lambda: self.cache.size + self.repeats.size)

    def kept(self, tag: str, coding: str) -> Answer | None:
        """Return an answer from the cache of this process, None if it is not there."""
        found = self.cache.get(tag, coding)
        if found is not None:
            self._count(CACHE)
        return found

    def count_unchanged(self) -> None:
        """Count a client that has the answer already."""
        self._count(UNCHANGED)

    def make(self, tag: str, coding: str, media_type: str, job: Job[bytes], headers: Headers) -> Made:
        """Return an answer that the cache does not have, to be awaited.

        headers: of the answer, except Content-Length.
        """
        if job.at_once:  # it is done before anybody else can ask
            return self._compute(tag, coding, media_type, job, headers)
        return self._computing.get((tag, coding), lambda: self._fetch(tag, coding, media_type, job, headers))

    async def _fetch(self, tag: str, coding: str, media_type: str, job: Job[bytes], headers: Headers) -> Answer:
        """Return an answer from the shared cache, otherwise compute it and share it."""
        if self.shared is None:
            return await self._compute(tag, coding, media_type, job, headers)
        found = await self.shared.get(tag, coding)
        if found is None:
            found = await self._compute(tag, coding, media_type, job, headers)
            self.shared.keep(tag, coding, found)
        else:
            self._count(SHARED)
            self.cache.keep(tag, coding, found)
        return found

    async def _compute(self, tag: str, coding: str, media_type: str, job: Job[bytes], headers: Headers) -> Answer:
        """Compute an answer and keep it. Nothing is kept of what fails."""
        if coding != IDENTITY:  # compressed where it is made, because that also takes time
            job = replace(job, build=written, arguments=(job.build, job.arguments, media_type, coding))
        body = await self._work.whole(job)
        self._count(COMPUTED)
        answer = Answer((*headers, (b"content-length", b"%d" % len(body))), body)
        self.cache.keep(tag, coding, answer, cheap=job.at_once)
        return answer
