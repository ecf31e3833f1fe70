"""HTML pages from templates. Every link is relative, so the app works behind any path prefix."""

from typing import Any

from fastapi import Request, Response
from starlette.templating import Jinja2Templates

from .resources import folder


class Pages:
    """The templates, with what all of them need."""

    def __init__(self, assets: str) -> None:
        self.templates = Jinja2Templates(directory=folder("templates"))
        self.assets = assets

    def render(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """Return the page ``name``. ``root`` leads from the page's address to the root of the app."""
        depth = request.url.path.removeprefix(request.scope.get("root_path", "")).count("/") - 1
        shared = {"root": "../" * depth or "./", "assets": self.assets}
        return self.templates.TemplateResponse(request, name, {**shared, **context}, status_code=status)
