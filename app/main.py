"""The application: ``create_app(settings)``; the last line makes ``app`` for uvicorn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp

import optimizers

from . import VERSION, assets, errors
from .answers import Answers, Front, Shared
from .builders.kept_runs import KeptRuns
from .catalog import for_pages
from .compression import Compression
from .dependencies import Direct
from .engine import made_modules
from .metrics import Metrics
from .pages import Pages
from .record import NoteRoute, Recorder
from .redirects import RelativeRedirects
from .resources import HERE, content_hash, folder
from .routes import (
    catalog,
    component,
    docs,
    embed,
    entry,
    export,
    health,
    lessons,
    oembed,
    page,
    poster,
    qr,
    reference,
    scenario,
    steps,
    surface,
    table,
    trajectories,
    verdict,
    write_your_own,
)
from .security import SecurityHeaders
from .serving.starting import start
from .settings import Settings
from .tuned import Tuned
from .work import Work
from .work.counts import WorkCounts

ROUTES = (
    trajectories,  # first, because routes are tried in this order and a slider requests it sixty times a second
    page,
    embed,
    component,
    lessons,
    reference,
    catalog,
    entry,
    scenario,
    surface,
    table,
    steps,
    verdict,
    write_your_own,
    poster,
    qr,
    export,
    oembed,
    docs,
    health,
)


NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""OpenTelemetry is not used; otherwise FastAPI would look for it at each request."""
CATALOG = "catalog.json"  # of pages, a static file, because it is the same for all of them
TUNED = 1_000_000  # bytes of learning rates found for fair=tuned that are kept
RUNS = 16  # for the lines of runs there is a sixteenth of the bytes of answers, in addition


class Application(FastAPI):
    """FastAPI behind a layer that answers what was asked before, and adds to all answers, also to failures."""

    def build_middleware_stack(self) -> ASGIApp:
        state, inside = self.state, super().build_middleware_stack()
        direct = {route.path: route.endpoint for route in self.routes if isinstance(route, Direct)}
        recorder = Recorder(state.metrics, state.settings.access_log)
        security = SecurityHeaders(state.settings.frame_ancestors)
        return Front(inside, state.answers, recorder, security, direct, bool(state.settings.public_url))


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Compile what the first answers need, and start the warm processes, which then compile the rest.

    These stop with the server.
    """
    start(app.state.settings.limits)  # where the command line has done that, this has no effect
    app.state.work.start()
    compiling = asyncio.create_task(app.state.work.compiling.all())
    yield
    compiling.cancel()
    with suppress(asyncio.CancelledError):
        await compiling
    app.state.work.close()
    if app.state.answers.shared:
        await app.state.answers.shared.close()


def _shared(app: FastAPI) -> Shared | None:
    """Return the cache that is shared with other workers and replicas, None if the settings name none."""
    address: str = app.state.settings.cache
    if not address:
        return None
    from .answers.redis import RedisCache  # imported here, because the package redis need not be installed

    return RedisCache(address, app.state.fingerprint)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application with ``settings``, by default from the environment."""
    app = Application(
        title="Optimizer Trajectories",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        telemetry=NO_TELEMETRY,
        lifespan=_working,
    )
    app.state.settings = settings or Settings()
    app.state.work = Work(app.state.settings)
    app.state.metrics = Metrics()
    app.state.metrics.add(WorkCounts(app.state.work))
    app.state.tuned = Tuned(TUNED)
    app.state.runs = KeptRuns(app.state.settings.cache_bytes // RUNS)
    made = {CATALOG: for_pages(app.state.settings.limits), **made_modules()}
    app.state.pages = Pages(assets.mount(app, made))
    library = Path(optimizers.__file__).parent
    # A 304 does not repeat which sites may frame an answer, so a change of this setting changes the ETags.
    parts = [HERE, library, folder("static"), folder("templates")]
    app.state.fingerprint = content_hash(parts, app.state.settings.frame_ancestors)
    app.state.answers = Answers(app.state.work, app.state.metrics, app.state.settings.cache_bytes, _shared(app))
    errors.install(app)
    app.add_middleware(NoteRoute)
    app.add_middleware(Compression)
    app.add_middleware(RelativeRedirects)
    for route in ROUTES:
        app.router.routes.extend(route.router.routes)  # not included, because then every request is matched twice
    return app


app = create_app()
