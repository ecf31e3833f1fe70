"""Fingers on the screen, as Chromium's own protocol moves them."""

from typing import Any

from playwright.sync_api import Page

REST = 100  # ms; a browser takes a finger that has rested half as long for one that does not throw the page
DRAWN = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))"


def finger(page: Page, *points: tuple[float, float]) -> None:
    """Put a finger on the first point, move it over the others, let it rest on the last and lift it.

    Each move waits until the page has been drawn with the one before. Over a frame of another site Chromium measures
    the way of such a finger within the frame, which moves along as the page scrolls: moves in quick succession would
    throw the page to and fro, and it might end where it began.
    """
    session = page.context.new_cdp_session(page)
    for kind, (x, y) in zip(("touchStart", *["touchMove"] * (len(points) - 1)), points, strict=True):
        touches: Any = [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.evaluate(DRAWN)
    page.wait_for_timeout(REST)  # a gesture has a length in time; nothing in the page tells that it is over
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def pinch(page: Page, x: float, y: float, *distances: float) -> None:
    """Put two fingers on both sides of a point, move them to each of the next ``distances`` in px, and lift them."""
    session = page.context.new_cdp_session(page)
    for kind, apart in zip(("touchStart", *["touchMove"] * (len(distances) - 1)), distances, strict=True):
        touches: Any = [{"x": x - apart / 2, "y": y, "id": 0}, {"x": x + apart / 2, "y": y, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.evaluate(DRAWN)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
