"""A server in a session of its own: its CPU time and its memory, counted over all its processes."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 180  # seconds to start; the first start compiles
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``pid`` is its first process; all that it starts are in its session."""

    address: str
    pid: int
    log: Path

    @property
    def host(self) -> str:
        """Its name or number."""
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.address).port or 0

    def processes(self) -> list[int]:
        """Return the numbers of its living processes, the first one first."""
        return [pid for pid, _, session in _table() if session == self.pid]

    def cpu(self) -> float:
        """Return the seconds of CPU, user's and system's, of all its processes, including those that have ended."""
        return sum(map(_cpu, self.processes()))

    def memory(self) -> float:
        """Return the MB of memory of all its processes; what they share is counted once."""
        return sum(map(_memory, self.processes()))

    def printed(self) -> str:
        """Return what it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


class Peak:
    """The highest memory of a server while a block runs, in MB: ``with Peak(server) as peak: …; peak.most``."""

    def __init__(self, server: Server, every: float = 0.1) -> None:
        self.server, self.every = server, every  # seconds between two readings
        self.first = self.most = server.memory()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def more(self) -> float:
        """MB at the peak above those at the beginning."""
        return self.most - self.first

    def _watch(self) -> None:
        while not self._over.wait(self.every):
            self.most = max(self.most, self.server.memory())

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._over.set()
        self._thread.join()
        self.most = max(self.most, self.server.memory())


@contextmanager
def run(folder: Path, *arguments: str, **environment: str) -> Iterator[Server]:
    """Run ``python -m app`` of the tree in ``folder`` on a free port; everything it started is stopped at the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an end of this process, too, is one that stops the server
    command = [sys.executable, "-m", "app", "--port", "0", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(folder), **environment}
    with tempfile.TemporaryDirectory() as temporary:
        log = Path(temporary) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=folder, env=variables, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            yield _started(process, log)
        finally:
            _stop(process)


def _started(process: "subprocess.Popen[bytes]", log: Path) -> Server:
    from urllib.request import urlopen

    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if found := re.search(r"http://[^\s/]+", log.read_text(errors="replace")):
            with urlopen(f"{found[0]}/healthz", timeout=60):
                return Server(found[0], process.pid, log)
        time.sleep(0.05)  # there is nothing to wait on but the file
    raise RuntimeError(f"The server did not start, its exit status is {process.poll()}:\n{log.read_text()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the server, and whatever of its session is left."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid, _, session in _table():
        if session == process.pid:
            os.kill(pid, signal.SIGKILL)


def _table() -> list[tuple[int, list[str], int]]:
    """Return number, the fields of /proc/…/stat after the name, and session of every process."""
    rows = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (stat := _read(folder / "stat")):
            fields = stat.rpartition(")")[2].split()
            rows.append((int(folder.name), fields, int(fields[3])))
    return sorted(rows)


def _cpu(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK if fields else 0.0  # its own, and that of its ended children


def _memory(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _read(path: Path) -> str:
    """Return the text of a file, nothing if its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
