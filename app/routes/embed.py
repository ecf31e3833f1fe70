"""The page as a frame in other people's pages."""

from fastapi import APIRouter, Request, Response

from ..dependencies import Admitted, Understood
from .page import render

router = APIRouter()


@router.get("/embed", include_in_schema=False)
def read_embed(request: Request, query: Understood, admitted: Admitted) -> Response:
    """The plots, and as much around them as the address asks for. A bad scenario is answered as on the page."""
    return render(request, query, "embed.html", embedded=True)
