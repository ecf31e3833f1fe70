"""Optimizers and surfaces that are not compiled yet: compiled in a warm process, and loaded when a request needs them.

Neither holds up the loop: a thread loads, a few milliseconds for an entry. Jobs whose entries are not loaded here are
done in a warm process, which loads them, or compiles them, by itself. Nothing is loaded here that no request needs: all
entries, and what LLVM touches to load the first one, would take 60 MB of every worker.
"""

import logging
from collections.abc import AsyncIterator, Iterable
from functools import partial

from anyio import to_thread

from optimizers.run.preparing import Entry, is_ready, load_entry, other_entries, prepare_entry

from .job import Job
from .pool import Pool
from .process import ProcessDiedError
from .single_flight import SingleFlight

log = logging.getLogger(__name__)
EXPECTED = (ProcessDiedError, TimeoutError)  # all others are faults of ours, logged with their traceback
PRICE = 500.0  # ms of CPU that an entry takes to compile, roughly


class Compiling:
    """What compiles entries."""

    def __init__(self, urgent: Pool, behind: Pool) -> None:
        """urgent: the pool for what a request waits for. behind: the pool, of niced processes, for all else."""
        self._urgent, self._behind = urgent, behind
        self._flights = SingleFlight[None]()

    async def all(self) -> None:
        """Have everything compiled, one entry after the other; none is loaded here before a request needs it."""
        for entry in other_entries():
            if not is_ready(entry):
                try:
                    await self._compile(entry, self._behind)
                except Exception as error:  # the job that needs it will try again; all others are to be compiled
                    log.warning("%s %s was not compiled: %s", *entry, error, exc_info=not isinstance(error, EXPECTED))

    async def load(self, entries: Iterable[Entry]) -> list[Entry]:
        """Load entries; return those that have to be compiled first."""
        return [one for one in entries if not is_ready(one) and not await to_thread.run_sync(load_entry, one)]

    async def some(self, entries: Iterable[Entry]) -> AsyncIterator[tuple[int, int]]:
        """Have some entries compiled; yields (how many are, of how many) before each. Nothing if there are none to."""
        left = await self.load(entries)
        for done, entry in enumerate(left):
            yield done, len(left)
            await self._compile(entry, self._urgent)
            await to_thread.run_sync(load_entry, entry)

    async def _compile(self, entry: Entry, pool: Pool) -> None:
        job = Job(prepare_entry, (entry,), PRICE)
        await self._flights.get(entry, partial(pool.do, job, first=False))
