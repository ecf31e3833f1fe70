"""The page as a frame in other pages."""

from fastapi import APIRouter, Request, Response

from ..dependencies import Direct, understood
from .page import render

router = APIRouter(route_class=Direct)


@router.get("/embed", include_in_schema=False)
async def read_embed(request: Request) -> Response:
    """The plots and the parts that the address asks for. An illegal scenario is treated as on the page."""
    return await render(request, await understood(request), "embed.html")
