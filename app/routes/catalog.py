"""Every optimizer and surface with its parameters, and the limits."""

from fastapi import APIRouter, Request, Response

from ..caching import answer
from ..dependencies import ScenarioLimits

router = APIRouter()


@router.get("/api/v1/catalog")
async def read_catalog(request: Request, limits: ScenarioLimits) -> Response:
    """The optimizers and surfaces in the order of the menus, with range, scale and meaning of every parameter."""
    return answer(request, "application/json", request.app.state.catalog.encode, str(limits))
