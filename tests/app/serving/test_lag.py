"""Answers say how late the event loop is."""

import asyncio
import time

from app.serving.lag import EVERY, FADING, NOTED, Lag


def test_a_loop_that_is_in_time_says_nothing() -> None:
    async def said(seconds: float) -> object:
        lag = Lag()
        lag.headers()
        lag.seconds = seconds
        return lag.headers()

    assert asyncio.run(said(0.0)) == asyncio.run(said(NOTED - 1e-6)) == ()
    assert asyncio.run(said(0.0405)) == ((b"server-timing", b"wait;dur=40"),)


def test_a_loop_that_was_kept_busy_says_for_how_long_and_forgets_it() -> None:
    busy = 0.2
    later: list[float] = []

    async def work() -> float:
        lag = Lag()
        lag.headers()
        begun = time.perf_counter()
        while time.perf_counter() < begun + EVERY + busy:
            pass
        for _ in range(2):  # first the timers are found to be due
            await asyncio.sleep(0)
        ((name, value),) = lag.headers()
        assert name == b"server-timing"
        said = float(value.removeprefix(b"wait;dur=")) / 1000
        while len(later) < 3:
            await asyncio.sleep(EVERY)
            later.append(lag.seconds)
        return said

    said = asyncio.run(work())
    assert busy * 0.9 < said
    assert all(after >= FADING**4 * said * 0.9 for after in later)  # it fades, and does not end at once


def test_another_loop_begins_anew() -> None:
    lag = Lag()

    async def note() -> float:
        lag.headers()
        seconds, lag.seconds = lag.seconds, 9.0
        return seconds

    assert [asyncio.run(note()) for _ in range(2)] == [0.0, 0.0]
