"""The web component <optimizer-trajectories>, at a permanent address."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..dependencies import Direct
from ..resources import folder
from ..work import Job

router = APIRouter(route_class=Direct)
MEDIA_TYPE = "text/javascript; charset=utf-8"
PRICE = 0.5  # ms


@router.get("/embed.js", include_in_schema=False)
async def read_component(request: Request) -> Response:
    """The module that pages of other origins load. Its address has no hash, so browsers revalidate it each time."""
    return await answer(request, MEDIA_TYPE, Job(_component, (), PRICE))


def _component() -> bytes:
    return (folder("static") / "js" / "frame" / "embed-element.js").read_bytes()
