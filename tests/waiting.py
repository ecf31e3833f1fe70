"""Waiting in the browser on a page whose content security policy forbids eval."""

from typing import Any

from playwright.sync_api import Frame, JSHandle, Page, TimeoutError

# The names begin with two underscores, so that they do not stand before a test's own.
WAIT = """async ({__argument, __timeout}) => {
    const __look = () => {
        const found = (EXPRESSION);
        return typeof found === "function" ? found(__argument) : found;
    };
    const __end = performance.now() + __timeout;
    while (performance.now() < __end) {
        const found = await __look();
        if (found) return found;
        await new Promise(requestAnimationFrame);
    }
    return false;
}"""


def wait_for_function(
    place: Page | Frame, expression: str, *, arg: Any = None, timeout: float = 30_000, polling: str = "raf"
) -> JSHandle:
    """Wait, as Playwright's method does, until a JavaScript expression, or what a function of ``arg`` returns, is true.

    Returns a handle of it. ``timeout``: ms. Raises TimeoutError.
    """
    del polling  # always with the frames
    script = WAIT.replace("EXPRESSION", expression.strip().removesuffix(";"))
    found = place.evaluate_handle(script, {"__argument": arg, "__timeout": timeout})
    if not found.evaluate("(value) => Boolean(value)"):
        raise TimeoutError(f"Timeout {timeout:g} ms exceeded: {expression}")
    return found
