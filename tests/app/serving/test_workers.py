"""Several workers: how much memory they take, what they count, and what follows when one or their parent is killed."""

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.serving import PATIENCE, started, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux says what memory is shared"),
]

MEGABYTE = 1 << 20
Service = tuple["subprocess.Popen[str]", str]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with started("--workers", "2") as found:
        yield found


def children(process: int) -> list[int]:
    """The processes that ``process`` has forked, in the order in which it did."""
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def workers(process: int) -> list[int]:
    """The workers among them: the first that is forked is the parent of the processes that do jobs."""
    return children(process)[1:]


def memory(process: int) -> dict[str, int]:
    """Bytes: ``Rss`` with all that is shared, ``Pss`` with its part of it."""
    lines = (line.split() for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:])
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, _ in lines}


def get(address: str, path: str) -> str:
    with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def lives(process: int) -> bool:
    """Return whether a process runs. A zombie does not: it has ended, but its parent has not waited for it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def counted(text: str) -> int:
    """How many workers' counts are in an answer for Prometheus."""
    return len([line for line in text.splitlines() if line.startswith("process_resident_memory_bytes{")])


def healthy(address: str) -> dict[str, float]:
    """How many probes each worker has answered."""
    lines = (line.rpartition(" ") for line in get(address, "/metrics").splitlines())
    asked = 'optimizer_trajectories_requests_total{route="/healthz",status="200",worker="'
    return {name.removeprefix(asked)[0]: float(value) for name, _, value in lines if name.startswith(asked)}


def test_workers_share_what_they_have_loaded(service: Service) -> None:
    """After some work too. Each had 190 MB of its own when it was spawned, and what the compiler left came on top."""
    process, address = service
    for steps in range(20, 40):
        get(address, f"/?steps={steps}")
        get(address, f"/api/v1/verdict?steps={steps}")
    assert len(workers(process.pid)) == 2
    for worker in map(memory, workers(process.pid)):
        assert worker["Pss"] < 100 * MEGABYTE
        assert worker["Rss"] < 150 * MEGABYTE, "with all that is shared"
    everybody = [process.pid, *descendants(process.pid)]
    assert len(everybody) > 1 + 1 + 2, "they have processes for jobs"
    assert sum(memory(each)["Pss"] for each in everybody) < 400 * MEGABYTE


def test_one_scrape_counts_all_workers(service: Service) -> None:
    _, address = service
    before = healthy(address)
    for _ in range(40):
        get(address, "/healthz")
    after = healthy(address)
    assert sum(after.values()) == sum(before.values()) + 40
    assert set(after) == {"0", "1"}, "each connection goes to whoever is free: it is not always the same"


def test_a_worker_that_is_killed_is_replaced(service: Service) -> None:
    process, address = service
    first, second = workers(process.pid)
    jobs = children(process.pid)[0]
    doing = children(jobs)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in workers(process.pid) and len(workers(process.pid)) == 2)
    assert second in workers(process.pid)
    wait_until(lambda: not set(doing) <= set(children(jobs)) and len(children(jobs)) == len(doing))
    for _ in range(20):
        assert get(address, "/healthz")
    wait_until(lambda: counted(get(address, "/metrics")) == 2)


def test_a_worker_that_hangs_is_left_out_of_the_counts(service: Service) -> None:
    process, address = service
    hanging = workers(process.pid)[0]
    os.kill(hanging, signal.SIGSTOP)
    try:
        # A connection may wait for the worker that hangs, so each is given up soon.
        answers = [
            line for line in _patiently(f"{address}/metrics").splitlines() if line.startswith("process_resident")
        ]
    finally:
        os.kill(hanging, signal.SIGCONT)
    assert len(answers) == 1


def _patiently(address: str) -> str:
    for _ in range(20):
        with suppress(TimeoutError), urllib.request.urlopen(address, timeout=3) as answer:
            return str(answer.read().decode())
    raise AssertionError("no worker answers")


@pytest.mark.parametrize("count", [1, 2])
def test_nothing_lives_on_when_the_first_process_is_killed(count: int) -> None:
    """And all have written whole lines to the same log."""
    with started("--workers", str(count), OPTIMIZER_TRAJECTORIES_ACCESS_LOG="1") as (process, address):
        paths = ["/"] + ["/healthz"] * 40
        for path in [*paths, "/metrics"]:  # the line of the last one may be missing: it is written after the answer
            get(address, path)
        family = descendants(process.pid)
        assert len(family) > count
        process.kill()
        wait_until(lambda: not any(map(lives, family)))
        assert process.stdout is not None
        log = [json.loads(line)["path"] for line in process.stdout]
        assert sorted(path for path in log if path != "/metrics") == sorted(["/healthz", *paths])


def descendants(process: int) -> list[int]:
    found = children(process)
    return found + [each for child in found for each in descendants(child)]
