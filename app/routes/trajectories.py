"""The stream of trajectories, line by line as they are computed."""

import logging
from collections.abc import AsyncIterator, Iterator

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from optimizers import Piece, Run, Scenario, stream

from .. import VERSION, caching
from ..dependencies import SCENARIO, Demanded, Occupied
from ..encoding import line, points, summary

log = logging.getLogger(__name__)
router = APIRouter()
BATCH = 20_000  # points computed between two looks at whether the client is still there: about a millisecond


@router.get("/api/v1/trajectories", openapi_extra=SCENARIO)
async def read_trajectories(request: Request, query: Demanded, place: Occupied) -> Response:
    """JSON Lines: the scenario in its canonical form, many points, and at the end how each run fared."""
    tag = caching.etag(request, query.scenario.query, query.view.precision)
    if caching.is_known(request, tag):
        return Response(status_code=304, headers=caching.headers(tag))
    lines = _lines(query.scenario, query.view.precision)
    return StreamingResponse(lines, media_type="application/jsonl", headers=caching.headers(tag))


async def _lines(scenario: Scenario, precision: str) -> AsyncIterator[bytes]:
    begun = line("scenario", query=scenario.query, version=VERSION)
    pieces = stream(scenario)
    finished: list[Run] = []
    try:
        while batch := await to_thread.run_sync(_take, pieces, precision, finished):
            yield begun + batch
            begun = b""
        yield line("end", runs=[summary(run) for run in finished])
    except Exception:
        log.exception("a stream failed: %s", scenario.query)
        yield begun + line("error", detail="The server failed; the log says why.")


def _take(pieces: Iterator[Piece | Run], precision: str, finished: list[Run]) -> bytes:
    """Return the lines of the next BATCH points or so; nothing when all is done."""
    lines, count = [], 0
    for piece in pieces:
        if isinstance(piece, Run):
            finished.append(piece)
            continue
        lines.append(points(piece, precision))
        count += len(piece.loss)
        if count >= BATCH:
            break
    return b"".join(lines)
