"""A table of two columns as it is pasted: read, checked, and packed for the address."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from optimizers import SURFACES, Problem, ScenarioError
from optimizers.surfaces.table import pack, read_table

from ..dependencies import described_table, text_of
from ..encoding import dumps

router = APIRouter()


@router.get("/api/v1/table", summary="Pasted table", response_class=Response, openapi_extra=described_table())
async def read_pasted(request: Request) -> Response:
    """The value of ``data=`` for a table, which ``surface`` can take; an error names the rows that are wrong."""
    text = text_of(request)
    longest = request.app.state.settings.limits.query
    if len(text) > longest:
        raise ScenarioError([Problem("table", f"{len(text)} characters", f"at most {longest}, percent-encoded")])
    given = parse_qs(text, keep_blank_values=True)
    name, written = given.get("surface", [""])[0], given.get("table", [""])[0].encode("utf-8", "replace").decode()
    takes = [one.name for one in SURFACES.values() if one.data is not None]
    if name not in takes:
        raise ScenarioError([Problem("surface", name, "one of " + ", ".join(takes), kind="entry")])
    parameter = next(one for one in SURFACES[name].parameters if one.name == "data")
    try:
        found = read_table(written)
        packed = pack(found)
        if parameter.read(packed) is None:
            raise ValueError(parameter.reason(packed))
    except ValueError as error:
        raise ScenarioError([Problem("table", written, str(error), kind="text")]) from None
    described = {"data": packed, "rows": len(found.pairs), "names": found.names}
    return Response(dumps(described), media_type="application/json")
