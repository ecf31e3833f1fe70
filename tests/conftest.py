"""The fixtures of the tests of the page, and their order."""

import gc
import importlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from app.work import Work
from tests import soundness
from tests.browser import CHROMIUM, FLAGS, find
from tests.hosting import Host, host_page, serve_folder
from tests.serving import serve
from tests.tabs import FLAG, Tabs, listening
from tests.waiting import wait_for_function
from tests.working import Here

expect.set_options(timeout=30_000)  # ms: under load the usual 5 s are over before anything is wrong
# The files that take longest, those without a browser and those with one, as pytest --durations=0 shows. The last files
# of all have to be short ones: while a long one ends, the other processes have nothing left to do.
LONGEST = (
    *("test_tuning.py", "test_reference.py", "test_code_pytorch.py", "test_cli.py", "test_lesson_file.py"),
    *("test_poster_png.py", "test_form_bits.py", "test_engine.py", "test_lines.py", "test_faults.py"),
    *("test_verdict.py", "test_twins_verdict.py", "test_engine_why.py", "test_explanation.py", "test_price.py"),
    *("test_fairness.py", "test_twins_draws.py", "test_landmarks.py", "test_continuation.py", "test_truth.py"),
    *("test_code_numpy.py", "test_nginx.py"),
    *("test_connection.py", "test_memory.py", "test_schemathesis.py", "test_workers.py", "test_plotly_figure.py"),
    *("test_firefox.py", "test_accessibility.py", "test_page_security.py", "test_page_offline.py"),
    *("test_page_starts.py", "test_page_share.py", "test_embed_locks.py", "test_page_playback.py"),
    *("test_page_address.py", "test_page_why.py", "test_page_busy.py", "test_page_requests.py"),
    *("test_embed.py", "test_page_controls.py", "test_page_drawing.py", "test_embed_host.py"),
    *("test_course_material.py", "test_page_keyboard.py", "test_page_compare.py", "test_embed_many.py"),
    *("test_page_lessons.py", "test_page_ring.py", "test_page_room.py", "test_embed_element.py"),
    *("test_page_zoom.py", "test_page_narrow.py", "test_page_3d.py", "test_page_crowd.py"),
)
hypothesis.settings.register_profile("quick", max_examples=20)
# What Chromium advises authors whose page reads pixels, as Plotly's does in 3-D.
ADVICE = ("GL Driver Message (OpenGL, Performance", "Canvas2D: Multiple readback operations")
# A request to any other host fails, which a watched page is not forgiven. To hear of every request takes Playwright as
# long as an eighth of what a page takes to load.
HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
SOUND = "soundness/passed"  # in pytest's cache: the fingerprint of the library that was sound
ABORTED = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # as Chromium and Firefox say it
# What Firefox says in a worker whose page leaves while it loads. Of a module that is not there it complains besides.
LEFT = "error loading dynamically imported module"


