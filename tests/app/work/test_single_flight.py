"""A hundred who ask for the same at once wait for one computation."""

import asyncio
import contextlib

import pytest

from app.work.single_flight import SingleFlight
from tests.working import turns


class Computing:
    """A computation that ends when it is allowed to, and counts how it went."""

    def __init__(self) -> None:
        self.begun = self.cancelled = 0
        self.allowed = asyncio.Event()

    async def __call__(self) -> str:
        """Return a text when it is allowed to."""
        self.begun += 1
        try:
            await self.allowed.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return "computed"


def test_one_computation_for_all_who_ask() -> None:
    async def main() -> None:
        flights, compute = SingleFlight[str](), Computing()
        tasks = [asyncio.create_task(flights.get("a", compute)) for _ in range(100)]
        other = asyncio.create_task(flights.get("b", compute))
        await turns()
        assert (compute.begun, len(flights)) == (2, 2)
        compute.allowed.set()
        assert await asyncio.gather(*tasks, other) == ["computed"] * 101
        assert len(flights) == 0
        assert await flights.get("a", compute) == "computed"
        assert compute.begun == 3, "it is not a cache"

    asyncio.run(main())


def test_one_who_leaves_does_not_cancel_it_for_the_others() -> None:
    async def main() -> None:
        flights, compute = SingleFlight[str](), Computing()
        first, *rest = [asyncio.create_task(flights.get("a", compute)) for _ in range(3)]
        await turns()
        first.cancel()
        await turns()
        assert first.cancelled()
        assert compute.cancelled == 0
        compute.allowed.set()
        assert await asyncio.gather(*rest) == ["computed"] * 2

    asyncio.run(main())


def test_it_is_cancelled_when_the_last_leaves_and_who_comes_then_begins_anew() -> None:
    async def main() -> None:
        flights, compute = SingleFlight[str](), Computing()
        tasks = [asyncio.create_task(flights.get("a", compute)) for _ in range(3)]
        await turns()
        for task in tasks:
            task.cancel()
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
        late = asyncio.create_task(flights.get("a", compute))
        await turns()
        assert (compute.begun, compute.cancelled) == (2, 1)
        compute.allowed.set()
        assert await late == "computed"

    asyncio.run(main())


def test_an_error_is_raised_for_all_and_forgotten() -> None:
    async def main() -> None:
        flights: SingleFlight[str] = SingleFlight()

        async def fail() -> str:
            await asyncio.sleep(0)
            raise ZeroDivisionError

        tasks = [asyncio.create_task(flights.get("a", fail)) for _ in range(3)]
        assert [type(error) for error in await asyncio.gather(*tasks, return_exceptions=True)] == [
            ZeroDivisionError
        ] * 3
        with contextlib.suppress(ZeroDivisionError):
            await flights.get("a", fail)
        assert len(flights) == 0

    asyncio.run(main())


@pytest.mark.parametrize("count", [1, 3])
def test_what_ends_as_the_last_leaves_is_no_error(count: int) -> None:
    async def main() -> None:
        flights, compute = SingleFlight[str](), Computing()
        tasks = [asyncio.create_task(flights.get("a", compute)) for _ in range(count)]
        await turns()
        compute.allowed.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await turns()
        assert len(flights) == 0

    asyncio.run(main())
