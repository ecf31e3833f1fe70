"""One computation for all clients that ask for the same result at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic

from .job import T


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: "asyncio.Task[T]"
    waiting: int = field(default=0)


class SingleFlight(Generic[T]):
    """The computations that are under way, by key. One goes on as long as somebody waits for it."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[T]] = {}

    def __len__(self) -> int:
        return len(self._flights)

    async def get(self, key: Hashable, compute: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what ``compute`` returns. It is called only if no computation for ``key`` is under way."""
        loop = asyncio.get_running_loop()
        whole_key = (loop, key)
        flight = self._flights.get(whole_key)
        if flight is None:
            flight = self._flights[whole_key] = _Flight(loop.create_task(compute()))
            flight.task.add_done_callback(lambda _: self._forget(whole_key, flight))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(whole_key, flight)  # later requests must not get a cancelled one
                flight.task.cancel()

    def _forget(self, key: Hashable, flight: _Flight[T]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
