"""A lesson file from disk in a Firefox that gives pages no storage and no workers."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser import FIREFOX, find
from tests.firefox import launch
from tests.offline import PICTURE, check, opened, written

WITHOUT_STORAGE = {"dom.storage.enabled": False, "dom.indexedDB.enabled": False}
WITHOUT_WORKERS = 'window.Worker = class { constructor() { throw new DOMException("forbidden", "SecurityError"); } };'
STORAGE = "() => [window.localStorage, window.sessionStorage]"
LONG = "optimizer=sgd,lr=0.07&optimizer=adam&start=A,-8,1.2&steps=10000&step=12&ui=full"  # a worker would compute it


def test_a_lesson_file_plays_and_slides_without_storage_and_workers(playwright: Playwright, tmp_path: Path) -> None:
    path = find(FIREFOX)
    assert path, FIREFOX.missing
    with launch(playwright, path, WITHOUT_STORAGE) as browser:
        with opened(browser, written(tmp_path), WITHOUT_WORKERS) as page:
            assert page.evaluate(STORAGE) == [None, None]
            with pytest.raises(Exception, match="forbidden"):
                page.evaluate("() => new Worker('')")
            check(page)
        with opened(browser, written(tmp_path, LONG, "long.html"), WITHOUT_WORKERS) as page:
            before = page.evaluate(PICTURE)
            page.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft")
            page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
            expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
