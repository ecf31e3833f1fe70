"""Which plotly.js is served. The package plotly is not imported for this, because importing it takes long."""

import re
from importlib.util import find_spec
from pathlib import Path

HEAD = 1000  # bytes at the start of the script, which name its version


def _packaged() -> Path:
    spec = find_spec("plotly")
    assert spec is not None, "plotly is a dependency"
    assert spec.origin is not None, "plotly is a package with files"
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def _version(script: Path) -> str:
    with script.open("rb") as file:
        found = re.search(rb"plotly\.js v([\w.-]+)", file.read(HEAD))
    assert found, f"{script} does not say which plotly.js it is"
    return found[1].decode()


PACKAGED = _packaged()
VERSION = _version(PACKAGED)


def full(static: Path) -> str:
    """Return the file name of the bundle with 3-D: the full one, or the only one there is."""
    return "plotly.js" if bundle(static) == PACKAGED else "plotly-full.js"


def bundle(static: Path) -> Path:
    """Return the cartesian bundle of plotly.js if the image has it, otherwise the bundle of the package."""
    small = static / "vendor" / "plotly-cartesian.min.js"
    return small if small.is_file() else PACKAGED
