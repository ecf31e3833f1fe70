"""Firefox as it is installed, under Playwright.

Playwright drives it by WebDriver BiDi, but takes for granted commands that Debian's Firefox 140 does not have yet, and
evaluates scripts with an eval that the page's policy forbids there. So Playwright starts this file instead. It starts
Firefox, relays every message and mends these two. What stands in for a command does nothing, so that a context's
``color_scheme``, ``reduced_motion`` and downloads have no effect. Playwright does not hear of changes to the history
there.
"""

import asyncio
import json
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

if TYPE_CHECKING:  # the relay starts faster without
    from playwright.sync_api import Browser, Playwright

LISTENING = "WebDriver BiDi listening on "
UNLIMITED: dict[str, Any] = {"max_size": None, "compression": None, "ping_interval": None}
OPTIONAL = {
    "browser.setDownloadBehavior",
    "emulation.setMediaFeaturesOverride",
    "emulation.setScreenOrientationOverride",
    "emulation.setScreenSettingsOverride",
    "network.addDataCollector",
}
EVALUATE = "(utilityScript, ...args) => utilityScript.evaluate(...args)"
EXPRESSION = 3  # its place among the arguments
EVALUATE_INLINE = """(utilityScript, ...args) =>
    Object.create(utilityScript, {global: {value: {eval: () => (EXPRESSION
    )}}}).evaluate(...args)"""
PREFERENCES: dict[str, str | float | bool] = {
    "fission.autostart": False,  # else the pointer does not reach into frames of another site
    "ui.prefersReducedMotion": 1,  # as in the other browsers' contexts, see tabs.py
}
EXTEND = "injectedScript.extend("  # what fill needs, with an eval of its own
EXTEND_INLINE = """(injectedScript, {arg}) => {
    const module = {};
    SOURCE
    new (module.exports.default())(injectedScript, arg);
}"""


@contextmanager
def launch(
    playwright: "Playwright", path: str, preferences: Mapping[str, str | float | bool] = MappingProxyType({})
) -> "Iterator[Browser]":
    """Give the Firefox at ``path``, headless, driven by Playwright. preferences: beside ``PREFERENCES``."""
    with TemporaryDirectory() as folder:
        starter = Path(folder) / "firefox"
        starter.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, __file__, path])} "$@"\n', "utf-8")
        starter.chmod(0o700)
        browser = playwright.firefox.launch(
            executable_path=starter, channel="moz-firefox", firefox_user_prefs={**PREFERENCES, **preferences}
        )
        yield browser
        browser.close()


async def relay(command: list[str]) -> int:
    """Run Firefox, listen in its place, and return its exit status."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr
    while line := (await firefox.stderr.readline()).decode():
        if found := re.search(rf"{LISTENING}(\S+)", line):
            break
        _say(line)
    else:
        return await firefox.wait()

    async def accept(playwright: ServerConnection) -> None:
        async with connect(f"{found[1]}/session", **UNLIMITED) as browser:
            sent: dict[int, str] = {}
            ways = [asyncio.create_task(way(playwright, browser, sent)) for way in (_forth, _back)]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)

    async with serve(accept, "127.0.0.1", 0, **UNLIMITED) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        _say(f"{LISTENING}ws://127.0.0.1:{port}\n")
        while line := (await firefox.stderr.readline()).decode():
            _say(line)
        return await firefox.wait()


async def _forth(playwright: ServerConnection, browser: ClientConnection, sent: dict[int, str]) -> None:
    async for text in playwright:
        message = json.loads(text)
        sent[message["id"]] = message["method"]
        if message["params"].get("functionDeclaration") == EVALUATE:
            arguments = message["params"]["arguments"]
            expression = arguments[EXPRESSION]["value"]
            if EXTEND in expression:
                expression = EXTEND_INLINE.replace("SOURCE", max(_texts(arguments), key=len))
            message["params"]["functionDeclaration"] = EVALUATE_INLINE.replace("EXPRESSION", expression)
        await browser.send(json.dumps(message))


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts in ``value``, which is of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


async def _back(playwright: ServerConnection, browser: ClientConnection, sent: dict[int, str]) -> None:
    async for text in browser:
        message = json.loads(text)
        method = sent.pop(message["id"], "") if message.get("id") else ""
        if method in OPTIONAL and message.get("error") == "unknown command":
            message = {"type": "success", "id": message["id"], "result": {"collector": ""}}
        await playwright.send(json.dumps(message))


def _say(line: str) -> None:
    print(line, end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(relay(sys.argv[1:])))
