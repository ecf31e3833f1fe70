"""The module of rules and surfaces for the page's engine: a static file, and an error for what is missing in it."""

import logging

import pytest

from app import engine
from app.engine import ENGINE, engine_module
from optimizers.export.page_module import PageModule, page_module
from tests.answers import client, state


def test_it_is_a_file_that_is_kept_for_ever() -> None:
    served = client()
    response = served.get(f"/{state(served).pages.assets}/{ENGINE}")
    assert response.text == page_module().text
    assert response.headers["content-type"].split(";")[0] == "text/javascript"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_cannot_be_translated_is_logged_by_its_name(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refused = {"surface booth": "FormError: booth.py, line 7: a call of cube is not part of the form"}
    monkeypatch.setattr(engine, "page_module", lambda: PageModule("export {};", refused))
    engine_module.cache_clear()
    with caplog.at_level(logging.ERROR):
        assert engine_module() == b"export {};"
    engine_module.cache_clear()
    (said,) = caplog.messages
    assert said.startswith("surface booth cannot be translated")
    assert said.endswith(refused["surface booth"])
