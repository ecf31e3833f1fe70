"""The folders of templates and static files, and a hash of their content."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder ``name``: inside the package in an installed wheel, beside it in the source tree."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


def content_hash(folders: Iterable[Path], *more: str) -> str:
    """Return a short hash of every file below ``folders``, and of ``more``."""
    digest = hashlib.sha256("\n".join(more).encode())
    for root in folders:
        for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
