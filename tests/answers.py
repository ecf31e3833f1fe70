"""A client of the service, and strict readers of what it answers."""

import base64
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import numpy as np
from fastapi import FastAPI
from httpx2 import Response
from numpy.typing import NDArray
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from optimizers import Run

Numbers = NDArray[np.floating[Any]]
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NAMES = ("x", "y", "loss", "gx", "gy")


def client(**settings: Any) -> TestClient:
    """A client of an application of its own; an exception in it becomes an answer, as for everyone else."""
    return TestClient(create_app(Settings(**settings)), raise_server_exceptions=False)


def busy_client(headers: dict[str, str] | None) -> TestClient:
    """A client of an application with a route that is always busy, and one that takes too long."""
    app = create_app(Settings())

    @app.get("/busy")
    def busy() -> None:
        raise HTTPException(503, "Too much is being computed.", headers)

    @app.get("/late")
    def late() -> None:
        raise TimeoutError("It took too long.")

    return TestClient(app)


def state(client: TestClient) -> Any:
    """What the application of a client keeps for itself."""
    assert isinstance(client.app, FastAPI)
    return client.app.state


def strict(text: str | bytes) -> Any:
    """Read JSON as the standard has it: no NaN, no Infinity, and no name twice in one object."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    def unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _ in pairs}) == len(pairs), f"a name twice in {pairs}"
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)


def assert_problem(response: Response, status: int) -> dict[str, Any]:
    """Assert that this is an error in the one shape of all errors, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = strict(response.content)
    assert list(problem)[:4] == ["type", "title", "status", "detail"]
    assert problem["type"] == "about:blank"
    assert problem["title"] == HTTPStatus(status).phrase
    assert problem["status"] == status
    assert isinstance(problem["detail"], str)
    assert problem["detail"]
    assert problem["request_id"] == response.headers["x-request-id"]
    more = set(problem) - {"type", "title", "status", "detail", "request_id"}
    assert more == ({"problems"} if status == 422 else set())
    for item in problem.get("problems", []):
        assert list(item)[:3] == ["parameter", "value", "allowed"]
        column = item.get("column")  # where in a typed text
        assert set(item) - {"column"} == {"parameter", "value", "allowed"}
        assert column is None or (isinstance(column, int) and f"column {column}: " in item["allowed"])
        assert all(isinstance(text, str) for name, text in item.items() if name != "column")
        owner, _, name = item["parameter"].rpartition(": ")
        assert (f"{name} of {owner}" if owner else name) in problem["detail"]
        allowed = item["allowed"].removeprefix("one of ").rstrip(".")
        assert {"given once": "given more than once"}.get(allowed, allowed) in problem["detail"]
    assert problem.get("problems") != []
    assert "etag" not in response.headers
    return dict(problem)


def decode(array: dict[str, str]) -> Numbers:
    """Return the numbers of a typed array, all of them finite."""
    numbers: Numbers = np.frombuffer(base64.b64decode(array["bdata"], validate=True), dtype="<" + array["dtype"])
    assert np.isfinite(numbers).all()
    return numbers.reshape([int(count) for count in array["shape"].split(",")]) if "shape" in array else numbers


def events(content: bytes) -> list[dict[str, Any]]:
    """Return the lines of a stream."""
    assert content.endswith(b"\n")
    return [strict(line) for line in content[:-1].split(b"\n")]


def ended(run: Run) -> dict[str, Any]:
    """Return what the last line of a stream holds of a run: all but its arrays, and null for what is not finite."""
    heads = {name: getattr(run, name) for name in ("optimizer", "start", "status", "steps", "diverged_at")}
    metrics = {
        name: None if value in (math.inf, -math.inf) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(run.metrics).items()
    }
    return {**heads, "metrics": metrics}


def runs(lines: Sequence[dict[str, Any]], dtype: str) -> Iterator[tuple[int, int, dict[str, Numbers]]]:
    """Yield optimizer, start and the joined arrays of each run, in the order of the stream; pieces must adjoin."""
    joined: dict[tuple[int, int], dict[str, list[Numbers]]] = {}
    for line in lines:
        assert list(line) == ["event", "optimizer", "start", "first", *NAMES]
        assert {line[name]["dtype"] for name in NAMES} == {dtype}
        run = joined.setdefault((line["optimizer"], line["start"]), {name: [] for name in NAMES})
        assert line["first"] == sum(map(len, run["x"]))
        assert run is list(joined.values())[-1], "runs come one after the other"
        for name in NAMES:
            run[name].append(decode(line[name]))
        assert len({len(run[name][-1]) for name in NAMES}) == 1
    for (optimizer, start), run in joined.items():
        yield optimizer, start, {name: np.concatenate(run[name]) for name in NAMES}
