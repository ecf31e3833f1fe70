"""A node for tests that compare the page's code with the library's."""

import json
from collections.abc import Iterator

import pytest

from app.catalog import catalog, for_pages
from optimizers.query.choices import Limits
from tests.javascript import Ask, javascript

CATALOG = json.loads(json.dumps(catalog(Limits())))
PACKED = json.loads(for_pages(Limits()))
"""The catalog as pages load it."""


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """A node that has read the catalog as a page does."""
    with javascript() as asked:
        asked("catalog", PACKED)
        yield asked
