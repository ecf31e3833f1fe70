"""A pool: some warm processes for jobs of one kind, and the queue of the jobs that wait for them."""

import asyncio
import heapq
import math
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from .job import Busy, Job, T
from .process import Process

PATIENCE = 20.0
"""Cheaper jobs may overtake a job only if they come within this many times its price after it."""
FINISHED = 100.0  # ms; a job that costs less is not ended at once when its client has gone: it is soon done
GRACE = 0.3  # seconds after which it is ended all the same


@dataclass(order=True, slots=True)
class _Waiting:
    """A job that waits for its turn. due: what orders the queue, in seconds."""

    due: float
    number: int
    price: float = field(compare=False)
    turn: "asyncio.Future[None]" = field(compare=False)


class Pool:
    """Processes that do jobs. Tasks of several event loops, in several threads, may share it."""

    def __init__(self, size: int, budget: float, seconds: float, niceness: int = 0) -> None:
        """size: processes. budget: ms of CPU that may wait. seconds: how long a job may take. Starts nothing yet."""
        self.size, self.budget, self.seconds, self.niceness = size, budget, seconds, niceness
        self.refused = self.cancelled = 0
        self.cpu = 0.0  # seconds of CPU that jobs have taken
        self._free = size
        self._idle: deque[Process] = deque()
        self._queue: list[_Waiting] = []
        self._working = 0.0  # ms, the price of the jobs that have their turn
        self._numbers = 0
        self._lock = Lock()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        return len(self._queue)

    @property
    def price(self) -> float:
        """The price of all jobs that wait or are being done, with the rest of their series, in ms of CPU."""
        with self._lock:
            return self._working + sum(one.price for one in self._queue)

    def start(self) -> None:
        """Start the processes."""
        while len(self._idle) < self._free:
            self._idle.append(Process(self.niceness))

    def close(self) -> None:
        """Stop the processes that are idle. Later jobs start new ones."""
        while self._idle:
            self._idle.pop().stop()

    def refusal(self, rank: float) -> Busy | None:
        """Return why a job would be refused now, None if it would be admitted."""
        due = time.monotonic() + rank * PATIENCE / 1000
        with self._lock:
            ahead = self._working + sum(one.price for one in self._queue if one.due <= due)
            free = self._free > 0
        if free or ahead + rank <= self.budget:
            return None
        return Busy(max(1, math.ceil(ahead / self.size / 1000)))

    async def do(self, job: Job[T], first: bool = True) -> T:
        """Return what a job returns. Raises what it raises, Busy, TimeoutError and ProcessDiedError.

        first: whether it can be refused; the later ones of a series cannot.
        """
        if first and (refusal := self.refusal(job.rank)):
            self.refused += 1
            raise refusal
        await self._turn(job)
        task = asyncio.get_running_loop().create_task(self._work(job))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self.cancelled += 1
            if job.price > FINISHED:
                task.cancel()
            else:
                task.get_loop().call_later(GRACE, task.cancel)  # of no effect once it is done
            raise

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # its client may no longer be waiting

    async def _work(self, job: Job[T]) -> T:
        """Do a job whose turn has come."""
        process, reusable = None, False
        try:
            process = self._take()
            await process.wait_until_ready()
            async with asyncio.timeout(self.seconds):
                done = await process.do(job)
            self.cpu += done.seconds
            reusable = not done.worn
        except TimeoutError:
            raise TimeoutError(f"This takes longer than {self.seconds:g} s. Try fewer steps or fewer runs.") from None
        finally:
            if process is not None and reusable:
                self._idle.append(process)
            elif process is not None:
                self._replace(process)
            self._release(job.rank)
        result: T = done.result()
        return result

    def _replace(self, process: Process) -> None:
        process.stop()
        with suppress(OSError):  # no process or file can be had just now; the next job tries again
            self._idle.append(Process(self.niceness))

    def _take(self) -> Process:
        while self._idle:
            process = self._idle.popleft()
            if process.is_alive():
                return process
            process.stop()
        return Process(self.niceness)

    async def _turn(self, job: Job[Any]) -> None:
        """Wait until a process is free for a job."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._free:
                self._free -= 1
                self._working += job.rank
                return
            self._numbers += 1
            due = (job.begun or time.monotonic()) + job.rank * PATIENCE / 1000
            one = _Waiting(due, self._numbers, job.rank, loop.create_future())
            heapq.heappush(self._queue, one)
        try:
            await one.turn
        except asyncio.CancelledError:
            self.cancelled += 1
            with self._lock:
                waits = one in self._queue
                if waits:
                    self._queue.remove(one)
                    heapq.heapify(self._queue)
            if not waits:  # its turn had come
                self._release(job.rank)
            raise

    def _release(self, price: float) -> None:
        """End the turn of a job of ``price``; the next one begins."""
        while True:
            with self._lock:
                self._working -= price
                if not self._queue:
                    self._free += 1
                    return
                one = heapq.heappop(self._queue)
                self._working += one.price
            try:
                one.turn.get_loop().call_soon_threadsafe(_begin, one.turn)
            except RuntimeError:  # its event loop is closed
                price = one.price
                continue
            return


def _begin(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)
