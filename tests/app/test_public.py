"""The address of the service, in whatever names it."""

import pytest

from tests.answers import client

CLIENT = client()


@pytest.mark.parametrize("host", ["x" * 301, "x" * 60_000, "a b", "evil.example/x", "evil.example@testserver", ""])
def test_a_host_that_is_none_is_not_repeated(host: str) -> None:
    for path in ("/oembed?url=http://testserver/", "/export.bib"):
        usual, odd = CLIENT.get(path), CLIENT.get(path, headers={"host": host})
        assert (odd.status_code, odd.text) == (200, usual.text)
