"""What routes ask for: the query, understood or demanded."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from optimizers.picture.colormaps import COLORMAPS
from optimizers.surfaces.bound import NotSearchedError
from optimizers.tell.exercises import EXERCISES

from .view import CHOICES, Query, demand, understand


class Direct(APIRoute):
    """A route that takes the request alone: FastAPI describes it, and what it does for dependencies is left out."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)  # which refuses it
            return
        ready: Response | Exception | None = scope["state"].get("ready")  # what Front has called already
        if isinstance(ready, Exception):
            raise ready
        response: Response = ready or await self.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)


class PathAlone(APIRoute):
    """A route whose parameters are in the path. The query is hidden from FastAPI, which would read it a second time."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["query_string"] = scope["query_string"]
        await super().handle({**scope, "query_string": b""}, receive, send)


def text_of(request: Request) -> str:
    """Return the query string of a request."""
    raw: bytes = request.scope["state"].get("query_string", request.scope["query_string"])
    return raw.decode("utf-8", "surrogateescape")


def demanded(request: Request, text: str | None = None) -> Coroutine[Any, Any, Query]:
    """Return the query of a request, or of ``text``. Raises ScenarioError for one that is not legal."""
    return _read(request, text, demand)


def understood(request: Request, text: str | None = None) -> Coroutine[Any, Any, Query]:
    """Return the query of a request, or of ``text``; where it is not legal, the nearest legal one with its problems."""
    return _read(request, text, understand)


async def _read(request: Request, text: str | None, read: Callable[..., Query]) -> Query:
    """Return what ``read`` returns. A typed surface is searched before, in another process, because that takes long."""
    state = request.app.state
    written = text_of(request) if text is None else text
    try:
        return read(written, state.settings.limits, state.tuned, search=False)
    except NotSearchedError as error:
        await state.work.search(error.surface)
    return read(written, state.settings.limits, state.tuned)


async def _demanded(request: Request) -> Query:
    return await demanded(request)


Demanded = Annotated[Query, Depends(_demanded)]

KEYS = (
    ("v", "version of the query's meaning: 1 or 2", "2"),
    ("surface", "name,parameter=value,…", "ellipse,kappa=25,theta=0"),
    ("optimizer", "name,parameter=value,…", ["sgd,lr=0.07", "rmsprop,lr=0.3,beta=0.9"]),
    ("start", "label,x,y", ["A,-8,1.2", "B,-0.6,4"]),
    ("steps", "how many steps to take", "120"),
    ("fair", "what is held equal: own, rate, length or tuned", "own"),
    ("noise", "standard deviation of the noise in the gradient", "0"),
    ("seed", "seed of the noise and of minibatches", "0"),
    ("target", "when a run has reached a minimum: distance, inside the ring around it; or loss", "distance"),
    (
        "tolerance",
        "radius of the ring as a fraction of the domain's diagonal; with target=loss, of the way to the minimum's "
        "value",
        "0.005",
    ),
)
VIEW = {
    "precision": ("f8 or f4: float64 or float32 arrays", "f8"),
    "layout": ("side-by-side, overlay or 3-d; a picture shows 3-d as overlay", "side-by-side"),
    "theme": ("auto, light or dark", "auto"),
    "colormap": ("colors of the contours: " + ", ".join(COLORMAPS), "cividis"),
    "scale": ("pixels for each px, 1 to 4; by default 2, or 1 for a large picture", "2"),
    "width": ("px of each plot: 360, 480 or 640; by default 456, or 956 for a plot alone", "360"),
    "cells": ("cells of the grid in each direction: 160, 128, 96 or 64; 0: only contours and landmarks", "160"),
    "region": (
        "left,right,bottom,top of what is shown, extended where its shape differs from the surface's",
        "-1,1,-0.5,0.5",
    ),
    "quantity": ("what the chart shows: " + ", ".join(CHOICES["quantity"]), "distance"),
    "step": ("the step up to which paths are drawn", "46"),
    "ui": ("full, compact or minimal: how much of the page is shown", "compact"),
    "show": ("names of parts to show in addition, separated by commas", "scoreboard"),
    "hide": ("names of parts to hide, separated by commas", "verdict,speed"),
    "lock": ("names of values that readers cannot change, separated by commas", "surface,lr"),
    "autoplay": ("1: an embed plays when it is scrolled into view", "0"),
    "links": ("0: an embed has no link to the whole page", "1"),
    "animate": ("1: the poster draws its paths step by step", "0"),
    "title": ("the author's own title", "The ravine"),
    "plotly": ("1: an offline file holds Plotly, which draws its plots", "0"),
    "lesson": ("name of a lesson whose text an offline file has; without a scenario it is the lesson's", "ravine"),
}


def described(media_type: str, *view: str) -> dict[str, Any]:
    """Return the OpenAPI description of a route that reads a scenario and ``view``, and answers ``media_type``."""
    return _described(media_type, (*KEYS, *((name, *VIEW[name]) for name in view)))


def described_entry() -> dict[str, Any]:
    """Return the OpenAPI description of a route that reads one surface or one optimizer."""
    examples = (("surface", "name,parameter=value,…", "ellipse"), ("optimizer", "name,parameter=value,…", "rmsprop"))
    return _described("application/json", examples)


def described_check() -> dict[str, Any]:
    """Return the OpenAPI description of the route that checks an update."""
    examples = (
        ("task", "one of " + ", ".join(one.slug for one in EXERCISES), EXERCISES[0].slug),
        ("optimizer", "custom,step=statements", "custom,step=x=x-lr*g"),
    )
    return _described("application/json", examples)


def described_table() -> dict[str, Any]:
    """Return the OpenAPI description of the route that reads a pasted table."""
    examples = (
        ("surface", "the name of a surface with data", "linear-regression"),
        ("table", "two columns of numbers, with or without a header, as pasted", "hours;grade\n1;2\n2;3\n4;5"),
    )
    return _described("application/json", examples)


def _described(media_type: str, keys: Sequence[tuple[str, str, str | list[str]]]) -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "description": description,
                "schema": {"type": "string"}
                if isinstance(example, str)
                else {"type": "array", "items": {"type": "string"}},  # repeated, not joined by commas
                "explode": True,
                "example": example,
            }
            for name, description, example in keys
        ],
        "responses": {
            "200": {"content": {media_type: {"schema": {}}}},
            "304": {"description": "The answer that the client has, according to its ETag, is still valid"},
            "422": {"description": "What is wrong with the query: parameter, value and what is allowed", **problem},
            "503": {"description": "The server is computing too many scenarios", **problem},
        },
    }
