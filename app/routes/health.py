"""Whether the server is up, whether it answers pages now, and its counts."""

from anyio import move_on_after, to_thread
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from .. import VERSION
from ..dependencies import capacity_of
from ..kernels import prepare

router = APIRouter()
PATIENCE = 1  # seconds that a probe waits for the kernels


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answer as soon as requests are answered at all."""
    return {"status": "ok", "version": VERSION}


@router.get("/readyz", responses={503: {"description": "A page would not be answered now"}})
async def readyz(request: Request) -> dict[str, str]:
    """Answer 200 if a page would be answered now: the kernels are compiled, and not too much is being computed."""
    capacity_of(request)
    ready = False
    with move_on_after(PATIENCE):
        await to_thread.run_sync(_prepare, abandon_on_cancel=True)
        ready = True
    if not ready:
        raise HTTPException(503, "The kernels are being compiled, or all threads are busy.", {"retry-after": "5"})
    return {"status": "ready", "version": VERSION}


def _prepare() -> None:
    for _ in prepare():
        pass


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Counts of all workers in the text format of Prometheus."""
    return Response(await request.app.state.metrics.written(), media_type=CONTENT_TYPE_LATEST)
