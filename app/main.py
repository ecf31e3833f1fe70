"""The application: ``create_app(settings)``; the last line makes ``app`` for uvicorn."""

import asyncio
from pathlib import Path

from fastapi import FastAPI

import optimizers

from . import VERSION, assets, errors
from .pages import Pages
from .resources import HERE, content_hash, folder
from .routes import (
    catalog,
    component,
    docs,
    embed,
    export,
    health,
    lessons,
    page,
    poster,
    scenario,
    steps,
    surface,
    trajectories,
    verdict,
)
from .settings import Settings

ROUTES = (
    page,
    embed,
    component,
    lessons,
    catalog,
    scenario,
    surface,
    trajectories,
    steps,
    verdict,
    poster,
    export,
    docs,
    health,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application with ``settings``, by default those of the environment."""
    app = FastAPI(title="Optimizer Trajectories", version=VERSION, docs_url=None, redoc_url=None)
    app.state.settings = settings or Settings()
    app.state.places = asyncio.Semaphore(app.state.settings.max_concurrent)
    app.state.pages = Pages(assets.mount(app))
    library = Path(optimizers.__file__).parent
    app.state.fingerprint = content_hash([HERE, library, folder("static"), folder("templates")])
    errors.install(app)
    for route in ROUTES:
        app.include_router(route.router)
    return app


app = create_app()
