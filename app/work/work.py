"""Which jobs are done where, and which are admitted."""

import os
from collections.abc import AsyncIterator, Iterable
from functools import cache

from ..settings import Settings
from .job import LOOP, Busy, Job, T
from .pool import Pool
from .process import NICE

HEAVY = 200.0
"""Milliseconds of CPU above which a job goes to the pool of the heavy ones."""


class Work:
    """All computing of one application. Applications with equal settings share the processes."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started before the first job, or ``start``."""
        most = os.cpu_count() or 1
        self.pages = _pool(settings.page_processes or most, settings.page_budget, settings.job_timeout, 0)
        self.heavy = _pool(settings.heavy_processes or most, settings.heavy_budget, settings.job_timeout, NICE)

    def start(self) -> None:
        """Start the processes in the background."""
        self.pages.start()
        self.heavy.start()

    def close(self) -> None:
        """Stop the processes."""
        self.pages.close()
        self.heavy.close()

    def refusal(self, price: float) -> Busy | None:
        """Return why a job of this price would be refused now, None if it would be admitted."""
        return None if price <= LOOP else self._pool(price).refusal(price)

    async def whole(self, job: Job[T]) -> T:
        """Return what a job returns, and raise what it raises.

        Raises Busy if too much waits already, TimeoutError if it takes too long, ProcessDiedError if its process ends.
        """
        return await self._do(job)

    async def pieces(self, jobs: Iterable[Job[T]]) -> AsyncIterator[T]:
        """Yield what each of ``jobs`` returns. Each is done when it is asked for; only the first can be refused."""
        first = True
        for job in jobs:
            yield await self._do(job, first)
            first = False

    async def _do(self, job: Job[T], first: bool = True) -> T:
        if job.rank <= LOOP:
            return job.build(*job.arguments)
        return await self._pool(job.rank).do(job, first)

    def _pool(self, price: float) -> Pool:
        return self.pages if price <= HEAVY else self.heavy


@cache
def _pool(size: int, budget: float, seconds: float, niceness: int) -> Pool:
    return Pool(size, budget, seconds, niceness)
