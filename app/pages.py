"""HTML pages from templates. All links are relative, so that the app works behind any path prefix."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader

from .resources import folder

HTML = "text/html; charset=utf-8"
DEEPEST = 20  # folders


class Pages:
    """Where the static files are, which all pages need to know."""

    def __init__(self, assets: str) -> None:
        self.assets = assets

    def render(
        self, request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
    ) -> Response:
        """Return the page ``name`` as an answer."""
        page = page_of(name, root=root_of(request), assets=self.assets, status=status, **context)
        return Response(page, status, headers, HTML)


def page_of(name: str, **context: Any) -> bytes:
    """Return the page ``name``. ``root``: the relative address of the root of the app; ``assets``: of static files."""
    return _environment().get_template(name).render(context).encode()


@cache
def _environment() -> Environment:
    """Return the templates, once for a process; they escape what is put into them, and are not read again."""
    return Environment(loader=FileSystemLoader(folder("templates")), autoescape=True, auto_reload=False)


def root_of(request: Request) -> str:
    """Return the address of the root of the app, relative to that of ``request``.

    No page is more than ``DEEPEST`` folders below it. Errors can be about deeper addresses; there every link would be
    as long as the address, and is relative to the host instead.
    """
    depth = _depth(request)
    if depth > DEEPEST:
        return f"{request.scope.get('root_path', '')}/"
    return "../" * depth or "./"


def _depth(request: Request) -> int:
    """Return how many folders below the root of the app the address lies, as the browser counts: %2F is not a slash."""
    path, prefix = request.scope["path"], request.scope.get("root_path", "")
    raw: bytes = request.scope.get("raw_path") or quote(path).encode()
    return raw.count(b"/") - (prefix.count("/") if path.startswith(prefix) else 0) - 1
