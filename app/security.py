"""Headers of all answers: who may read them, who may frame them, and what a page may load and run."""

import base64
import hashlib
from collections.abc import Iterable, Sequence

from optimizers.picture.styles import POSTER, sheet

Header = tuple[bytes, bytes]

FRAMED = ("/embed", "/poster.svg", "/poster.png")
"""The paths that course material may show in a frame, also when they answer an error. All others refuse it."""

# plotly.js inserts style elements: an empty one, whose rules it adds by script, and one for maps in the full bundle.
# Without the first, clicks on a plot have no effect; without the second, the console shows an error. A page also allows
# the style sheet of a poster, because it reads one when it is printed.
STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
SAME_ORIGIN = "'self'"

# No text becomes markup or the address of a script, but for what the policy of static/js/base/trusted.js lets through.
# Swagger UI, which comes with an inline script, writes markup itself.
TRUSTED = ("require-trusted-types-for 'script'", "trusted-types default")

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


EMBEDDER = (b"cross-origin-embedder-policy", b"require-corp")

OURS = frozenset((*(name for name, _ in EVERYWHERE), b"content-security-policy"))  # what a route may set itself


def page(ancestors: str = SAME_ORIGIN, *scripts: str) -> str:
    """Return the content security policy of a page. The only inline scripts that may run are ``scripts``.

    Trusted Types are asked for where there are none.

    If ``ancestors`` is empty, every page may frame it: ``*`` would refuse a host page that was opened from disk.
    """
    return _policy(
        "default-src 'none'",
        " ".join(("script-src 'self'", *map(hashed, scripts))),
        " ".join(("style-src-elem 'self'", *STYLES, hashed(sheet(*POSTER)))),
        "style-src-attr 'unsafe-inline'",  # plotly.js writes style attributes when it exports a plot as a picture
        "img-src 'self' data: blob:",  # such a picture
        "connect-src 'self'",
        "worker-src 'self'",  # which computes long runs
        "frame-src 'self'",  # the preview of an embed
        "base-uri 'none'",
        "form-action 'none'",
        *(() if scripts else TRUSTED),
        ancestors=ancestors,
    )


def file(script: str) -> str:
    """Return the content security policy of a page in one file, whose inline ``script`` makes all others from the file.

    Nothing can be loaded, and nothing sent.
    """
    return _policy(
        "default-src 'none'",
        f"script-src {hashed(script)} blob:",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
        ancestors="",
    )


def drawing(ancestors: str = SAME_ORIGIN) -> str:
    """Return the content security policy of a picture or XML document, which may have style rules but no scripts."""
    return _policy("default-src 'none'", "style-src 'unsafe-inline'", ancestors=ancestors)


def _policy(*directives: str, ancestors: str) -> str:
    return "; ".join([*directives, *([f"frame-ancestors {ancestors}"] if ancestors else [])])


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class SecurityHeaders:
    """The headers to add to answers.

    ``ancestors``: the origins that may frame embeds and posters, separated by blanks; empty: every page may.
    """

    def __init__(self, ancestors: str = "") -> None:
        allowed = f"{SAME_ORIGIN} {ancestors}" if ancestors else ""
        self._policies = {
            True: _by_type(page(allowed), drawing(allowed)),
            False: _by_type(page(), drawing()),
        }
        kinds = [b"", *self._policies[True]]
        self._of = {(kind, framed): self._make(kind, framed) for kind in kinds for framed in (True, False)}

    def added(self, headers: Sequence[Header], framed: bool) -> Sequence[Header]:
        """Return the headers to add to ``headers``; those that a route has set are kept.

        framed: whether the path is one of ``FRAMED``.
        """
        kind, given = b"", []
        for name, value in headers:
            if name == b"content-type":
                kind = value.partition(b";")[0]
            elif name in OURS:
                given.append(name)
        added = self._of.get((kind, framed)) or self._of[b"", framed]
        return [header for header in added if header[0] not in given] if given else added

    def _make(self, kind: bytes, framed: bool) -> tuple[Header, ...]:
        policy = self._policies[framed].get(kind)
        html = kind == b"text/html"
        headers = [*EVERYWHERE]
        if policy:
            headers += [(b"referrer-policy", b"same-origin"), (b"content-security-policy", policy)]
        if html:
            headers += [PERMISSIONS, OPENER]
        if framed:  # otherwise isolated host pages refuse the frame
            headers.append(EMBEDDER)
        elif html:  # for browsers that do not know frame-ancestors
            headers.append((b"x-frame-options", b"SAMEORIGIN"))
        return tuple(headers)


def asks_first(headers: Iterable[Header]) -> bool:
    """Return whether a browser asks before it sends a request of another origin, with headers that are not usual."""
    return {b"origin", b"access-control-request-method"} <= {name for name, _ in headers}


def _by_type(html: str, other: str) -> dict[bytes, bytes]:
    return {b"text/html": html.encode()} | dict.fromkeys((b"image/svg+xml", b"image/png", b"text/xml"), other.encode())
