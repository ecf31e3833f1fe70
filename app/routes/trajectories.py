"""The stream of trajectories, line by line as they are computed."""

import logging
import math
from asyncio import Semaphore
from collections.abc import AsyncIterator
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from optimizers import Run, Scenario
from optimizers.run.metrics import Found
from optimizers.run.plan import plan, run
from optimizers.run.simulation import stream
from optimizers.run.tuning import caption, tune

from .. import VERSION
from ..answers import Validators, answer
from ..dependencies import Direct, capacity_of, demanded, described
from ..encoding import all_points, endings, line, points
from ..work import Job
from ..work.price import TRAJECTORIES

log = logging.getLogger(__name__)
router = APIRouter(route_class=Direct)
MEDIA_TYPE = "application/jsonl"
RUN = 200  # a run costs as much as so many of its points
BATCH = 20_000  # points computed before checking again whether the client is still there; about two milliseconds
SMALL = 8_000  # points computed on the event loop and sent as one piece, for a slider; about a millisecond at the most


@router.get("/api/v1/trajectories", response_class=Response, openapi_extra=described(MEDIA_TYPE, "precision"))
async def read_trajectories(request: Request) -> Response:
    """JSON Lines: the scenario in its canonical form, many points, and at the end status and metrics of each run."""
    query, capacity = demanded(request), capacity_of(request)
    scenario, precision = query.scenario, query.view.precision
    if price(scenario) <= SMALL:
        job = Job(_whole, (scenario, precision), TRAJECTORIES.of(scenario))
        return await answer(request, MEDIA_TYPE, job, scenario.query, precision)
    valid = Validators(request, MEDIA_TYPE, scenario.query, precision)
    if valid.known:
        return valid.unchanged()
    response = _Streamed(capacity, _stream(_Lines(scenario, precision)), media_type=MEDIA_TYPE)
    response.raw_headers += valid.headers
    return response


def price(scenario: Scenario) -> float:
    """Return what the runs of a scenario cost, in points; infinite where learning rates have to be found first."""
    if scenario.conditions["fair"] == "tuned":
        return math.inf
    return scenario.points + RUN * len(scenario.optimizers) * len(scenario.starts)


def _whole(scenario: Scenario, precision: str) -> bytes:
    """Return all lines of an answer, of runs that one call has computed."""
    paths = run(plan(scenario))
    return b"".join([_head(scenario), *all_points(paths, precision), endings(paths.found.tolist())])


def _head(scenario: Scenario) -> bytes:
    return line("scenario", query=scenario.query, caption=caption(scenario), version=VERSION)


class _Streamed(StreamingResponse):
    """An answer that counts as being computed until it is sent or its client has gone."""

    def __init__(self, capacity: Semaphore, content: AsyncIterator[bytes], **rest: Any) -> None:
        super().__init__(content, **rest)
        self.capacity = capacity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.capacity:
            await super().__call__(scope, receive, send)


async def _stream(lines: "_Lines") -> AsyncIterator[bytes]:
    try:
        if lines.scenario.conditions["fair"] == "tuned":
            steps = tune(lines.scenario)
            while progress := await to_thread.run_sync(next, steps, None):
                yield line("progress", done=progress[0], of=progress[1])
        while not lines.done:
            yield await to_thread.run_sync(lines.take, BATCH)
    except Exception:
        log.exception("a stream failed: %s", lines.scenario.query)
        yield line("error", detail="The server failed; the log says why.")


class _Lines:
    """The lines of an answer, taken a batch at a time."""

    def __init__(self, scenario: Scenario, precision: str) -> None:
        self.scenario = scenario
        self.precision = precision
        self.done = False
        self._pieces = stream(scenario)
        self._finished: list[Found] = []
        self._begun = False

    def take(self, most: int) -> bytes:
        """Return the lines of the next ``most`` points, or a few more, followed by the end after the last ones."""
        lines, count = [], 0
        if not self._begun:
            lines.append(_head(self.scenario))
            self._begun = True
        for piece in self._pieces:
            if isinstance(piece, Run):
                assert piece.found is not None
                self._finished.append(piece.found)
                continue
            lines.append(points(piece, self.precision))
            count += len(piece.loss) + (0 if piece.first else RUN)
            if count > most:
                return b"".join(lines)
        self.done = True
        lines.append(endings(self._finished))
        return b"".join(lines)
