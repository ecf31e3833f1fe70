"""Static files under a path with their content hash, cached for ever."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
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
    """Serve static files and plotly.js; return their folder, relative to the root."""
    static = folder("static")
    plotly = plotlyjs.bundle(static)
    base = f"static/{content_hash([static], plotlyjs.VERSION, plotly.name)}"

    @app.get(f"/{base}/plotly.js", include_in_schema=False)
    def plotly_js() -> FileResponse:
        return FileResponse(Path(plotly), media_type="text/javascript", headers={"cache-control": FOR_EVER})

    app.mount(f"/{base}", Assets(directory=static), name="static")
    return base
