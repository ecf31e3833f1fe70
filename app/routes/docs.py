"""The interactive API documentation, from files of a package: nothing is fetched from elsewhere."""

import re

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html

from .. import security

router = APIRouter()


@router.get("/docs", include_in_schema=False)
async def read_docs(request: Request) -> Response:
    """Swagger UI over openapi.json."""
    assets = request.app.state.pages.assets
    page = get_swagger_ui_html(
        openapi_url="openapi.json",
        title="Optimizer Trajectories: API",
        swagger_js_url=f"{assets}/packaged/swagger-ui.js",
        swagger_css_url=f"{assets}/packaged/swagger-ui.css",
        swagger_favicon_url=f"{assets}/img/icon.svg",
    )
    # The policy allows its only inline script, which starts it, and no other.
    scripts = re.findall(r"<script>(.*?)</script>", bytes(page.body).decode(), re.DOTALL)
    page.headers["content-security-policy"] = security.page(security.SAME_ORIGIN, *scripts)
    return page
