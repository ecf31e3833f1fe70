"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

MODE = 0o644  # as other programs make files; a temporary one is its owner's alone


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write, which becomes ``path`` at the end, unless there is an error.

    Others who write the same file do not get in the way. Raises OSError, at once, if there can be no such file.
    """
    try:
        file = tempfile.NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115  # closed by the with below
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error
    try:
        with file:
            yield file
        os.chmod(file.name, MODE)
        os.replace(file.name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(file.name)
        raise
