"""The web component <optimizer-trajectories>, at a permanent address."""

from fastapi import APIRouter, Request, Response

from ..caching import answer
from ..resources import folder

router = APIRouter()
MEDIA_TYPE = "text/javascript"


@router.get("/embed.js", include_in_schema=False)
def read_component(request: Request) -> Response:
    """The module that pages of other origins load. Its address has no hash, so browsers revalidate it each time."""
    return answer(request, MEDIA_TYPE, (folder("static") / "js" / "frame" / "embed-element.js").read_bytes)
