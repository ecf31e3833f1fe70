"""Static files under a path with their content hash: compressed, and cached permanently."""

import mimetypes
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache, partial
from hashlib import blake2b
from importlib import resources
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from optimizers.picture.styles import CSS
from optimizers.terms.errors import shortened

from . import plotlyjs, security
from .answers import Answer, AnswerResponse, Headers
from .answers.tags import is_known
from .compression import FAST, IDENTITY, SUFFIXES, compressed, negotiate
from .resources import content_hash, folder
from .work.single_flight import SingleFlight

FOR_EVER = "public, max-age=31536000, immutable"
OTHER_VERSION = "no-cache"
"""For the names of another version: of the one before, in a page that a cache in front of the service still has, or of
the next one, while replicas are replaced one after the other. They are answered with the files of this version, for a
page whose scripts are a little newer works, nearly always, and one without scripts never."""
VERSION = re.compile("[0-9a-f]{16}")
# The operating system may assign other types to these, but a browser runs no script of another type.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}

WORKERS = frozenset(("js/engine/worker.js", "js/tell/worker.js"))
"""Scripts of workers, which the browser runs for a frame only if they ask for what the frame asks for."""


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
        "packaged/plotly-full.js": plotlyjs.PACKAGED,
        "packaged/swagger-ui.js": swagger / "swagger-ui-bundle.js",
        "packaged/swagger-ui.css": swagger / "swagger-ui.css",
    }


def mount(app: FastAPI, made: Mapping[str, bytes]) -> str:
    """Serve static files and the scripts that come from packages; return their folder, relative to the root.

    made: files that are made by the service, by their path in that folder.
    """
    files = served()
    packages = {path.parent for name, path in files.items() if name.startswith("packaged/swagger")}
    more = (plotlyjs.VERSION, files["packaged/plotly.js"].name, *(f"{name} {data!r}" for name, data in made.items()))
    current = content_hash([folder("static"), CSS, *packages], *more)
    keep = cache(_coded)  # for each of the files
    flights = SingleFlight[
        bytes
    ]()  # a class that opens the page at once waits for one compression of a file, not for forty

    @app.get("/static/{version}/{name:path}", include_in_schema=False)
    async def read_file(version: str, name: str, request: Request) -> Response:
        source = made.get(name) or files.get(name)
        if source is None or not VERSION.fullmatch(version):
            raise HTTPException(404, f"No file {shortened(name)}")
        media_type = _media_type(source.name if isinstance(source, Path) else name)
        coding = _coding(media_type, request)
        headers = _headers(f"{_short(f'{current}/{name}')};{coding}", FOR_EVER if version == current else OTHER_VERSION)
        headers += (security.EMBEDDER,) if name in WORKERS else ()
        plain = {name.decode(): value.decode() for name, value in headers}
        tag = plain["etag"]
        if is_known(",".join(request.headers.getlist("if-none-match")), tag):
            return AnswerResponse(304, headers, b"", tag, coding, headers)
        if coding == IDENTITY and isinstance(source, Path):
            return FileResponse(source, media_type=media_type, headers=plain)
        data = await flights.get((name, coding), partial(to_thread.run_sync, keep, source, coding))
        length = (b"content-length", b"%d" % len(data))
        named = () if coding == IDENTITY else ((b"content-encoding", coding.encode()),)
        own = ((b"content-type", media_type.encode()), *named, length, *headers)
        request.app.state.answers.cache.keep(tag, coding, Answer(own, data))
        return AnswerResponse(200, own, data, tag, coding, headers)

    return f"static/{current}"


def _short(name: str) -> str:
    """Return a text of eight letters for ``name``: a tag comes with each of a hundred small files."""
    return urlsafe_b64encode(blake2b(name.encode(), digest_size=6).digest()).decode()


def _headers(tag: str, cache_control: str) -> Headers:
    return ((b"cache-control", cache_control.encode()), (b"etag", f'"{tag}"'.encode()), (b"vary", b"Accept-Encoding"))


def _coded(source: Path | bytes, coding: str) -> bytes:
    if isinstance(source, Path):
        return compressed(source, coding)
    return source if coding == IDENTITY else FAST[coding](source)


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _coding(media_type: str, request: Request) -> str:
    """Return the content coding of the answer: none for files that are not text, and none for byte ranges."""
    if media_type not in MEDIA_TYPES.values() or "range" in request.headers:
        return IDENTITY
    return negotiate(request.headers.get("accept-encoding", ""))
