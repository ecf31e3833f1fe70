"""Which jobs are done where, and which are admitted."""

import atexit
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from time import monotonic
from typing import Any

from optimizers import Scenario
from optimizers.query.choices import Found
from optimizers.run.tuning import best_rate
from optimizers.surfaces.bound import BoundSurface, searched

from ..settings import Settings
from .compiling import Compiling
from .job import LOOP, Busy, Job, T, needs_tuning
from .pool import Pool
from .price import price_of_search, price_of_tuning
from .process import NICE
from .single_flight import SingleFlight

LONG_ANSWER = 5
"""Seconds after which there may be room for another long answer."""

HEAVY = 200.0
"""Milliseconds of CPU above which a job goes to the pool of the heavy ones."""


class Work:
    """All computing of one application. Applications with equal settings share the processes."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started before the first job, or ``start``."""
        most = os.cpu_count() or 1
        self.pages = _pool(settings.page_processes or most, settings.page_budget, settings.job_timeout, 0)
        self._tuning = SingleFlight[Found | None]()
        self._searching = SingleFlight[Any]()
        self.series = 0
        self._most_series = settings.max_concurrent
        self.heavy = _pool(settings.heavy_processes or most, settings.heavy_budget, settings.job_timeout, NICE)
        self.compiling = Compiling(self.pages, self.heavy)

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

    @contextmanager
    def long_answer(self) -> Iterator[None]:
        """Count an answer that is made in pieces as they are read. Raises Busy if there are as many as are allowed."""
        if self.series >= self._most_series:
            raise Busy(LONG_ANSWER)
        self.series += 1
        try:
            yield
        finally:
            self.series -= 1

    async def whole(self, job: Job[T]) -> T:
        """Return what a job returns, and raise what it raises.

        Raises Busy if too much waits already, TimeoutError if it takes too long, ProcessDiedError if its process ends.
        """
        return job.build(*job.arguments) if job.at_once else await self._do(job)

    async def pieces(self, jobs: Iterable[Job[T]]) -> AsyncIterator[T]:
        """Yield what each of ``jobs`` returns. Each is done when it is asked for; only the first can be refused."""
        first = True
        for job in jobs:
            yield await self._do(job, first)
            first = False

    async def tune(self, scenario: Scenario) -> AsyncIterator[tuple[int, int]]:
        """Find the rates of fair=tuned, which ``scenario.found`` keeps; yields (optimizers done, of how many).

        Nothing is yielded where nothing has to be found. Raises what ``whole`` raises.
        """
        if not needs_tuning(scenario):
            return
        count, found = len(scenario.optimizers), list[Found | None]()
        begun, prices = monotonic(), [price_of_tuning(scenario, index) for index in range(count)]
        for index, price in enumerate(prices):
            job = Job(best_rate, (scenario, index), price, sum(prices), begun)
            key = scenario.query, index
            found.append(await self._tuning.get(key, partial(self._pool(job.rank).do, job, not index)))
            if len(found) == count:
                scenario.found[scenario.query] = tuple(found)
            yield index + 1, count

    async def search(self, surface: BoundSurface) -> None:
        """Search a typed surface, once for all who ask; what is found is kept, and goes with every job that needs it.

        Raises what ``whole`` raises.
        """
        job = Job(searched, (surface,), price_of_search(surface))
        surface.keep(await self._searching.get(surface, partial(self._do, job)))

    async def _do(self, job: Job[T], first: bool = True) -> T:
        if job.scenario:
            async for _ in self.tune(job.scenario):
                pass
        if job.rank <= LOOP and not await self.compiling.load(job.missing):
            return job.build(*job.arguments)
        return await self._pool(job.rank).do(job, first)

    def _pool(self, price: float) -> Pool:
        return self.pages if price <= HEAVY else self.heavy


@cache
def _pool(size: int, budget: float, seconds: float, niceness: int) -> Pool:
    pool = Pool(size, budget, seconds, niceness)
    atexit.register(pool.close)
    return pool
