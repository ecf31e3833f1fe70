"""What routes ask for: the query, understood or demanded, and a place among the streams at work."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from optimizers import Limits

from .view import Query, demand, understand


def _text(request: Request) -> str:
    raw: bytes = request.scope["query_string"]
    return raw.decode("utf-8", "surrogateescape")


async def _demanded(request: Request) -> Query:
    return demand(_text(request), request.app.state.settings.limits)


async def _understood(request: Request) -> Query:
    return understand(_text(request), request.app.state.settings.limits)


async def _limits(request: Request) -> Limits:
    limits: Limits = request.app.state.settings.limits
    return limits


async def _occupied(request: Request) -> AsyncIterator[None]:
    """Take a place and give it back when the answer is sent or the client gone."""
    places = request.app.state.places
    if places.locked():
        detail = "Too many scenarios are being computed; max_concurrent is the setting. Try again in a second."
        raise HTTPException(503, detail, {"retry-after": "1"})
    async with places:
        yield


Demanded = Annotated[Query, Depends(_demanded)]
Understood = Annotated[Query, Depends(_understood)]
ScenarioLimits = Annotated[Limits, Depends(_limits)]
Occupied = Annotated[None, Depends(_occupied)]

SCENARIO = {
    "parameters": [
        {
            "name": name,
            "in": "query",
            "description": description,
            "required": False,
            "schema": {"type": "string"},
            "example": example,
        }
        for name, description, example in (
            ("surface", "name,parameter=value,…", "ellipse,kappa=25,theta=0"),
            ("optimizer", "name,parameter=value,…; may be repeated", "rmsprop,lr=0.3,beta=0.9"),
            ("start", "label,x,y; may be repeated", "A,-8,1.2"),
            ("steps", "how many steps to take", "120"),
            ("precision", "f8 or f4: float64 or float32 arrays", "f8"),
        )
    ]
}
"""What OpenAPI tells of a scenario's query string."""
