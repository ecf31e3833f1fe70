"""The browsers of the tests of the page: an installed one, else the distribution's, else Playwright's."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = (
    "--no-sandbox",  # Chromium as root starts no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WINDOWS = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
DOWNLOAD, PACKAGES = 180, 300  # seconds that Playwright's download and the distribution's package get


@dataclass(frozen=True)
class Kind:
    """A kind of browser, and where one of it is found."""

    name: str
    variable: str  # of the environment; names one
    commands: tuple[str, ...]
    macos: tuple[str, ...]
    windows: tuple[str, ...]
    packages: tuple[str, ...]  # of the distribution, with letters to write with
    downloaded: bool  # whether Playwright's download is one
    light: str = ""  # command and package of the same engine without windows, in which a tab is less work

    @property
    def missing(self) -> str:
        """What to do where there is none."""
        return (
            f"No {self.name} that starts, and the page is not tested without one. "
            f"Install one, or name it in the variable {self.variable}; python -m tests tries to install one by itself."
        )


CHROMIUM = Kind(
    "Chromium or Chrome",
    "CHROMIUM",
    commands=("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    macos=("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"),
    windows=("Google", "Chrome", "Application", "chrome.exe"),
    packages=("chromium", "fonts-dejavu-core"),
    downloaded=True,
    light="chromium-headless-shell",
)
FIREFOX = Kind(
    "Firefox",
    "FIREFOX",
    commands=("firefox-esr", "firefox"),
    macos=("Firefox.app/Contents/MacOS/firefox",),
    windows=("Mozilla Firefox", "firefox.exe"),
    packages=("firefox-esr", "fonts-dejavu-core"),
    downloaded=False,  # that one is changed for Playwright, and no reader has it
)
KINDS = (CHROMIUM, FIREFOX)


def find(kind: Kind) -> str | None:
    """Return the first browser of a kind that starts; where its variable names one, only that."""
    named = os.environ.get(kind.variable)
    return next(filter(_starts, [named] if named else _candidates(kind)), None)


def provide(kind: Kind) -> str | None:
    """Return the browser of a kind for the tests: its light form where the distribution has one, else any that starts.

    Installs what is not there, where that is possible. A browser that is there keeps its version.
    """
    path = find(kind)
    if os.environ.get(kind.variable):
        return path
    if kind.light and path is None:
        install_packages(kind.light, *kind.packages[1:])
    elif kind.light and Path(path or "").name == kind.packages[0]:
        asked = ["dpkg-query", "--show", "--showformat=${Version}", kind.packages[0]]
        if shutil.which(asked[0]):
            version = subprocess.run(asked, capture_output=True, text=True).stdout
            install_packages(f"{kind.light}={version}")
    return find(kind) or install(kind)


def install(kind: Kind) -> str | None:
    """Install a browser of a kind and return it: the distribution's package, else the one that Playwright downloads."""
    if os.environ.get(kind.variable):  # whoever names one wants no other
        return None
    install_packages(*kind.packages)
    root = _as_root()
    if kind.downloaded and find(kind) is None:
        playwright = [sys.executable, "-m", "playwright"]
        downloaded = _run([*playwright, "install", "--no-shell", "chromium"], DOWNLOAD)
        if downloaded and find(kind) is None and root is not None:  # it is here, the libraries it needs are not
            _run([*root, *playwright, "install-deps", "chromium"], PACKAGES)
    return find(kind)


def install_packages(*names: str) -> None:
    """Install packages of Debian or Ubuntu, where this is one of them and root is to be had."""
    root = _as_root()
    if root is not None and shutil.which("apt-get"):
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        _run([*apt, "update"], PACKAGES)
        _run([*apt, "install", "-y", "--no-install-recommends", *names], PACKAGES)


def _candidates(kind: Kind) -> Iterator[str]:
    yield from filter(None, map(shutil.which, filter(None, (kind.light, *kind.commands))))
    yield from (f"{folder}/{name}" for folder in ("/Applications", Path.home() / "Applications") for name in kind.macos)
    for variable in WINDOWS:
        yield str(Path(os.environ.get(variable, "")).joinpath(*kind.windows))
    if kind.downloaded:
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
        yield own


def _starts(path: str) -> bool:
    """Whether ``path`` is a browser and not, say, a script that asks for a snap, or one without its libraries."""
    if not Path(path).is_file():
        return False
    if sys.platform == "win32":  # there --version opens a window
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _as_root() -> list[str] | None:
    """Return what goes before a command that needs root, or None where root is not to be had without a password."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _run(command: Sequence[str], seconds: float) -> bool:
    """Run ``command`` in sight of the reader; return whether it succeeded in time."""
    print("+", *command, flush=True)
    try:
        return subprocess.run(command, timeout=seconds, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, flush=True)
        return False
