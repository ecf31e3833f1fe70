"""Files compressed beforehand, so that the service need not do it: ``python -m app.precompress``."""

import gzip
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import brotli

from .assets import served
from .compression import SUFFIXES

BEST: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=11),
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
}


def compress(paths: Iterable[Path]) -> None:
    """Write each file in every coding, as small as possible, beside itself."""
    for path in paths:
        for coding, suffix in SUFFIXES.items():
            path.with_name(path.name + suffix).write_bytes(BEST[coding](path.read_bytes()))


def main(arguments: Sequence[str]) -> None:
    """Compress the files in the folders ``arguments``; without arguments, all files that the service serves."""
    below = [path for folder in arguments for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    paths = below if arguments else served().values()
    compress(path for path in paths if path.suffix not in SUFFIXES.values())


if __name__ == "__main__":
    main(sys.argv[1:])
