"""Keeps compiled kernels in a folder, for later processes. It never stops a run: without it, kernels are compiled anew.

numba's own cache fails where no folder can be written, where the disk is full and where a file is damaged. This one
loads whatever is sound, also from a folder that cannot be written, and compiles in memory what is missing. The log says
so in one line.
"""

import hashlib
import logging
import os
import pickle
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .compiler import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    UserProvidedCacheLocator,
    config,
    numba,
)

log = logging.getLogger(__name__)
NAME = "optimizer-trajectories"
ROOM = 16_000_000  # bytes; all kernels are some megabytes
DIGEST = hashlib.sha256().digest_size


def fingerprint() -> str:
    """Return a hash of the library's source and its compilers.

    numba checks only the file of the compiled function, and so would load an outdated kernel after a rule has changed.
    """
    digest = hashlib.sha256(f"{numba.__version__} {version('llvmlite')} {np.__version__}".encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def choose() -> Path | None:
    """Return the folder of the kernels: in NUMBA_CACHE_DIR, in the user's cache, or a temporary one; None for none.

    A folder that holds kernels is of use even if it cannot be written.
    """
    for chosen in (_own, _temporary):
        try:
            folder = chosen()
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK) or any(folder.iterdir()):
                return folder
        except (OSError, RuntimeError):  # the latter where the user has no home
            continue
    _say("neither NUMBA_CACHE_DIR nor the user's cache nor a temporary folder can be written")
    return None


def _own() -> Path:
    home = config.CACHE_DIR or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / NAME / LOADED


def _temporary() -> Path:
    """Return a folder that only this user can write to, because kernels put there by another user would be run."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"{NAME}-{user}-{LOADED}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == user and not stat.S_IMODE(found.st_mode) & 0o077
    return folder if ours or user == "user" else Path(tempfile.mkdtemp(prefix=f"{NAME}-"))


_logged: set[str] = set()


def _say(reason: str, *details: str) -> None:
    """Log why kernels are compiled, each reason once and not for every kernel."""
    if reason not in _logged:
        _logged.add(reason)
        log.warning(f"Kernels have to be compiled: {reason}", *details)


class MissingError(Exception):
    """A kernel is not in the folder."""


class _Here(threading.local):
    """What holds for this thread."""

    only_loading = False


_here = _Here()


@contextmanager
def only_loading() -> Iterator[None]:
    """Raise MissingError where a kernel would have to be compiled, in this thread; others may compile meanwhile."""
    if FOLDER is None and not config.DISABLE_JIT:
        raise MissingError
    _here.only_loading = not config.DISABLE_JIT
    try:
        yield
    finally:
        _here.only_loading = False


def keeps() -> bool:
    """Return whether there is a folder that can keep kernels for other processes."""
    return FOLDER is not None and os.access(FOLDER, os.W_OK) and shutil.disk_usage(FOLDER).free > ROOM


LOADED = fingerprint()
"""That of the source as this process has loaded it."""
FOLDER = None if config.DISABLE_JIT else choose()


def cache_of(function: Callable[..., Any]) -> "KernelCache | None":
    """Return the cache that numba's dispatcher of ``function`` uses; None where there is no folder."""
    return KernelCache(function) if FOLDER else None


class _Locator(UserProvidedCacheLocator):
    """The folder of the kernels, whether it can be written or not."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        super().__init__(function, file)
        self._cache_path = str(Path(FOLDER or "") / self.get_suitable_cache_subpath(file))

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "_Locator":
        return cls(function, file)


class _Implementation(CompileResultCacheImpl):
    _locator_classes = (_Locator,)


class _Files(IndexDataCacheFile):
    """numba's files, each kernel with a hash before it: a damaged kernel would crash the process.

    Each kernel has an index of its own. numba has one for all functions of the same lines, as those of all rules are,
    and numbers their kernels in it: two processes that save at once would take the same number, and from then on one
    rule would be run in place of the other.
    """

    def __init__(self, path: str, base: str, stamp: Any) -> None:
        super().__init__(path, base, stamp)
        self._given = path, base, stamp

    def of(self, key: Any) -> IndexDataCacheFile:
        """Return the files of one kernel."""
        path, base, stamp = self._given
        return _Files(path, f"{base}-{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}", stamp)

    def load(self, key: Any) -> Any:
        return IndexDataCacheFile.load(self.of(key), key)

    def save(self, key: Any, data: Any) -> None:
        IndexDataCacheFile.save(self.of(key), key, data)

    def _load_data(self, name: str) -> Any:
        found = Path(self._data_path(name)).read_bytes()
        digest, data = found[:DIGEST], found[DIGEST:]
        if hashlib.sha256(data).digest() != digest:
            raise ValueError(f"{name} is damaged")
        return pickle.loads(data)

    def _save_data(self, name: str, kernel: Any) -> None:
        data = self._dump(kernel)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(hashlib.sha256(data).digest() + data)


class KernelCache(FunctionCache):
    """numba's cache of one function, with errors that are logged and not raised."""

    _impl_class = _Implementation

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = _Files(self._cache_path, self._impl.filename_base, stamp)

    def load_overload(self, signature: Any, context: Any) -> Any:
        """Return the compiled function; None where there is none, or none that can be used.

        Within ``only_loading`` it raises MissingError instead.
        """
        found = None
        try:
            found = super().load_overload(signature, context)
        except Exception as error:  # a damaged file can raise anything
            _say("files in %s cannot be used, as %s", str(FOLDER), _first_line(error))
            self._forget(self._index_key(signature, context.codegen()))
        if found is None and _here.only_loading:
            raise MissingError
        return found

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep a compiled function, if the folder takes it.

        Not once the source has changed, as an update does under a server that runs: some modules may be older than
        others, and a process that loads a kernel made of both can crash.
        """
        if fingerprint() != LOADED:
            _say("the source has changed since this process began, so it keeps none")
            return
        try:
            super().save_overload(signature, compiled)
        except OSError as error:
            _say("%s cannot be written: %s", str(FOLDER), error.strerror or "")
        except Exception as error:  # of a damaged index that could not be removed
            _say("%s cannot be written, as %s", str(FOLDER), _first_line(error))

    def _forget(self, key: Any) -> None:
        """Remove the index, which is read again before the next kernel is saved. A full disk allows that."""
        with suppress(OSError):  # what is compiled then cannot be saved either, and that is logged
            Path(self._cache_file.of(key)._index_path).unlink()


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:100]
