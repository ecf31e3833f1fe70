"""Answering requests of a page in the server's place.

Not by Playwright's routes, for which it looks at every request and switches the cache off: the page then takes twice as
long to load. Scripts may come from that cache, so for them there are still routes.
"""

import itertools
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import CDPSession, Page

MOST_FRAMES = 1800  # half a minute


class Intercepted:
    """A request that waits for its answer."""

    def __init__(self, session: CDPSession, identity: str) -> None:
        self._session, self._identity = session, identity

    def pass_on(self) -> None:
        """Let the server answer."""
        self._send("continueRequest")

    def fail(self) -> None:
        """Let it fail, as where there is no server."""
        self._send("failRequest", errorReason="ConnectionRefused")

    def answer(self, body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Answer in the server's place."""
        named = [{"name": name, "value": value} for name, value in (headers or {}).items()]
        text = b64encode(body.encode()).decode()
        self._send("fulfillRequest", responseCode=status, responseHeaders=named, body=text)

    def _send(self, method: str, **parameters: Any) -> None:
        self._session.send(f"Fetch.{method}", {"requestId": self._identity} | parameters)


def intercept(
    page: Page, pattern: str, handle: Callable[[Intercepted], object], times: int | None = None
) -> Callable[[], None]:
    """Let ``handle`` see to the requests of a page in Chromium whose address matches a pattern, in which * is any text.

    ``times``: how many of them, if not all. Returns what ends it; requests that still wait are passed on then.
    """
    session = page.context.new_cdp_session(page)
    count = itertools.count()

    def paused(event: dict[str, Any]) -> None:
        request = Intercepted(session, event["requestId"])
        if times is None or next(count) < times:
            handle(request)
        else:
            request.pass_on()

    session.on("Fetch.requestPaused", paused)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": pattern.replace("?", "\\?")}]})
    return session.detach


class Held:
    """The requests of a page, as in ``intercept``, that wait until they are passed on."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._waiting: list[Intercepted] = []
        intercept(page, pattern, self._waiting.append)

    def pass_on(self) -> None:
        """Let the server answer the first of them. Waits until there is one."""
        for _ in range(MOST_FRAMES):
            if self._waiting:
                self._waiting.pop(0).pass_on()
                return
            self._page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))")
        raise AssertionError("nothing was requested")
