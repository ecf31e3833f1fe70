"""A node for tests that compare the page's code with the library's."""

import json
from collections.abc import Iterator

import pytest

from app.catalog import catalog
from optimizers.query.choices import Limits
from tests.javascript import Ask, javascript

CATALOG = json.loads(json.dumps(catalog(Limits())))


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """A node that knows the catalog."""
    with javascript() as asked:
        asked("catalog", CATALOG)
        yield asked
