"""Tabs that open fast: what Chromium has fetched and compiled for one test is still there for the next.

Most of what a page costs in a new context is that a new process compiles plotly.js and the page's modules. So tests
that ask for the same kind of context share it, and with ``FLAG`` one renderer, which a tab of the context's own keeps
alive. Every test still has tabs of its own, with listeners, routes and scripts that no other test has set, and it fails
if it leaves something behind. Chromium empties its memory cache when a tab closes, so the tabs of a test stay open on a
small page. Only a few do, since every open tab slows the others down. Nothing plays automatically in them, so no test
waits for that.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

FLAG = "--process-per-site"
MOST = 8  # tabs that rest: with forty of them a page takes half as long again to load
SIZE: ViewportSize = {"width": 1440, "height": 900}


class Tabs:
    """The tabs of one browser for the server at ``address``, in contexts that outlive a test."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: dict[frozenset[tuple[str, Any]], tuple[BrowserContext, Page]] = {}
        self._alone: list[BrowserContext] = []
        self._resting: list[Page] = []

    def open(
        self,
        alone: bool = False,
        viewport: ViewportSize = SIZE,
        permissions: Sequence[str] = (),
        color_scheme: Literal["dark", "light"] | None = None,
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
        **options: Any,
    ) -> Page:
        """Open a tab.

        ``options`` are those of a browser context that cannot be changed later, such as has_touch. ``alone``: in a
        context of its own, for a test that changes the context, its clock for instance. ``reduced_motion``:
        "no-preference" for a test of what plays by itself.
        """
        context = self._new(options) if alone else self.context(**options)
        if alone:
            self._alone.append(context)
        if permissions:
            context.grant_permissions(permissions)
        page = context.new_page()
        if viewport != SIZE:
            page.set_viewport_size(viewport)
        if color_scheme or reduced_motion != "reduce":
            page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def context(self, **options: Any) -> BrowserContext:
        """Return the context of a kind that tests share; whoever changes it takes that back."""
        kind = frozenset(options.items())
        if kind not in self._contexts:
            context = self._new(options)
            self._contexts[kind] = context, context.new_page()
            self._leave(self._contexts[kind][1])
        return self._contexts[kind][0]

    def _new(self, options: dict[str, Any]) -> BrowserContext:
        return self._browser.new_context(base_url=self._address, viewport=SIZE, reduced_motion="reduce", **options)

    def rest(self) -> None:
        """End a test: its tabs go to a small page. Fails if it has left cookies, storage or a clock of its own."""
        for context in self._alone:
            context.close()
        self._alone.clear()
        every = []
        for kind, (context, first) in list(self._contexts.items()):
            try:
                left = self._rest(context, first)
            except Error:  # its renderer has crashed, which is the failure of one test and not of those that follow
                left = {}
                del self._contexts[kind]
            if left:
                every.append(left)
                del self._contexts[kind]
            if kind not in self._contexts:
                context.close()
        self._resting = [page for page in self._resting if not page.is_closed()]
        if len(self._resting) > MOST:
            self.close()
        assert not every, every

    def _rest(self, context: BrowserContext, first: Page) -> dict[str, Any]:
        """Let the tabs of a test rest; return what it has left behind."""
        clocks = []
        for page in context.pages:
            if page not in self._resting and page is not first:
                page.unroute_all(behavior="ignoreErrors")
                self._leave(page)
                self._resting.append(page)
                clocks.append(page.evaluate("'__pwClock' in globalThis"))
        context.clear_permissions()
        stored = first.evaluate("({...localStorage})")
        found = {"clock": any(clocks), "cookies": context.cookies(), "storage": stored}
        return {name: value for name, value in found.items() if value}

    def _leave(self, page: Page) -> None:
        page.goto(f"{self._address}/healthz")

    def close(self) -> None:
        """Close the tabs that rest."""
        for page in self._resting:
            page.close()
        self._resting.clear()


@contextmanager
def listening(context: BrowserContext, **listeners: Callable[[Any], None]) -> Iterator[None]:
    """Let each of ``listeners`` hear the event of its name from all tabs of ``context``, until the block ends."""
    for event, listener in listeners.items():
        context.on(event, listener)  # type: ignore[call-overload]  # its name is no literal
    try:
        yield
    finally:
        for event, listener in listeners.items():
            context.remove_listener(event, listener)
