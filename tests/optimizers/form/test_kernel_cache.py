"""The folder of compiled kernels. Without one, on a full disk and with damaged files they are compiled in memory."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimizers.form import kernel_cache
from optimizers.form.compiling import COMPILED, kernel
from tests.serving import ROOT

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is switched off: nothing is compiled")


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kernel_cache, "FOLDER", tmp_path / "kernels")
    monkeypatch.setattr(kernel_cache, "_logged", set())


def double(x: float) -> float:
    return 2.0 * x


def half(x: float) -> float:
    return 0.5 * x


def hits(function: Callable[[float], float] = double) -> int:
    """Call ``function`` as a process that starts does; return how many kernels were loaded."""
    found = kernel(function)
    assert found(3.0) == function(3.0)
    return sum(found.stats.cache_hits.values())


def files(suffix: str) -> list[Path]:
    found = sorted((kernel_cache.FOLDER or Path()).rglob(f"*.{suffix}"))
    assert found
    return found


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def turn_a_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) * 3 // 4] ^= 1  # inside the machine code
    file.write_bytes(data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def replace(file: Path) -> None:
    file.write_text("a file of another program", encoding="utf-8")


def replace_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def test_a_later_start_loads() -> None:
    assert [hits(), hits()] == [0, 1]


def test_a_process_whose_source_has_changed_keeps_none(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as other:
        other.setattr(kernel_cache, "LOADED", "older")
        assert [hits(), hits()] == [0, 0]
    assert caplog.messages == [
        "Kernels have to be compiled: the source has changed since this process began, so it keeps none"
    ]
    assert [hits(), hits()] == [0, 1]


def times(factor: float) -> Callable[[float], float]:
    """Return one of many functions of the same lines, as rules and surfaces are to the kernel."""

    def scaled(x: float) -> float:
        return factor * x

    return scaled


def test_processes_that_save_at_once_do_not_take_each_other_s_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second saves all of its own while the first has saved its index, and has read the folder before that."""
    save_index, load_index = kernel_cache._Files._save_index, kernel_cache._Files._load_index
    begun: list[bool] = []

    def let_the_other_save(files: Any, overloads: Any) -> None:
        save_index(files, overloads)
        if not begun:
            begun.append(True)
            monkeypatch.setattr(kernel_cache._Files, "_load_index", lambda files: {})
            assert hits(times(3.0)) == 0
            monkeypatch.setattr(kernel_cache._Files, "_load_index", load_index)

    monkeypatch.setattr(kernel_cache._Files, "_save_index", let_the_other_save)
    assert hits(times(2.0)) == 0
    assert begun
    assert [hits(times(2.0)), hits(times(3.0))] == [1, 1]


def test_what_is_missing_is_not_compiled_while_only_loading() -> None:
    assert kernel_cache.FOLDER is not None
    kernel_cache.FOLDER.mkdir()
    assert kernel_cache.keeps()
    with kernel_cache.only_loading(), pytest.raises(kernel_cache.MissingError):
        hits()
    assert hits() == 0
    with kernel_cache.only_loading():
        assert hits() == 1


