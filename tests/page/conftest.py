"""The fixture of tests in which requests fail on purpose."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A context where failed requests may stand in the console; scripts that fail may not."""
    errors: list[str] = []
    context = browser.new_context(base_url=server, viewport={"width": 1440, "height": 900})
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert not errors
