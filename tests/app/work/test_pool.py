"""Jobs in warm processes: which comes first, which is refused, and what happens when one fails, or is not wanted."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Iterator
from pathlib import Path

import pytest

from app.work import Busy, Job, ProcessDiedError
from app.work import pool as module
from app.work.pool import Pool
from optimizers import ScenarioError
from tests.app.work import jobs
from tests.serving import ROOT, wait_until
from tests.working import until

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc to look into")
BRIEF, LONG = 10.0, 1000.0  # prices


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One process, whose queue takes little."""
    pool = Pool(1, 5 * LONG, 60)
    yield pool
    pool.close()


def lines(path: Path) -> list[str]:
    """Return what jobs have noted."""
    return path.read_text().split("\n")[:-1] if path.exists() else []


def exists(pid: int) -> bool:
    """Return whether a process runs, and is no zombie."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_a_job_returns_what_its_function_returns_in_the_same_warm_process(pool: Pool) -> None:
    async def ask() -> list[int]:
        assert await pool.do(Job(jobs.doubled, (21,), BRIEF)) == 42
        return [await pool.do(Job(jobs.pid, (), BRIEF)) for _ in range(3)]

    pids = asyncio.run(ask())
    assert len(set(pids)) == 1
    assert pids[0] != os.getpid()
    assert asyncio.run(ask()) == pids, "another event loop uses the same processes"


def test_errors_come_back_with_what_they_carry_and_the_process_stays(pool: Pool) -> None:
    async def ask() -> None:
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        with pytest.raises(ScenarioError) as caught:
            await pool.do(Job(jobs.refused, (), BRIEF))
        assert (len(caught.value.problems), caught.value.more) == (20, 10)
        with pytest.raises(MemoryError) as short:
            await pool.do(Job(jobs.out_of_memory, (), BRIEF))
        assert "jobs.py" in short.value.__notes__[0]
        with pytest.raises(RuntimeError, match="TypeError: cannot pickle"):
            await pool.do(Job(jobs.unpicklable, (), BRIEF))
        with pytest.raises(RuntimeError, match="PairError: this and that") as unreadable:
            await pool.do(Job(jobs.unreadable, (), BRIEF))
        assert "jobs.py" in unreadable.value.__notes__[0]
        with pytest.raises(TimeoutError, match="the job's own"):
            await pool.do(Job(jobs.late, (), BRIEF))
        assert await pool.do(Job(jobs.pid, (), BRIEF)) == pid

    asyncio.run(ask())


def test_a_process_that_is_killed_is_replaced(pool: Pool) -> None:
    async def ask() -> None:
        with pytest.raises(ProcessDiedError):
            await pool.do(Job(jobs.killed, (), BRIEF))
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        os.kill(pid, 9)
        await until(lambda: not exists(pid))
        assert await pool.do(Job(jobs.pid, (), BRIEF)) != pid, "one that ended while it had nothing to do, too"

    asyncio.run(ask())


def test_a_process_that_has_grown_is_replaced(pool: Pool) -> None:
    async def ask() -> None:
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        assert await pool.do(Job(jobs.hungry, (1_000_000,), BRIEF)) == 1_000_000
        assert await pool.do(Job(jobs.pid, (), BRIEF)) == pid
        assert await pool.do(Job(jobs.hungry, (200_000_000,), BRIEF)) == 200_000_000
        assert await pool.do(Job(jobs.pid, (), BRIEF)) != pid

    asyncio.run(ask())


def test_a_job_that_takes_too_long_is_ended() -> None:
    async def ask() -> None:
        impatient = Pool(1, LONG, 0.5)
        try:
            pid = await impatient.do(Job(jobs.pid, (), BRIEF))
            with pytest.raises(TimeoutError, match=r"longer than 0\.5 s"):
                await impatient.do(Job(jobs.stubborn, (), BRIEF))
            await until(lambda: not exists(pid))
            assert await impatient.do(Job(jobs.doubled, (1,), BRIEF)) == 2
        finally:
            impatient.close()

    asyncio.run(ask())


def test_cheap_jobs_come_first_but_none_waits_for_ever(pool: Pool, tmp_path: Path) -> None:
    file, gate = tmp_path / "order", tmp_path / "gate"

    async def ask() -> None:
        first = asyncio.create_task(pool.do(Job(jobs.held, (file, "first", gate), LONG)))
        await until(lambda: bool(lines(file)))
        prices = {"dear": 800.0, "cheap": 20.0, "middle": 100.0, "old": 0.001}
        waiting = [asyncio.create_task(pool.do(Job(jobs.note, (file, name), prices[name]))) for name in prices]
        await asyncio.sleep(0)
        assert pool.waiting == len(prices)
        gate.touch()
        await asyncio.gather(first, *waiting)

    asyncio.run(ask())
    assert lines(file) == ["first begun", "first ended", "old", "cheap", "middle", "dear"]


def test_what_would_wait_too_long_is_refused_and_cheap_jobs_still_get_in(pool: Pool, tmp_path: Path) -> None:
    file, gate = tmp_path / "order", tmp_path / "gate"

    async def ask() -> None:
        first = asyncio.create_task(pool.do(Job(jobs.held, (file, "first", gate), 2 * LONG)))
        await until(lambda: bool(lines(file)))
        waiting = [asyncio.create_task(pool.do(Job(jobs.note, (file, "second"), 3 * LONG)))]
        await asyncio.sleep(0)
        assert pool.price == 5 * LONG
        with pytest.raises(Busy) as refused:
            await pool.do(Job(jobs.note, (file, "third"), 3 * LONG))
        assert refused.value.retry_after == 5
        waiting.append(asyncio.create_task(pool.do(Job(jobs.note, (file, "cheap"), BRIEF))))
        waiting.append(asyncio.create_task(pool.do(Job(jobs.note, (file, "later of a series"), 3 * LONG), first=False)))
        await asyncio.sleep(0)
        assert pool.waiting == len(waiting)
        gate.touch()
        await asyncio.gather(first, *waiting)
        assert (pool.price, pool.waiting) == (0, 0)
        assert await pool.do(Job(jobs.doubled, (1,), 100 * LONG)) == 2, "where nothing waits all is admitted"

    asyncio.run(ask())
    assert lines(file) == ["first begun", "first ended", "cheap", "second", "later of a series"]


@LINUX
def test_a_long_job_that_nobody_wants_any_more_is_ended_at_once(pool: Pool) -> None:
    async def ask() -> None:
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        task = asyncio.create_task(pool.do(Job(jobs.stubborn, (), LONG)))
        await asyncio.sleep(0.1)  # it may have begun or not, both have to do
        await cancelled(task)
        await until(lambda: not exists(pid))
        assert await pool.do(Job(jobs.pid, (), BRIEF)) != pid

    asyncio.run(ask())


async def cancelled(task: "asyncio.Task[None]") -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_short_job_that_nobody_wants_any_more_is_finished_and_the_process_kept(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 60)
    file, gate = tmp_path / "order", tmp_path / "gate"

    async def ask() -> None:
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        task = asyncio.create_task(pool.do(Job(jobs.held, (file, "short", gate), BRIEF)))
        await until(lambda: bool(lines(file)))
        await cancelled(task)
        gate.touch()
        assert await pool.do(Job(jobs.pid, (), BRIEF)) == pid

    asyncio.run(ask())
    assert lines(file) == ["short begun", "short ended"]


@LINUX
def test_one_that_turns_out_to_be_long_is_ended(pool: Pool) -> None:
    async def ask() -> None:
        pid = await pool.do(Job(jobs.pid, (), BRIEF))
        task = asyncio.create_task(pool.do(Job(jobs.stubborn, (), BRIEF)))
        await asyncio.sleep(0.1)  # it may have begun or not, both have to do
        await cancelled(task)
        await until(lambda: not exists(pid))

    asyncio.run(ask())


def test_jobs_that_wait_and_are_not_wanted_any_more_never_begin(pool: Pool, tmp_path: Path) -> None:
    file, gate = tmp_path / "order", tmp_path / "gate"

    async def ask() -> None:
        first = asyncio.create_task(pool.do(Job(jobs.held, (file, "first", gate), BRIEF)))
        await until(lambda: bool(lines(file)))
        waiting = [asyncio.create_task(pool.do(Job(jobs.note, (file, "no"), BRIEF))) for _ in range(50)]
        await asyncio.sleep(0)
        assert pool.waiting == 50
        for task in waiting:
            await cancelled(task)
        assert pool.waiting == 0
        gate.touch()
        await first
        assert await pool.do(Job(jobs.doubled, (1,), BRIEF)) == 2

    asyncio.run(ask())
    assert lines(file) == ["first begun", "first ended"]


def test_an_event_loop_that_ends_leaves_the_pool_free(pool: Pool) -> None:
    async def leave() -> None:
        for _ in range(3):
            asyncio.get_running_loop().create_task(pool.do(Job(jobs.stubborn, (), LONG)))
        await asyncio.sleep(0.05)  # one of them works or soon would, the others wait

    async def ask(wanted: Awaitable[int]) -> int:
        return await wanted

    asyncio.run(leave())
    assert (pool.price, pool.waiting) == (0, 0)
    assert asyncio.run(ask(pool.do(Job(jobs.doubled, (1,), BRIEF)))) == 2


OWNER = """
import asyncio, sys
from app.work import Job
from app.work.pool import Pool
from tests.app.work import jobs

async def main():
    pool = Pool(2, 1000, 60)
    print(await pool.do(Job(jobs.pid, (), 1)), await pool.do(Job(jobs.pid, (), 1)), flush=True)
    await asyncio.gather(*(pool.do(Job(jobs.stubborn, (), 1)) for _ in range(2)))

asyncio.run(main())
"""


@pytest.mark.slow
@LINUX
def test_no_process_outlives_its_owner_whatever_it_does() -> None:
    """The pipe is at its end when nobody holds it any more: neither the owner nor the fork server nor a process."""
    with subprocess.Popen([sys.executable, "-c", OWNER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pids = {int(text) for text in owner.stdout.readline().split()}
        assert pids
        assert all(map(exists, pids))
        owner.kill()
        assert owner.stdout.read() == ""
        wait_until(lambda: not any(map(exists, pids)))  # files are closed just before a process has ended
