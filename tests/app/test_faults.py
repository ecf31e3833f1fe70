"""The command where little can be written: it starts, answers and stops, and says in one line what it misses.

In a mount namespace of its own, where everything is read-only except for a small tmpfs.
"""

import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from optimizers.form import kernel_cache
from tests.serving import PATIENCE, ROOT, wait_until

COMMAND = f"exec {sys.executable} -m app --port 0 --workers 2"
READ_ONLY = """
for folder in / /tmp /var/tmp /dev/shm /home /root; do
    if mountpoint --quiet $folder; then mount -o remount,bind,ro $folder; fi
done
"""


@functools.cache
def can_mount() -> bool:
    """Whether this user may have a file system of its own; containers often forbid it."""
    command = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's"),
]
mounting = pytest.mark.skipif(not can_mount(), reason="this user may not mount anything")


def serve_in(script: str, **variables: str) -> list[str]:
    """Run ``script``, which ends with the command; get a page, a PNG, a stream and a table; stop it.

    Returns the lines of its log; fails with them if it does not serve.
    """
    command = ["unshare", "--mount", "--map-root-user", "sh", "-e", "-c", script]
    pipe = subprocess.PIPE
    environment = {**os.environ, **variables}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+(?=/)", process.stdout.readline())
            if found:
                wait_until(lambda: listens(found[0]) or process.poll() is not None)
                for path, begins in {
                    "/?steps=31": b"<!doctype html>",
                    "/poster.png?steps=31": b"\x89png",
                    "/api/v1/trajectories?steps=31": b'{"event":"scenario"',
                    "/export.csv?steps=31": b"# ",
                    "/api/v1/verdict?steps=31&fair=tuned": b"{",
                    "/api/v1/steps/0/0/1?steps=31": b"{",
                }.items():
                    with urllib.request.urlopen(found[0] + path, timeout=PATIENCE) as answer:
                        assert answer.read().lower().startswith(begins), path
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert found, log
    assert process.returncode == 0, log
    assert "Traceback" not in log
    return [line for line in re.split(r"[\r\n]+", log) if line and not line.startswith("Compiling kernels")]


def listens(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as connection:
        return connection.connect_ex((parts.hostname, parts.port)) == 0


@pytest.fixture(scope="module")
def kernels() -> Path:
    """The folder with all kernels, those too that other tests have compiled in this process and kept elsewhere."""
    program = "from app.kernels import prepare; list(prepare())"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    assert kernel_cache.FOLDER is not None
    return kernel_cache.FOLDER


@mounting
def test_nothing_can_be_written_and_kernels_are_at_hand(kernels: Path) -> None:
    """As in an image that is run with --read-only: the kernels are loaded, and the log is empty."""
    assert serve_in(READ_ONLY + COMMAND, NUMBA_CACHE_DIR=str(kernels.parents[1])) == []


@mounting
def test_the_disk_is_full_and_kernels_are_damaged(kernels: Path) -> None:
    """Some are another program's files, or their index is truncated: they are compiled in memory, says the log."""
    script = f"""
mount -t tmpfs none /mnt
mkdir /mnt/{kernel_cache.NAME} /mnt/tmp
cp -r {kernels} /mnt/{kernel_cache.NAME}/
for file in $(find /mnt -name "engine.compile_surface*.nbc"); do cp /bin/sh $file; done
for file in $(find /mnt -name "schedules.multiply*.nbi"); do truncate -s 1000 $file; done
mount -o remount,size=$(du -sk /mnt | cut -f1)k /mnt
dd if=/dev/zero of=/mnt/filling bs=4k 2>/dev/null || true
"""
    log = serve_in(script + READ_ONLY + COMMAND, NUMBA_CACHE_DIR="/mnt", TMPDIR="/mnt/tmp")
    assert len(log) in (1, 2), log
    assert all(line.startswith("Kernels have to be compiled: ") for line in log)
    assert any("/mnt/" in line for line in log)


@mounting
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_the_disk_with_the_log_is_full() -> None:
    """Neither the address nor the access log can be written; the service runs all the same."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    script = f"echo http://127.0.0.1:{port}/; {COMMAND.replace('--port 0', f'--port {port}')} > /dev/full"
    assert serve_in(script, OPTIMIZER_TRAJECTORIES_ACCESS_LOG="1") == []
