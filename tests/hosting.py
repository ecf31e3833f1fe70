"""A page of another site with frames of ours, for the tests of the embed."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Frame, Page, WebError, expect

from tests.tabs import Tabs, listening

SCENARIO = "surface=ellipse&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3&start=A,-8,1.2&steps=50"
LISTEN = """
    window.heard = [];
    addEventListener("message", ({data}) => heard.push(data));
"""
HOST = '<!doctype html><title>Course</title><link rel="icon" href="data:,"><script>{listen}</script>{before}{frames}'
REVEAL = "<script>for (const one of document.querySelectorAll('[data-src]')) one.src = one.dataset.src</script>"
LAST = '{to: "optimizer-trajectories", call: "seek", step: 60}'
REFUSED = "Failed to load resource: the server responded with a status of 422"  # the browser's words, not ours


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve the files of ``folder``; give the address, which is of another site than the app's."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            pass

        def end_headers(self) -> None:
            self.send_header("cache-control", "no-store")  # a file may change within the second that a cache goes by
            super().end_headers()

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{listener.server_port}"
        listener.shutdown()
        thread.join()


class Host:
    """A page of another site with frames of ours."""

    def __init__(self, page: Page, folder: Path, address: str, server: str) -> None:
        self.page, self.folder, self.address, self.server = page, folder, address, server

    def open(
        self, query: str = SCENARIO, frames: int = 1, attributes: str = "", before: str = "", disk: bool = False
    ) -> list[Frame]:
        one = f'<iframe title="Plots" src="{self.server}/embed?{query}" width="600" height="600" {attributes}></iframe>'
        path = self.folder / "course.html"
        path.write_text(HOST.format(listen=LISTEN, before=before, frames=one * frames), encoding="utf-8")
        self.page.goto(path.as_uri() if disk else f"{self.address}/{path.name}")
        return self.page.frames[1:]

    def heard(self, condition: str) -> Any:
        """The first message to the host page of which ``condition`` holds."""
        found = f"heard.find((data) => {{ try {{ return {condition} }} catch {{ return false }} }})"
        return self.page.wait_for_function(found).json_value()

    def call(self, **message: Any) -> Any:
        """Call the frame, and return its answer."""
        identity = self.page.evaluate(
            """(message) => {
                const id = String(Math.random());
                frames[0].postMessage({to: "optimizer-trajectories", id, ...message}, "*");
                return id;
            }""",
            message,
        )
        return self.heard(f'data.id === "{identity}"')


@contextmanager
def host_page(tabs: Tabs, folder: Path, address: str, server: str, **options: Any) -> Iterator[Host]:
    """Give a page of another site; fails at the end if it or a frame in it complained.

    ``options`` are those of ``Tabs.open``, such as has_touch.
    """
    problems: list[str] = []
    page = tabs.open(**{"viewport": {"width": 800, "height": 700}} | options)

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            problems.append(message.text)

    def error(error: WebError) -> None:
        problems.append(str(error.error))

    with listening(page.context, console=console, weberror=error):
        yield Host(page, folder, address, server)
        tabs.rest()
    assert not problems, "\n".join(problems)


def expect_picture(page: Page, place: int = 0) -> Frame:
    """Scroll to a frame of the README; see its picture, and what it draws when it is called, without a scroll bar."""
    frame = page.locator("iframe").nth(place)
    frame.scroll_into_view_if_needed()
    inside = frame.content_frame
    expect(inside.locator("body[data-settled]")).to_have_count(1)
    expect(inside.locator(".plot-svg .path").first).to_be_visible()
    expect(inside.locator(".plot-canvas")).to_have_count(0)  # it loads only when the reader turns to it
    frame.evaluate(f"(one) => one.contentWindow.postMessage({LAST}, '*')")
    expect(inside.locator(".plot.is-live")).to_have_count(2)
    expect(inside.locator(".caption")).to_have_text("own rates · axes 1:1 · no clipping · no noise")
    expect(inside.locator(".player-reading")).to_have_text("step 60 of 60")
    handle = frame.element_handle()
    assert handle is not None
    found = handle.content_frame()
    assert found is not None
    assert found.evaluate("document.documentElement.scrollHeight") <= found.evaluate("innerHeight")
    drawn = found.evaluate(
        """[...document.querySelectorAll(".plot-canvas")].map((canvas) => {
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(pixels.data.buffer)).size;
        })"""
    )
    assert all(colors > 20 for colors in drawn), drawn
    return found
