"""The stream of trajectories, line by line as they are computed."""

import logging
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, Request, Response

from optimizers import Scenario
from optimizers.run.metrics import Found
from optimizers.run.preparing import missing
from optimizers.run.tuning import resolve

from ..answers import Validators, answer
from ..answers.streaming import streamed
from ..builders.parts import parts
from ..builders.trajectories import ROWS, head_line, part_lines, rates_of, whole_lines
from ..dependencies import Direct, demanded, described
from ..encoding import endings, line
from ..record import identity_of
from ..work import Busy, Job, Work
from ..work.price import TRAJECTORIES

log = logging.getLogger(__name__)
router = APIRouter(route_class=Direct)
MEDIA_TYPE = "application/jsonl"
WHOLE = 10_000  # points of an answer that is made as a whole, half a megabyte
PART = 0.4  # ms of CPU that a part costs besides its points, in a process and on the event loop


@router.get(
    "/api/v1/trajectories",
    summary="Runs of a scenario",
    response_class=Response,
    openapi_extra=described(MEDIA_TYPE, "precision"),
)
async def read_trajectories(request: Request) -> Response:
    """JSON Lines: the scenario in its canonical form, many points, and at the end status and metrics of each run."""
    query = await demanded(request)
    scenario, precision = query.scenario, query.view.precision
    job = TRAJECTORIES.make(scenario, request.app.state.runs.whole_lines, scenario, precision)
    if scenario.points <= WHOLE and job.ready:
        return await answer(request, MEDIA_TYPE, job, scenario.query, precision)
    valid = Validators(request, MEDIA_TYPE, scenario.query, precision)
    if valid.known:
        return valid.unchanged()
    return await streamed(request, _lines(request, scenario, precision), MEDIA_TYPE, valid.headers)


async def _lines(request: Request, scenario: Scenario, precision: str) -> AsyncIterator[bytes]:
    """Yield the lines; a failure after the first one becomes a last line."""
    begun = False
    try:
        async for lines in _sound_lines(request.app.state.work, scenario, precision):
            yield lines
            begun = True
    except Exception as error:
        if not begun:
            raise
        identity = identity_of(request.scope)
        if isinstance(error, (Busy, TimeoutError)):
            detail = str(error)
        else:
            log.exception("a stream failed in request %s: %s", identity, scenario.query)
            detail = "The server failed; its log says why."
        yield line("error", detail=detail, request_id=identity)


async def _sound_lines(work: Work, scenario: Scenario, precision: str) -> AsyncIterator[bytes]:
    async for done, count in work.compiling.some(missing(scenario)):
        yield line("progress", what="compiling", done=done, of=count)
    async for done, count in work.tune(scenario):
        yield line("progress", what="tuning", done=done, of=count)
    if scenario.points <= WHOLE:
        yield await work.whole(TRAJECTORIES.make(scenario, whole_lines, scenario, precision))
        return
    found: list[Found] = []
    first = head_line(scenario, map(rates_of, resolve(scenario)))
    async for lines, ended in work.pieces(_jobs(scenario, precision)):
        yield first + lines
        first = b""
        found += ended
    yield endings(found)


def _jobs(scenario: Scenario, precision: str) -> Iterator[Job[tuple[bytes, list[Found]]]]:
    whole = list(parts(scenario, ROWS))
    price = TRAJECTORIES.of(scenario) + PART * len(whole)
    for part in whole:
        yield Job(part_lines, (scenario, precision, part), price / len(whole), price)
