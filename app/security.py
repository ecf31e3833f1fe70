"""Headers of all answers: who may read them, who may frame them, and what a page may load and run."""

import base64
import hashlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAMED = ("/embed", "/poster.svg", "/poster.png")
"""The paths that course material may show in a frame, also when they answer an error. All others refuse it."""

# plotly.js inserts style elements: an empty one, whose rules it adds by script, and one for maps in the full bundle.
# Without the first, clicks on a plot have no effect; without the second, the console shows an error.
STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
SAME_ORIGIN = "'self'"

EVERYWHERE = (
    (
        b"access-control-allow-origin",
        b"*",
    ),  # always, because a cache does not distinguish origins; credentials are never allowed
    (b"cross-origin-resource-policy", b"cross-origin"),  # for hosts that are cross-origin isolated
    (b"x-content-type-options", b"nosniff"),
)

PREFLIGHT = (
    *EVERYWHERE,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
)
"""Headers of the answer to a browser that asks whether a script of another origin may send a request."""

# Features that no page uses, and that frames in it may not use either. The surrounding page decides on full screen and
# the clipboard.
UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
PERMISSIONS = (b"permissions-policy", ", ".join(f"{name}=()" for name in UNUSED).encode())
OPENER = (b"cross-origin-opener-policy", b"same-origin")  # a page of another origin that opens ours has no access to it


def page(ancestors: str = SAME_ORIGIN, *scripts: str) -> str:
    """Return the content security policy of a page. The only inline scripts that may run are ``scripts``.

    If ``ancestors`` is empty, every page may frame it: ``*`` would refuse a host page that was opened from disk.
    """
    return _policy(
        "default-src 'none'",
        " ".join(("script-src 'self'", *map(_hash, scripts))),
        " ".join(("style-src-elem 'self'", *STYLES)),
        "style-src-attr 'unsafe-inline'",  # plotly.js writes style attributes when it exports a plot as a picture
        "img-src 'self' data: blob:",  # such a picture
        "connect-src 'self'",
        "frame-src 'self'",  # the preview of an embed
        "base-uri 'none'",
        "form-action 'none'",
        ancestors=ancestors,
    )


def drawing(ancestors: str = SAME_ORIGIN) -> str:
    """Return the content security policy of a picture or XML document, which may have style rules but no scripts."""
    return _policy("default-src 'none'", "style-src 'unsafe-inline'", ancestors=ancestors)


def _policy(*directives: str, ancestors: str) -> str:
    return "; ".join([*directives, *([f"frame-ancestors {ancestors}"] if ancestors else [])])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class Security:
    """ASGI middleware that adds the headers, and answers HEAD like GET without the body. It does not buffer.

    ``ancestors``: the origins that may frame embeds and posters, separated by blanks; empty: every page may.
    """

    def __init__(self, app: ASGIApp, ancestors: str = "") -> None:
        self.app = app
        allowed = f"{SAME_ORIGIN} {ancestors}" if ancestors else ""
        self.framed = _by_type(page(allowed), drawing(allowed))
        self.alone = _by_type(page(), drawing())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and _asks_first(scope["headers"]):
            await send({"type": "http.response.start", "status": 204, "headers": list(PREFLIGHT)})
            await send({"type": "http.response.body"})
            return
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        framed, bodiless = path in FRAMED, scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                message = {**message, "headers": headers + self._added(headers, framed)}
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        if bodiless:  # without extensions, which could send a body in another way
            scope = {**scope, "method": "GET", "extensions": {}}
        await self.app(scope, receive, guarded)

    def _added(self, headers: list[tuple[bytes, bytes]], framed: bool) -> list[tuple[bytes, bytes]]:
        """Return the headers to add to ``headers``; a policy that the route has set is kept."""
        given = dict(headers)
        kind = given.get(b"content-type", b"").partition(b";")[0]
        added = [header for header in EVERYWHERE if header[0] not in given]
        policy = (self.framed if framed else self.alone).get(kind)
        if policy:
            added.append((b"referrer-policy", b"same-origin"))
        if policy and b"content-security-policy" not in given:
            added.append((b"content-security-policy", policy))
        if kind == b"text/html":
            added += [PERMISSIONS, OPENER]
        if framed:
            added.append(
                (b"cross-origin-embedder-policy", b"require-corp")
            )  # otherwise isolated host pages refuse the frame
        elif kind == b"text/html":
            added.append((b"x-frame-options", b"SAMEORIGIN"))  # for browsers that do not know frame-ancestors
        return added


def _asks_first(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether a browser asks before it sends a request of another origin, with headers that are not usual."""
    return {b"origin", b"access-control-request-method"} <= {name for name, _ in headers}


def _by_type(html: str, other: str) -> dict[bytes, bytes]:
    return {b"text/html": html.encode()} | dict.fromkeys((b"image/svg+xml", b"image/png", b"text/xml"), other.encode())
