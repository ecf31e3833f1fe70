"""The fixture of tests in which requests fail on purpose."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.tabs import Tabs, listening


@pytest.fixture
def context(tabs: Tabs) -> Iterator[BrowserContext]:
    """A context where failed requests may stand in the console; scripts that fail may not."""
    errors: list[str] = []
    context = tabs.context()
    with listening(context, weberror=lambda error: errors.append(str(error.error))):
        yield context
        context.unroute_all(behavior="ignoreErrors")
        tabs.rest()
    assert not errors
