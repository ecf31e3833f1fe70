"""Static files under a path with their content hash: compressed, cached for ever."""

import mimetypes
from functools import cache
from importlib import resources
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from optimizers.picture.styles import CSS
from optimizers.terms.errors import shortened

from . import caching, plotlyjs
from .compression import IDENTITY, SUFFIXES, compressed, negotiate
from .resources import content_hash, folder

FOR_EVER = "public, max-age=31536000, immutable"
# The operating system may assign other types to these, but a browser runs no script of another type.
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def served() -> dict[str, Path]:
    """Return every file served, by its path below the folder of static files.

    The library's style sheets are in ``css/`` too, and files of other packages in ``packaged/``.
    """
    static = folder("static")
    swagger = Path(str(resources.files("fastapi_swagger.resources")))
    files = (path for path in sorted(static.rglob("*")) if path.is_file() and path.suffix not in SUFFIXES.values())
    return {path.relative_to(static).as_posix(): path for path in files} | {
        **{f"css/{path.name}": path for path in sorted(CSS.glob("*.css"))},
        "packaged/plotly.js": plotlyjs.bundle(static),
        "packaged/swagger-ui.js": swagger / "swagger-ui-bundle.js",
        "packaged/swagger-ui.css": swagger / "swagger-ui.css",
    }


def mount(app: FastAPI) -> str:
    """Serve static files and the scripts that come from packages; return their folder, relative to the root."""
    files = served()
    packages = {path.parent for name, path in files.items() if name.startswith("packaged/swagger")}
    version = content_hash([folder("static"), CSS, *packages], plotlyjs.VERSION, files["packaged/plotly.js"].name)
    keep = cache(compressed)

    @app.get(f"/static/{version}/{{name:path}}", include_in_schema=False)
    async def read_file(name: str, request: Request) -> Response:
        if name not in files:
            raise HTTPException(404, f"No file {shortened(name)}")
        path = files[name]
        coding = _coding(path, request)
        headers = _headers(version if coding == IDENTITY else f"{version}-{coding}")
        if caching.is_known(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
        media_type = _media_type(path)
        if coding == IDENTITY:
            return FileResponse(path, media_type=media_type, headers=headers)
        data = await to_thread.run_sync(keep, path, coding)
        return Response(data, media_type=media_type, headers=headers | {"content-encoding": coding})

    return f"static/{version}"


def _headers(tag: str) -> dict[str, str]:
    return {"cache-control": FOR_EVER, "etag": f'"{tag}"', "vary": "Accept-Encoding"}


def _media_type(path: Path) -> str:
    return MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _coding(path: Path, request: Request) -> str:
    """Return the content coding of the answer: none for files that are not text, and none for byte ranges."""
    if path.suffix not in MEDIA_TYPES or "range" in request.headers:
        return IDENTITY
    return negotiate(request.headers.get("accept-encoding", ""))
