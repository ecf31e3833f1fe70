"""Computing in the process of a test, where it can replace what jobs call, and see how far they are."""

import asyncio
from typing import Any

from app.work import Job


class Here:
    """A pool that does each job at once."""

    def __init__(self) -> None:
        self.done: list[Job[Any]] = []

    async def do(self, job: Job[Any], first: bool = True) -> Any:
        """Return what a job returns."""
        for _ in range(5):  # turns of the event loop, as with a process, in which a client may leave
            await asyncio.sleep(0)
        self.done.append(job)
        return job.build(*job.arguments)
