"""HTML pages from templates. All links are relative, so that the app works behind any path prefix."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from starlette.templating import Jinja2Templates

from .resources import folder


class Pages:
    """The templates, and the values that all of them need."""

    def __init__(self, assets: str) -> None:
        self.templates = Jinja2Templates(directory=folder("templates"))
        self.assets = assets

    def render(
        self, request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
    ) -> Response:
        """Return the page ``name``. Its ``root`` is the relative address of the root of the app."""
        shared = {"root": "../" * _depth(request) or "./", "assets": self.assets, "status": status}
        return self.templates.TemplateResponse(request, name, {**shared, **context}, status, headers)


def _depth(request: Request) -> int:
    """Return how many folders below the root of the app the address lies, as the browser counts: %2F is not a slash."""
    path, prefix = request.scope["path"], request.scope.get("root_path", "")
    raw: bytes = request.scope.get("raw_path") or quote(path).encode()
    return raw.count(b"/") - (prefix.count("/") if path.startswith(prefix) else 0) - 1
