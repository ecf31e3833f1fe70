"""Static files under a path with their content hash, cached for ever."""

from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from . import plotlyjs
from .resources import content_hash, folder

FOR_EVER = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """StaticFiles whose answers never change, because the path does."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = FOR_EVER
        return response


def mount(app: FastAPI) -> str:
    """Serve static files and the scripts that come from packages; return their folder, relative to the root."""
    static = folder("static")
    swagger = Path(str(resources.files("fastapi_swagger.resources")))
    packaged = {
        "plotly.js": plotlyjs.bundle(static),
        "swagger-ui.js": swagger / "swagger-ui-bundle.js",
        "swagger-ui.css": swagger / "swagger-ui.css",
    }
    base = f"static/{content_hash([static, swagger], plotlyjs.VERSION, packaged['plotly.js'].name)}"

    @app.get(f"/{base}/packaged/{{name}}", include_in_schema=False)
    def read_packaged(name: str) -> FileResponse:
        if name not in packaged:
            raise HTTPException(404, f"No file {name}")
        media_type = "text/css" if name.endswith(".css") else "text/javascript"
        return FileResponse(packaged[name], media_type=media_type, headers={"cache-control": FOR_EVER})

    app.mount(f"/{base}", Assets(directory=static), name="static")
    return base
