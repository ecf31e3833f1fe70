"""Tabs of a context that tests share: what one leaves behind fails that one, and the next begins with nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page

from tests.tabs import Tabs

LEFT: dict[str, Callable[[Page], object]] = {
    "cookies": lambda page: page.evaluate("document.cookie = 'a=b'"),
    "storage": lambda page: page.evaluate("localStorage.setItem('a', 'b')"),
    "clock": lambda page: page.clock.install(),
}


def expect_nothing(tabs: Tabs) -> None:
    page = tabs.open()
    page.goto("/lessons")
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]
    tabs.rest()


@pytest.mark.parametrize("name", LEFT)
def test_what_a_test_leaves_behind_is_found_and_gone(tabs: Tabs, name: str) -> None:
    page = tabs.open()
    page.goto("/lessons")
    LEFT[name](page)
    with pytest.raises(AssertionError, match=name):
        tabs.rest()
    expect_nothing(tabs)


def test_after_a_crash_there_are_tabs_again(tabs: Tabs) -> None:
    page = tabs.open()
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    tabs.rest()
    expect_nothing(tabs)