@pytest.mark.parametrize("space", ["full", "closed", "none"])
def test_where_no_folder_keeps_kernels_the_service_is_told_and_they_are_compiled_in_memory(
    space: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another process would compile them in vain."""
    (tmp_path / "kernels").mkdir()
    if space == "none":
        monkeypatch.setattr(kernel_cache, "FOLDER", None)
    elif space == "closed":
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    else:
        monkeypatch.setattr(kernel_cache, "ROOM", shutil.disk_usage(tmp_path).total)
    assert not kernel_cache.keeps()
    with pytest.raises(kernel_cache.MissingError), kernel_cache.only_loading():
        hits()
    assert hits() == 0


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", [truncate, empty, replace])
def test_a_damaged_file_is_written_again(
    damage: Callable[[Path], None], suffix: str, caplog: pytest.LogCaptureFixture
) -> None:
    for function in (double, half):
        hits(function)
    for file in files(suffix):
        damage(file)
    assert [hits(double), hits(half)] == [0, 0]
    assert [record.levelno for record in caplog.records] == [logging.WARNING], "one line, not one for each kernel"
    assert "have to be compiled" in caplog.text
    assert [hits(double), hits(half)] == [1, 1]


def test_a_kernel_with_another_bit_does_not_run(caplog: pytest.LogCaptureFixture) -> None:
    hits()
    for file in files("nbc"):
        turn_a_bit(file)
    assert [hits(), hits()] == [0, 1]
    assert "is damaged" in caplog.text


@pytest.mark.parametrize("damage", [truncate, empty, replace])
def test_a_damaged_index_that_stays_is_no_error(
    damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a folder that cannot be written."""
    hits()
    for file in files("nbi"):
        damage(file)
    monkeypatch.setattr(kernel_cache.KernelCache, "_forget", lambda self, key: None)
    assert [hits(), hits()] == [0, 0]
    assert 1 <= len(caplog.records) <= 2


def test_a_folder_in_a_file_s_name_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    hits()
    for file in files("nbi"):
        replace_by_a_folder(file)
    assert [hits(), hits()] == [0, 0]
    assert len(caplog.records) <= 2


PROGRAM = """
import resource, sys
from optimizers.form import kernel_cache
from optimizers.form.compiling import kernel
from tests.optimizers.form.test_kernel_cache import double
if "full" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
assert kernel(double)(3.0) == 6.0
print(kernel_cache.FOLDER)
"""


def start(*arguments: str, program: str = PROGRAM, **variables: str) -> tuple[str, list[str]]:
    """Run ``program`` in a process of its own; return what it printed, and the lines of its log."""
    environment = {name: value for name, value in os.environ.items() if name != "XDG_CACHE_HOME"} | variables
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr.splitlines()


def test_a_full_disk_is_no_error(tmp_path: Path) -> None:
    """No file may grow beyond a hundred bytes, which holds for the superuser too."""
    folder, log = start("full", NUMBA_CACHE_DIR=str(tmp_path / "full"))
    assert folder.startswith(str(tmp_path / "full"))
    assert len(log) == 1, log
    assert "have to be compiled" in log[0]
    assert str(tmp_path / "full") in log[0]
    assert not list((tmp_path / "full").rglob("*.tmp.*")), "nothing is left half written"


def test_without_any_folder_that_can_be_written(tmp_path: Path) -> None:
    """Below a file nobody can make a folder, the superuser neither."""
    file = tmp_path / "file"
    file.touch()
    nowhere = "import tempfile; tempfile.tempdir = '/dev/null/none'\n"
    folder, log = start(program=nowhere + PROGRAM, NUMBA_CACHE_DIR=str(file), HOME=str(file))
    assert folder == "None"
    assert len(log) == 1, log
    assert "NUMBA_CACHE_DIR" in log[0]


def test_kernels_of_a_folder_that_cannot_be_written_are_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))
    folder = kernel_cache.choose()
    assert folder is not None
    monkeypatch.setattr(kernel_cache, "FOLDER", folder)
    hits()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert kernel_cache.choose() == folder
    assert hits() == 1
    assert not caplog.records


def test_the_folder_is_one_that_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "no-folder"
    file.touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for asked, chosen in ((tmp_path / "asked", tmp_path / "asked"), (file / "asked", tmp_path / "temporary")):
        monkeypatch.setattr("numba.core.config.CACHE_DIR", str(asked))
        folder = kernel_cache.choose()
        assert folder is not None
        assert folder.is_relative_to(chosen)
        assert folder.is_dir()


def test_a_user_without_a_home_has_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("numba.core.config.CACHE_DIR", "")
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = kernel_cache.choose()
    assert folder is not None
    assert folder.is_relative_to(tmp_path)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have owners and modes on POSIX only")
def test_a_temporary_folder_that_others_can_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    own = kernel_cache._temporary()
    assert own.stat().st_mode & 0o077 == 0
    assert kernel_cache._temporary() == own
    own.chmod(0o777)
    assert kernel_cache._temporary() != own


def test_the_folder_is_another_when_a_source_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "optimizers"
    shutil.copytree(ROOT / "optimizers", library)
    original = kernel_cache.fingerprint()
    monkeypatch.setattr(kernel_cache, "__file__", str(library / "form" / "kernel_cache.py"))
    assert kernel_cache.fingerprint() == original
    for source in [*(library / "rules").glob("*.py"), *(library / "surfaces").glob("*.py")]:
        text = source.read_text(encoding="utf-8")
        source.write_text(text + "\n# changed\n", encoding="utf-8")
        assert kernel_cache.fingerprint() != original, source.name
        source.write_text(text, encoding="utf-8")
    assert kernel_cache.fingerprint() == original
