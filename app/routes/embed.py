"""The page as a frame in other pages."""

from fastapi import APIRouter, Request, Response

from ..dependencies import Admitted, Understood
from .page import render

router = APIRouter()


@router.get("/embed", include_in_schema=False)
def read_embed(request: Request, query: Understood, admitted: Admitted) -> Response:
    """The plots and the parts that the address asks for. An illegal scenario is treated as on the page."""
    return render(request, query, "embed.html")
