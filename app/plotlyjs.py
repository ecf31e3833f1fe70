"""Which plotly.js is served. The package plotly is not imported for this, because importing it takes long."""

import re
from importlib.util import find_spec
from pathlib import Path

HEAD = 1000  # bytes at the start of the script, which name its version
NAMED = re.compile(rb"plotly\.js (?:\((?P<bundle>[\w-]+)[^)]*\) )?v(?P<version>(?P<major>\d+)[\w.-]*)")
WITH_3D = (b"gl3d", b"strict")  # bundles beside the full one, which has no name


def _packaged() -> Path:
    spec = find_spec("plotly")
    assert spec is not None, "plotly is a dependency"
    assert spec.origin is not None, "plotly is a package with files"
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def _named(script: Path) -> re.Match[bytes] | None:
    with script.open("rb") as file:
        return NAMED.search(file.read(HEAD))


def _version(script: Path) -> str:
    found = _named(script)
    assert found, f"{script} does not say which plotly.js it is"
    return found["version"].decode()


def has_3d(script: Path) -> bool:
    """Tell whether a bundle of plotly.js draws in three dimensions."""
    found = _named(script)
    return found is not None and (not found["bundle"] or found["bundle"] in WITH_3D)


PACKAGED = _packaged()
VERSION = _version(PACKAGED)


def checked(script: Path) -> Path:
    """Return ``script`` if it is a bundle of plotly.js of the major version that the page is written for.

    Raises ValueError, whose text says what it is instead, and OSError if it cannot be read.
    """
    found = _named(script)
    major = VERSION.partition(".")[0]
    if found is None:
        raise ValueError(f"plotly = {script} is not allowed: a bundle of plotly.js {major}, which names its version")
    if found["major"].decode() != major:
        version = found["version"].decode()
        raise ValueError(f"plotly = {script} is not allowed: it is plotly.js {version}, and the page needs {major}")
    return script


def full(static: Path) -> str:
    """Return the file name of the bundle with 3-D: the full one, or the only one there is."""
    return "plotly.js" if bundle(static) == PACKAGED else "plotly-full.js"


def bundle(static: Path) -> Path:
    """Return the cartesian bundle of plotly.js if the image has it, otherwise the bundle of the package."""
    small = static / "vendor" / "plotly-cartesian.min.js"
    return small if small.is_file() else PACKAGED
