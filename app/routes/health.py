"""Whether the server is up, whether it answers pages now, and its counts."""

from asyncio import timeout

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from optimizers import Scenario

from .. import VERSION
from ..work import Job, Work, price

router = APIRouter()
PATIENCE = 1  # seconds that a probe waits for a process
PAGE = price.PAGE.of(Scenario.from_query(""))


@router.get("/healthz", summary="Whether the server is up")
async def healthz() -> dict[str, str]:
    """Answer 200 as long as the server accepts requests."""
    return {"status": "ok", "version": VERSION}


@router.get(
    "/readyz",
    summary="Whether the server answers pages",
    responses={503: {"description": "The server cannot answer a page at the moment"}},
)
async def readyz(request: Request) -> dict[str, str]:
    """Answer 200 if the server can answer a page now: a process is ready to make it, and not too many requests wait."""
    work: Work = request.app.state.work
    if refusal := work.refusal(PAGE):
        raise refusal
    try:
        async with timeout(PATIENCE):
            await work.pages.do(Job(bool, (), 0), first=False)
    except TimeoutError:
        detail = "The processes that make pages are all starting or busy."
        raise HTTPException(503, detail, {"retry-after": "5"}) from None
    return {"status": "ready", "version": VERSION}


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Counts of all workers in the text format of Prometheus."""
    return Response(await request.app.state.metrics.written(), media_type=CONTENT_TYPE_LATEST)
