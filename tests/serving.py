"""The application as its users start it, in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds; the first start compiles, on a busy machine for minutes


@contextmanager
def serve(folder: Path = ROOT, **environment: str) -> Iterator[str]:
    """Run ``python -m app`` in ``folder`` on a free port; give its address, without a slash at the end.

    Fails with what the server printed if it does not come up, or if a traceback is in it at the end.
    """
    command = [sys.executable, "-m", "app", "--port", "0"]
    variables = {**os.environ, **environment}
    with tempfile.TemporaryDirectory() as temporary:
        log = Path(temporary) / "log"
        with (
            log.open("wb") as output,
            subprocess.Popen(command, cwd=folder, env=variables, stdout=output, stderr=subprocess.STDOUT) as process,
        ):
            try:
                yield _address(process, log)
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
        assert "Traceback" not in _read(log), _read(log)


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command in a process group of its own, as a shell would start it, and the address it printed."""
    command = [sys.executable, "-m", "app", "--port", "0", *arguments]
    variables, pipe = {**os.environ, **environment}, subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, text=True, start_new_session=True, stdout=pipe, stderr=pipe
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            match = re.fullmatch(r"Optimizer Trajectories: (http://127\.0\.0\.1:\d+)/  \(Ctrl-C stops\)\n", line)
            assert match, line
            with urllib.request.urlopen(f"{match[1]}/healthz", timeout=PATIENCE) as answer:
                assert answer.status == 200
            yield process, match[1]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def wait_until(true: Callable[[], object]) -> None:
    """Wait for what another process makes true without giving notice."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)  # there is nothing to wait on but the answer


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the address the server prints, once it answers there."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        found = re.search(r"http://[^\s/]+", _read(log))
        if found:
            with urllib.request.urlopen(f"{found[0]}/healthz", timeout=end - time.monotonic()) as answer:
                assert answer.status == 200
            return found[0]
        time.sleep(0.05)  # there is nothing to wait on but the file
    raise AssertionError(f"The server did not start, its exit status is {process.poll()}:\n{_read(log)}")


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")
