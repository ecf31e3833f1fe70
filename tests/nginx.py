"""The nginx of the distribution with the configuration of ``app/deployment``, in front of any two replicas."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import install_packages
from tests.serving import ROOT, wait_until

CONFIGURATION = ROOT / "app" / "deployment" / "nginx.conf"
MISSING = "There is no nginx. Install it, or let python -m tests do so, which can where it is root on Debian or Ubuntu."


def find() -> str | None:
    """Return the nginx that is installed: for users other than root often not on PATH."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")


def install() -> str | None:
    """Install nginx with the distribution's packages, where that is possible; return it."""
    install_packages("nginx")
    return find()


@contextmanager
def proxy(folder: Path, one: str, two: str) -> Iterator[str]:
    """Run nginx in front of the replicas at two addresses; give its own. It writes to ``folder`` only."""
    path = find()
    assert path is not None, MISSING
    port = _free_port()
    for name in ("tmp", "cache"):
        (folder / name).mkdir()
    text = CONFIGURATION.read_text(encoding="utf-8")
    for old, new in {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "server one:8000 ": f"server {one.removeprefix('http://')} ",
        "server two:8000 ": f"server {two.removeprefix('http://')} ",
        " /tmp/": f" {folder}/tmp/",
        " /var/cache/nginx ": f" {folder}/cache ",
        " /dev/stdout ": f" {folder}/access.log ",
        " /dev/stderr ": f" {folder}/error.log ",
    }.items():
        assert old in text, f"the configuration has no {old!r}"
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    options = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")  # nobody else may enter a test's folder
    command = [
        path,
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
        "-g",
        options,
    ]
    with subprocess.Popen(command) as process:
        try:
            wait_until(lambda: _answers(port) or process.poll() is not None)
            assert process.poll() is None, (folder / "error.log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0
