"""Whether the server is up."""

from fastapi import APIRouter

from .. import VERSION

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answer as soon as requests are answered at all."""
    return {"status": "ok", "version": VERSION}
