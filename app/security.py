"""Headers of every answer: who may read it, who may frame it, and what a page may load and run."""

import base64
import hashlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAMED = ("/embed", "/poster.svg", "/poster.png")
"""What course material shows in a frame, errors in its place included; all other pages refuse foreign frames."""

# plotly.js inserts style elements: one that is empty, whose rules it adds by script, and, in the full bundle, one for
# maps. Without the first, clicks on a plot do nothing; without the second the console complains.
STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
SAME_ORIGIN = "'self'"

EVERYWHERE = (
    (b"access-control-allow-origin", b"*"),  # always, for a cache does not ask who asks; credentials are never allowed
    (b"cross-origin-resource-policy", b"cross-origin"),  # for hosts that are cross-origin isolated
    (b"x-content-type-options", b"nosniff"),
)

# What no page uses, and no frame in it may. Full screen and the clipboard stay as the page around allows them.
UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
PERMISSIONS = (b"permissions-policy", ", ".join(f"{name}=()" for name in UNUSED).encode())
OPENER = (b"cross-origin-opener-policy", b"same-origin")  # a page of another origin that opens ours cannot reach it


def page(ancestors: str = SAME_ORIGIN, *scripts: str) -> str:
    """Return the content security policy of a page. Of inline scripts only the texts ``scripts`` may run.

    Who may frame it is left open where ``ancestors`` is empty: even ``*`` would refuse a host page opened from disk.
    """
    return _policy(
        "default-src 'none'",
        " ".join(("script-src 'self'", *map(_hash, scripts))),
        " ".join(("style-src-elem 'self'", *STYLES)),
        "style-src-attr 'unsafe-inline'",  # plotly.js writes attributes where it makes a picture of a plot
        "img-src 'self' data: blob:",  # the picture
        "connect-src 'self'",
        "frame-src 'self'",  # the preview of an embed
        "base-uri 'none'",
        "form-action 'none'",
        ancestors=ancestors,
    )


def drawing(ancestors: str = SAME_ORIGIN) -> str:
    """Return the content security policy of a picture or XML document: its own style rules, and no script."""
    return _policy("default-src 'none'", "style-src 'unsafe-inline'", ancestors=ancestors)


def _policy(*directives: str, ancestors: str) -> str:
    return "; ".join([*directives, *([f"frame-ancestors {ancestors}"] if ancestors else [])])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class Security:
    """ASGI middleware that adds the headers, and answers HEAD as GET without the body. It holds nothing back.

    ``ancestors``: sources that may frame embeds and posters, separated by blanks; empty: every page may.
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
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        framed, bodiless = path in FRAMED, scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                message = {**message, "headers": headers + self._added(headers, framed)}
            elif bodiless:
                message = {**message, "body": b""}
            await send(message)

        if bodiless:  # without extensions, by which a body might be sent in another way
            scope = {**scope, "method": "GET", "extensions": {}}
        await self.app(scope, receive, guarded)

    def _added(self, headers: list[tuple[bytes, bytes]], framed: bool) -> list[tuple[bytes, bytes]]:
        """Return what to add to ``headers``; a policy that the route itself has given stays."""
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
            )  # else isolated host pages refuse the frame
        elif kind == b"text/html":
            added.append((b"x-frame-options", b"SAMEORIGIN"))  # for browsers that know no frame-ancestors
        return added


def _by_type(html: str, other: str) -> dict[bytes, bytes]:
    return {b"text/html": html.encode()} | dict.fromkeys((b"image/svg+xml", b"image/png", b"text/xml"), other.encode())
