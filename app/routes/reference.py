"""The reference page."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..builders import reference_html
from ..pages import HTML, root_of
from ..work import Job

router = APIRouter()
PRICE = 40.0  # ms, most of it formulas as MathML


@router.get("/reference", include_in_schema=False)
async def read_reference(request: Request) -> Response:
    """Every optimizer and surface with its formula, source, parameters, and how it was checked."""
    root, assets = root_of(request), request.app.state.pages.assets
    return await answer(request, HTML, Job(reference_html, (root, assets), PRICE), root, assets)
