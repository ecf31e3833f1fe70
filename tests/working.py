"""Work under way in a test: how far it is, and jobs in the process of the test, which can replace what they call."""

import asyncio
from collections.abc import Callable
from typing import Any

from app.work import Job
from tests.serving import PATIENCE


async def turns(count: int = 20) -> None:
    """Let the event loop turn so often, enough for whatever waits for nothing else."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds that nothing gives notice of, such as the state of another process."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.002)


class Here:
    """A pool that does each job at once."""

    def __init__(self) -> None:
        self.done: list[Job[Any]] = []

    async def do(self, job: Job[Any], first: bool = True) -> Any:
        """Return what a job returns."""
        await turns(5)  # as with a process, in which a client may leave
        self.done.append(job)
        return job.build(*job.arguments)
