"""Every optimizer and surface with its parameters, and the limits."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..catalog import written
from ..dependencies import Direct
from ..work import Job

router = APIRouter(route_class=Direct)
PRICE = 190.0  # ms, the first time; then the answer is kept


@router.get("/api/v1/catalog", summary="All optimizers and surfaces")
async def read_catalog(request: Request) -> Response:
    """The optimizers and surfaces in the order of the menus, with range, scale and meaning of every parameter."""
    limits = request.app.state.settings.limits
    return await answer(request, "application/json", Job(written, (limits,), PRICE), limits)