class OpenPage(Protocol):
    """Opens a watched page; ``options`` are those of a browser context, such as viewport, color_scheme, has_touch."""

    def __call__(self, **options: Any) -> Page: ...


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to test a library with a rule or a surface that is not sound; say what is wrong, with file and line.

    That takes seconds, so a library that was sound is looked at again only after a change of its source, of what looks
    at it, or of what it runs on.
    """
    if hasattr(config, "workerinput"):  # pytest-xdist begins no worker before this has passed
        return
    now = soundness.fingerprint()
    cache: pytest.Cache | None = getattr(config, "cache", None)  # None with -p no:cacheprovider
    if cache and cache.get(SOUND, "") == now:
        return
    if found := [str(error) for error in soundness.problems()]:
        raise pytest.UsageError("\n".join(found))
    if cache:
        cache.set(SOUND, now)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without a search for garbage, and leave modules and tests out of all later ones.

    There are so many objects that each search would take about a second.
    """
    gc.disable()
    result = yield
    gc.enable()
    gc.freeze()
    return result


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or torch, and put the files that take longest first, so that all processes end at once.

    Files that need a browser come last: Playwright's event loop is in the way of a test that starts its own.
    """
    for item in items:
        for name in {"browser", "torch"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(name)
    late = {item.path for item in items if item.get_closest_marker("browser")}
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (item.path in late, order.get(item.path.name, len(order))))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    """The only pool of every application, in the process of the test."""
    pool = Here()
    monkeypatch.setattr(Work, "_pool", lambda work, price: pool)
    return pool


@pytest.fixture(scope="session")
def torch() -> Any:
    """The module, imported only where it is used: that takes seconds."""
    return importlib.import_module("torch")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server, without a slash at the end."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    # Playwright's own calls eval in the page, which the page's policy forbids; tests need not know. That a method is
    # replaced is what mypy has to overlook.
    Page.wait_for_function = Frame.wait_for_function = wait_for_function  # type: ignore[assignment, method-assign]
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium. Where there is none the test fails: it is never skipped."""
    path = find(CHROMIUM)
    if path is None:
        pytest.fail(CHROMIUM.missing, pytrace=False)
    chromium = playwright.chromium.launch(executable_path=path, args=[*FLAGS, FLAG, HERE])
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def all_tabs(browser: Browser, server: str) -> Tabs:
    """The tabs of all files."""
    return Tabs(browser, server)


@pytest.fixture(scope="module")
def tabs(all_tabs: Tabs) -> Iterator[Tabs]:
    """The same, for one file, at whose end they are closed."""
    yield all_tabs
    all_tabs.close()


@pytest.fixture
def open_page(tabs: Tabs, server: str) -> Iterator[OpenPage]:
    """Opens pages; fails at the end if one complained, asked another origin or left something behind."""
    problems: list[str] = []
    with ExitStack() as stack:
        watched: list[BrowserContext] = []

        def open_page(**options: Any) -> Page:
            page = tabs.open(**options)
            if page.context not in watched:
                watched.append(page.context)
                stack.enter_context(_watch(page.context, server, problems))
            return page

        yield open_page
        tabs.rest()
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which another site serves it."""
    folder = tmp_path_factory.mktemp("site")
    with serve_folder(folder) as address:
        yield folder, address


@pytest.fixture
def host(tabs: Tabs, site: tuple[Path, str], server: str) -> Iterator[Host]:
    """A page of that site with frames of ours; fails at the end if one complained."""
    with host_page(tabs, *site, server) as page:
        yield page


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A watched page of 1440 × 900 pixels, still blank: begin with ``page.goto("/")``."""
    return open_page()


@contextmanager
def _watch(context: BrowserContext, origin: str, problems: list[str]) -> Iterator[None]:
    """Note in ``problems`` what the tabs of ``context`` complain of or ask of another origin.

    The policy of every page forbids other origins, and Chromium complains of what it forbids.
    """

    def console(message: ConsoleMessage) -> None:
        # A tab that rests on /healthz has no icon, and sometimes Chromium looks for one; all pages of ours name theirs.
        looks_for_icon = urlsplit(message.location["url"]).path == "/favicon.ico"
        advises = message.type == "warning" and any(text in message.text for text in ADVICE)
        if message.type in ("error", "warning") and not looks_for_icon and not advises:
            problems.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" != origin:
            problems.append(f"request to another origin: {request.url}")

    def failed(request: Request) -> None:
        if request.failure not in ABORTED:  # the page gives up what a newer request has overtaken
            problems.append(f"request failed: {request.url} {request.failure}")

    def error(error: WebError) -> None:
        if not str(error.error).startswith(LEFT):
            problems.append(f"page error: {error.error}")

    listeners: dict[str, Callable[[Any], None]] = {"console": console, "weberror": error, "requestfailed": failed}
    if context.browser and context.browser.browser_type.name != "chromium":  # there, see HERE
        listeners["request"] = request
    with listening(context, **listeners):
        yield
