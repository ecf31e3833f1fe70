"""The link to a scenario as a QR code."""

from fastapi import APIRouter, Request, Response

from optimizers import Problem, ScenarioError

from ..answers import answer
from ..builders import qr_svg
from ..dependencies import Direct, demanded
from ..public import public_url
from ..work import price

router = APIRouter(route_class=Direct)
LONGEST = 1200  # characters of a link: a code of more has squares that a camera at the back of a room cannot tell apart


@router.get("/qr.svg", response_class=Response, include_in_schema=False)
async def read_qr(request: Request) -> Response:
    """A QR code of the link to the page that shows the scenario, if the link is not too long for one."""
    query = await demanded(request)
    link = f"{public_url(request)}/?{query.address()}"
    if len(link) > LONGEST:
        allowed = f"a link of at most {LONGEST} characters: this one has {len(link)}"
        raise ScenarioError([Problem("query", link, allowed)])
    job = price.QR.make(query.scenario, qr_svg, link)
    return await answer(request, "image/svg+xml", job, link, public=True)
