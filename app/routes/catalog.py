"""Every optimizer and surface with its parameters, and the limits."""

from fastapi import APIRouter, Request, Response

from ..caching import answer
from ..catalog import catalog
from ..dependencies import ScenarioLimits
from ..encoding import dumps

router = APIRouter()


@router.get("/api/v1/catalog")
async def read_catalog(request: Request, limits: ScenarioLimits) -> Response:
    """The optimizers and surfaces in the order of the menus, with range, scale and meaning of every parameter."""
    return answer(request, "application/json", lambda: dumps(catalog(limits)), str(limits))
