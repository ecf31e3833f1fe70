"""The wheel carries the whole application, the image the right plotly.js, and the top level stays as it is."""

import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin

import pytest

from app import plotlyjs
from app.catalog import for_pages
from app.settings import Settings
from tests.serving import ROOT, serve

pytestmark = pytest.mark.slow

DIRECTORIES = {"app", "static", "templates", "optimizers", "tests"}
TOP_LEVEL = DIRECTORIES | {"pyproject.toml", "Dockerfile", "README.md", "LICENSE"}
VENDORED = "static/vendor/plotly-cartesian.min.js"
BUNDLE = b"// what the image fetches here\n"


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with a bundle where the image puts it, which git ignores."""
    source = tmp_path_factory.mktemp("source")
    for name in ("app", "optimizers", "static", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source)
    (source / VENDORED).parent.mkdir()
    (source / VENDORED).write_bytes(BUNDLE)
    return source


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of ``source``, unpacked."""
    built, unpacked = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("unpacked")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (archive,) = built.glob("*.whl")
    with zipfile.ZipFile(archive) as files:
        files.extractall(unpacked)
    return unpacked


def test_wheel_carries_every_file(source: Path, wheel: Path) -> None:
    """Static files and templates travel inside the package, the one that git ignores too."""
    expected = {}
    for name, place in (("app", ""), ("optimizers", ""), ("static", "app/"), ("templates", "app/")):
        for path in (source / name).rglob("*"):
            if path.is_file():
                expected[place + path.relative_to(source).as_posix()] = path.read_bytes()
    carried = {path.relative_to(wheel).as_posix(): path.read_bytes() for path in wheel.rglob("*") if path.is_file()}
    assert {name: data for name, data in carried.items() if ".dist-info/" not in name} == expected
    assert carried[f"app/{VENDORED}"] == BUNDLE


def test_wheel_has_command_and_license(wheel: Path) -> None:
    (information,) = wheel.glob("*.dist-info")
    commands = (information / "entry_points.txt").read_text()
    assert "[console_scripts]\noptimizer-trajectories = app.__main__:main\n" in commands
    assert (information / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_wheel_serves_the_page(wheel: Path) -> None:
    """Every file the page names comes from the unpacked wheel, and plotly.js is the small one."""
    with serve(wheel, NUMBA_DISABLE_JIT="1") as address:  # the page needs no kernel, so none is compiled
        named = re.findall(r'="([^"]*static/\w+/)([^"]+)"', _get(f"{address}/").decode())
        loaded = {path: _get(urljoin(f"{address}/", folder + path)) for folder, path in named}
    assert loaded.pop("packaged/plotly.js") == BUNDLE
    assert loaded.pop("packaged/plotly-full.js") == plotlyjs.PACKAGED.read_bytes()
    assert loaded.pop("catalog.json") == for_pages(Settings().limits)  # made by the service
    assert "js/main.js" in loaded
    places = (wheel / "app" / "static", wheel / "optimizers" / "picture")  # the library's style sheets are with it
    assert loaded == {
        path: next(p for p in (place / path for place in places) if p.is_file()).read_bytes() for path in loaded
    }


def test_what_is_compressed_at_image_build_is_served(wheel: Path, tmp_path: Path) -> None:
    """As it lies beside the file: the service compresses by itself only what has nothing beside it."""
    installed = shutil.copytree(wheel, tmp_path / "installed")
    static = installed / "app" / "static"
    subprocess.run([sys.executable, "-m", "app.precompress", str(static)], cwd=installed, check=True)
    marked = static / "js" / "main.js.br"
    marked.write_bytes(marked.read_bytes() + b"as it lies here")
    with serve(installed, NUMBA_DISABLE_JIT="1") as address:
        folder = re.findall(r'="([^"]*static/\w+/)js/main.js"', _get(f"{address}/").decode())[0]
        for name, path in (("js/main.js", marked), ("packaged/plotly.js", installed / f"app/{VENDORED}.br")):
            asked = urllib.request.Request(urljoin(f"{address}/", folder + name), headers={"accept-encoding": "br"})
            with urllib.request.urlopen(asked, timeout=30) as answer:
                assert (answer.read(), answer.headers["content-encoding"]) == (path.read_bytes(), "br")


def test_the_image_compresses_what_it_has_installed() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert lines.index("RUN /venv/bin/python -I -m app.precompress") > next(
        place for place, line in enumerate(lines) if "pip install" in line
    )


def test_image_has_one_version_of_plotly_js() -> None:
    """A page may load both bundles: the small one that the image fetches, and for 3-D that of the Python package."""
    pinned = dict(re.findall(r"^ARG (PLOTLY\w*)=(.*)$", (ROOT / "Dockerfile").read_text(), re.M))
    assert pinned == {"PLOTLY": version("plotly"), "PLOTLYJS": plotlyjs.VERSION}


def test_image_checks_what_npm_gives_it() -> None:
    """Before it is unpacked, and by a hash of its whole content."""
    text = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^ARG SHA512=[0-9a-f]{128}$", text, re.M)
    fetch, check, unpack = (text.index(command) for command in ("npm pack", "sha512sum --check", "tar -xzf"))
    assert fetch < check < unpack < text.index("COPY --from=plotly")
    assert "npm install" not in text


@pytest.mark.parametrize("path", ["Dockerfile", "app/deployment/compose.yaml"])
def test_images_are_exact_versions(path: str) -> None:
    """A release of the program and of Debian, or what this repository builds."""
    text = (ROOT / path).read_text()
    default = dict(re.findall(r"^ARG (\w+)=(.*)$", text, re.M))
    named = re.findall(r"^FROM (\S+)|^ +image: (\S+)$", text, re.M)
    assert named
    for image in ("".join(both) for both in named):
        tag = re.sub(r"\$\{(\w+)\}", lambda match: default[match[1]], image)
        assert tag == "optimizer-trajectories" or re.fullmatch(r"\w+:\d+\.\d+\.\d+-(slim-)?bookworm(-slim)?", tag), tag


def test_top_level_has_no_other_names() -> None:
    names = {path.split("/")[0] for path in _files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_third_party_code_is_not_committed() -> None:
    assert [path for path in _files() if "vendor/" in path or ".min." in path] == []


def _files() -> list[str]:
    """Return what git holds; where there is no git, as in an unpacked archive, what is there."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files"]
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        data: bytes = answer.read()
    return data
