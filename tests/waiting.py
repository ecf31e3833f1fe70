"""Waiting in the browser on a page whose content security policy forbids eval."""

from typing import Any

from playwright.sync_api import Frame, JSHandle, Page, TimeoutError

WAIT = """async ({argument, timeout}) => {
    const told = () => { const found = (EXPRESSION); return typeof found === "function" ? found(argument) : found; };
    const end = performance.now() + timeout;
    while (performance.now() < end) {
        const found = await told();
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
    found = place.evaluate_handle(script, {"argument": arg, "timeout": timeout})
    if not found.evaluate("(value) => Boolean(value)"):
        raise TimeoutError(f"Timeout {timeout:g} ms exceeded: {expression}")
    return found
