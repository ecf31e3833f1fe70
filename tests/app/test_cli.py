"""The command line as its users meet it: what it prints, how it fails, and how it stops."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.__main__ import GRACE, main
from optimizers import OPTIMIZERS, SURFACES
from tests.leaving import connect
from tests.serving import ROOT, started

pytestmark = pytest.mark.slow

SOON = 2.0  # seconds after Ctrl-C that are promised, on a machine with nothing else to do
LATE = 60.0  # seconds in which even a busy machine is done, and in which nothing that is open ends by itself
LONG = "/api/v1/trajectories?steps=10000&" + "&".join(f"start=S{k},{k},1" for k in range(12))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")


@POSIX
@pytest.mark.parametrize(
    ("workers", "signals", "paths"),
    [
        pytest.param(1, [signal.SIGINT] * 3, ["/healthz", LONG], id="Ctrl-C three times"),
        pytest.param(1, [signal.SIGTERM], [LONG], id="SIGTERM"),
        pytest.param(1, [signal.SIGHUP], [], id="closed terminal"),
        pytest.param(2, [signal.SIGINT] * 3, [LONG] * 4, id="Ctrl-C three times, two workers"),
        pytest.param(2, [signal.SIGTERM], [LONG] * 4, id="SIGTERM, two workers"),
        pytest.param(2, [signal.SIGHUP], [], id="closed terminal, two workers"),
    ],
)
def test_a_signal_ends_all_soon_whatever_is_open(workers: int, signals: list[signal.Signals], paths: list[str]) -> None:
    """SIGINT and SIGHUP go to all processes, as a terminal sends them, SIGTERM to the first, as supervisors do.

    The seconds end when all processes have: whoever lives on holds the pipes open. What is open would stay open: its
    client does not read, and the server is set to wait for it. How soon it ends is set, as the time left to streams.
    """
    assert GRACE < SOON
    patient = {"OPTIMIZER_TRAJECTORIES_READ_TIMEOUT": str(int(10 * LATE))}
    with started("--workers", str(workers), **patient) as (process, address), ExitStack() as connections:
        for path in paths:
            connections.enter_context(connect(address, path))
        for number in signals:
            (os.kill if number == signal.SIGTERM else os.killpg)(process.pid, number)
            time.sleep(0.1)  # nobody presses Ctrl-C twice in less, and signals that wait at once are one
        _, stderr = process.communicate(timeout=LATE)
        assert process.returncode == 0
        assert "Traceback" not in stderr
        with pytest.raises(ConnectionRefusedError), connect(address, "/healthz"):
            pass


def hear_interrupts() -> None:
    """Let a child hear Ctrl-C though the tests themselves do not, as in the background of a script."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@POSIX
def test_the_first_start_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    """Ctrl-C while it compiles ends it at once, without a traceback."""
    variables = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "app", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=pipe, stderr=pipe, preexec_fn=hear_interrupts
    ) as process:
        assert process.stderr is not None
        output = b""
        while output.count(b"of") < 2 and (more := os.read(process.stderr.fileno(), 4096)):
            output += more
        process.send_signal(signal.SIGINT)
        stdout, rest = process.communicate(timeout=30)
    progress = (output + rest).decode().replace("\r", "\n").strip().splitlines()
    form = re.compile(r"Compiling kernels \(first start only\): (\d+) of (\d+)")
    matches = [form.fullmatch(line) for line in progress]
    assert None not in matches
    counts = [(int(match[1]), int(match[2])) for match in matches if match]
    total = counts[0][1]
    assert counts == [(k, total) for k in range(counts[0][0], counts[0][0] + len(counts))]
    assert total < len(OPTIMIZERS) + len(SURFACES), "what the first view does not need is compiled later"
    assert counts[-1][0] < total, "it was stopped on the way"
    assert (process.returncode, stdout) == (0, b"")


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command, which must fail with status 1; return the one line that it prints."""
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err.rstrip("\n")


def test_a_taken_port_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert fails(capsys, "--port", str(port)) == (
            f"Cannot listen on 127.0.0.1 port {port}: {os.strerror(errno.EADDRINUSE)}"
        )


def test_a_host_that_is_not_here_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    expected = f"Cannot listen on 192.0.2.1 port 0: {os.strerror(errno.EADDRNOTAVAIL)}"
    assert fails(capsys, "--host", "192.0.2.1", "--port", "0") == expected


def test_a_bad_setting_is_one_clear_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTIMIZER_TRAJECTORIES_MAX_STEPS", "none")
    for workers in ("1", "2"):
        output = fails(capsys, "--port", "0", "--workers", workers)
        assert output.startswith("OPTIMIZER_TRAJECTORIES_MAX_STEPS = 'none' is not allowed: ")


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["--port", "65536"], "argument --port: '65536' is not allowed: a whole number from 0 to 65535"),
        (["--port", "-1"], "argument --port: '-1' is not allowed: a whole number from 0 to 65535"),
        (["--port", "http"], "argument --port: 'http' is not allowed: a whole number from 0 to 65535"),
        (["--workers", "0"], "argument --workers: '0' is not allowed: a whole number from 1 to 1000"),
        (["--color", "red"], "unrecognized arguments: --color red"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], output: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(f"error: {output}\n")


def test_help_tells_all() -> None:
    command = [sys.executable, "-m", "app", "--help"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for option in ("--host", "--port", "--workers", "--open", "--help", "127.0.0.1", "8000"):
        assert option in output.stdout
    assert output.stderr == ""


def test_help_is_not_delayed_by_what_only_serving_needs() -> None:
    script = "import sys, app.__main__; print(sorted({'numba', 'fastapi', 'uvicorn', 'asyncio'} & set(sys.modules)))"
    output = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert output.stdout == "[]\n"


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the command, which the tests run in their own process, from forking it."""
    monkeypatch.setattr("app.serving.starting.share", lambda limits: None)


@pytest.mark.usefixtures("_alone")
def test_open_opens_the_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The server is left out: what is tested is the address."""
    opened = threading.Event()
    addresses = []

    def open_page(address: str) -> None:
        addresses.append(address)
        opened.set()

    monkeypatch.setattr("webbrowser.open", open_page)
    monkeypatch.setattr("uvicorn.Server.run", lambda *arguments, **more: opened.wait(30))
    assert main(["--port", "0", "--open"]) == 0
    assert addresses == re.findall(r"http://127\.0\.0\.1:\d+/", capsys.readouterr().out)


@pytest.mark.usefixtures("_alone")
def test_an_ipv6_address_is_printed_as_browsers_want_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    monkeypatch.setattr("uvicorn.Server.run", lambda *arguments, **more: None)
    assert main(["--host", "::1", "--port", "0"]) == 0
    assert re.search(r"http://\[::1\]:\d+/ ", capsys.readouterr().out)
