"""The address holds the state, whatever has changed; and a bad one is mended with a notice, never a blank page."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from optimizers import SURFACES
from tests.conftest import OpenPage
from tests.page_helpers import (
    add_optimizer,
    address,
    choose_surface,
    expect_address,
    handle,
    ready,
    spot,
    starts,
    visit_light,
)

FIRST = [
    "v=2",
    "surface=ellipse,kappa=25,theta=0",
    "optimizer=sgd,lr=0.07",
    "optimizer=momentum,lr=0.07,beta=0.9",
    "optimizer=rmsprop,lr=0.3,beta=0.9",
    "optimizer=adam,lr=0.3,beta1=0.9,beta2=0.999",
    "start=A,-8,1.2",
    "start=B,-0.6,4",
    "steps=120",
]


def textbox(page: Page, name: str, text: str) -> None:
    page.get_by_role("textbox", name=name, exact=True).fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


CHANGES: tuple[tuple[Callable[[Page], object], str], ...] = (
    (lambda page: textbox(page, "Elongated ellipse condition number", "9"), "surface=ellipse,kappa=9,theta=0"),
    (lambda page: textbox(page, "Number of steps", "33"), "steps=33"),
    (lambda page: textbox(page, "Start A, x", "1e-3"), "start=A,0.001,1.2"),
    (lambda page: handle(page, "B").press("Shift+ArrowUp"), "start=B,-0.6,"),
    (lambda page: page.mouse.click(*spot(page, -5, -3)), "start=C,"),
    (lambda page: textbox(page, "SGD learning rate", "1e-7"), "optimizer=sgd,lr=1e-7"),
    (lambda page: page.get_by_label("Run Momentum").uncheck(), ""),
    (lambda page: add_optimizer(page, "sgd"), "optimizer=sgd,lr=0.07"),
    (lambda page: press(page, "Overlay"), "layout=overlay"),
    (lambda page: press(page, "Theme: auto"), "theme=light"),
    (lambda page: press(page, "Step back"), "step=32"),
)


def written(page: Page, before: list[str]) -> list[str]:
    """Return the items of the address once they are no longer ``before``."""
    page.wait_for_function("(before) => decodeURIComponent(location.search.slice(1)) !== before", arg="&".join(before))
    return address(page)


def test_the_address_holds_the_state_after_every_change_and_back_undoes_it(page: Page) -> None:
    visit_light(page)
    assert address(page) == FIRST
    history = [FIRST]
    for change, item in CHANGES:
        change(page)
        history.append(written(page, history[-1]))
        assert any(found.startswith(item) for found in history[-1]), item
    assert not any(item.startswith("optimizer=momentum") for item in history[-1])

    page.reload()  # the same state again, all of it
    ready(page)
    assert address(page) == history[-1]
    expect(page.locator(".panel-name")).to_have_text(["SGD η = 1e−7", "RMSprop", "Adam", "SGD η = 0.07"])
    expect(page.locator(".player-reading")).to_have_text("step 32 of 33")
    expect(page.get_by_label("Start A, x")).to_have_value("0.001")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"

    del history[-2]  # a step is a place in the same picture, no entry of its own
    for earlier in reversed(history[:-1]):
        page.evaluate("history.back()")
        page.wait_for_function(
            "(items) => decodeURIComponent(location.search.slice(1)) === items", arg="&".join(earlier)
        )
    expect(page.get_by_label("Start A, x")).to_have_value("-8")
    expect(page.locator(".panel-title")).to_have_text(["SGD", "Momentum", "RMSprop", "Adam"])
    expect(page.locator(".player-reading")).to_have_text("step 120 of 120")
    assert page.evaluate("document.documentElement.dataset.theme") is None
    for later in history[1:]:
        page.evaluate("history.forward()")
        page.wait_for_function("(items) => decodeURIComponent(location.search.slice(1)) === items", arg="&".join(later))
    expect(page.locator(".panel")).to_have_count(1)
    expect(page.locator(".score-table tbody tr")).to_have_count(12)


@contextmanager
def one_gesture(page: Page) -> Iterator[None]:
    """What is done here lasts no time for the page, however long the machine takes for it."""
    page.clock.pause_at(page.evaluate("new Date(Date.now() + 1000).toISOString()"))
    yield
    page.clock.resume()


def test_a_gesture_is_one_entry_of_the_history(open_page: OpenPage) -> None:
    page = open_page(alone=True)  # a clock is that of all tabs of a context
    page.clock.install()
    visit_light(page)
    length = page.evaluate("history.length")
    slider = page.get_by_role("slider", name="SGD learning rate")
    with one_gesture(page):
        for _ in range(5):
            slider.press("ArrowLeft")
    expect_address(page, without=["optimizer=sgd,lr=0.07"])
    x, y = spot(page, -8, 1.2)
    with one_gesture(page):
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(5):
            page.mouse.move(x + 5 * k, y)
        page.mouse.up()
    expect_address(page, without=["start=A,-8,"])
    assert page.evaluate("history.length") == length + 2
    page.go_back()
    expect_address(page, "start=A,-8,1.2", without=["optimizer=sgd,lr=0.07"])
    page.go_back()
    expect_address(page, "optimizer=sgd,lr=0.07")


def test_reset_returns_to_the_first_load(page: Page) -> None:
    query = "surface=saddle&optimizer=adam,lr=0.2&start=P1,1,1&steps=9&layout=overlay&step=4"
    visit_light(page, query)
    first = address(page)
    assert {"start=P1,1,1", "steps=9", "layout=overlay", "step=4"} <= set(first)
    choose_surface(page, "rosenbrock")
    expect_address(page, "surface=rosenbrock,a=1,b=100")
    press(page, "Side by side")
    press(page, "+ Add start point")
    page.get_by_label("Run SGD").check()
    expect_address(page, "optimizer=sgd,lr=0.001")
    press(page, "Reset")
    expect_address(page, *first, without=["optimizer=sgd"])
    assert address(page) == first
    expect(page.locator(".player-reading")).to_have_text("step 4 of 9")
    expect(page.locator(".start-row")).to_have_count(1)
    expect(page.locator(".surface-menu")).to_have_text(SURFACES["saddle"].title)
    page.go_back()
    expect_address(page, "optimizer=sgd,lr=0.001")


def test_a_link_of_version_1_shows_what_it_meant_and_is_written_in_the_words_of_version_2(page: Page) -> None:
    visit_light(page, "v=1&surface=rosenbrock&optimizer=adam,schedule=inverse-sqrt,warmup=9&start=A,-1.2,1&steps=60")
    expect(page.locator(".notice")).to_have_count(0)
    assert address(page) == [
        "v=2",
        "surface=rosenbrock,a=1,b=100",
        "optimizer=adam,lr=0.02,beta1=0.9,beta2=0.999,schedule=inverse-sqrt-restarted,warmup=9",
        "start=A,-1.2,1",
        "steps=60",
        "target=loss",
    ]
    page.locator(".surface-form summary").filter(has_text="counts as reached").click()
    target = page.get_by_role("group", name="Counts as reached")
    expect(target.get_by_role("button", name="Loss")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("textbox", name="Scenario tolerance")).to_have_value("0.0001")


def test_a_link_of_a_later_version_is_told_to_be_one(page: Page) -> None:
    visit_light(page, "v=3&steps=7")
    expect(page.locator(".notice")).to_contain_text(
        "The parameter v cannot be 3. Allowed: 1 or 2, the versions that this program reads."
    )
    assert {"v=2", "steps=7"} <= set(address(page))


def test_with_the_target_goes_a_tolerance_that_was_at_its_default(page: Page) -> None:
    visit_light(page, "steps=7&optimizer=sgd")
    form = page.locator(".surface-form")
    form.locator("summary").filter(has_text="counts as reached").click()
    tolerance = form.get_by_role("textbox", name="Scenario tolerance")
    target, hint = (
        form.get_by_role("group", name="Counts as reached"),
        form.locator("fieldset .hint, details .hint").last,
    )
    expect(hint).to_have_text(
        "A run has reached a minimum when it is inside the ring around it: within 0.112, which is 0.5 % "
        "of the plot's diagonal."
    )
    target.get_by_role("button", name="Loss").click()
    expect(tolerance).to_have_value("0.0001")
    expect(hint).to_contain_text("0.01 % of the way down from f(start)")
    expect_address(page, "target=loss", without=["tolerance"])
    target.get_by_role("button", name="Distance to a minimum").click()
    expect(tolerance).to_have_value("0.005")
    expect_address(page, "steps=7", without=["target", "tolerance"])
    tolerance.fill("0.02")
    target.get_by_role("button", name="Loss").click()
    expect_address(page, "target=loss", "tolerance=0.02")


def test_what_trackers_append_is_dropped_without_a_word_and_a_plus_is_a_space(page: Page) -> None:
    visit_light(page, "utm_source=forum&steps=7&fbclid=x%FF&optimizer=sgd,+lr=+1e+0&UTM_Medium=a+b&title=The+ravine")
    expect(page.locator(".notice")).to_have_count(0)
    written = address(page)
    assert {"optimizer=sgd,lr=1", "steps=7", "title=The ravine"} <= set(written)
    assert not [item for item in written if "utm" in item.lower() or "clid" in item]


MANY = "&".join(f"start=L{k},{k / 9},1" for k in range(27))
BAD: dict[str, tuple[str, ...]] = {  # a query, and what the notices must name
    "surface=no-such-surface&optimizer=no-such-optimizer&start=A&steps=0": (
        "no-such-surface",
        "no-such-optimizer",
        "label,x,y",
        "1 to 10000",
    ),
    "surface=ellipse,kapa=3&optimizer=&steps=1e9": ("kapa", "optimizer", "1e9"),
    "optimizer=sgd,speed=1&optimizer=sgd,lr=0.1,lr=0.2&steps=10&steps=20": ("speed", "0.2", "20"),
    "optimizer=sgd,lr=nan&optimizer=adam,lr=1e999&optimizer=sgd,lr=-1": ("nan", "1e999", "-1"),
    "optimizer=momentum,beta=1&optimizer=sgd,lr=": ("beta of optimizer momentum", "lr of optimizer sgd"),
    f"{MANY}&layout=round": ("at most 26", "round"),
    "start=A,1,1&start=A,2,2&theme=pink&step=1e3&nonsense": ("no other start has", "pink", "1e3", "nonsense"),
    "surface=ellipse&" + "x=1&" * 2300: ("characters",),
    "start=%FF%FE,1,1": ("UTF-8",),
    "start=<img src=x onerror=alert(1)>,1,1&start=%3Cb%3EB%3C/b%3E,2,2": ("<img src=x onerror=alert(1)>", "<b>B</b>"),
}


def test_a_bad_address_is_mended_and_told(page: Page) -> None:
    notice = page.locator(".notice")
    for query, names in BAD.items():
        visit_light(page, query)
        expect(notice.first).to_be_visible()
        noticed = " ".join(notice.all_inner_texts())
        for name in names:
            assert name in noticed, query
        assert page.locator(".notice img, .notice b, .start-label *").count() == 0, "what was written stays text"
        expect(page.locator(".plot-svg .path").first).to_be_attached()
        assert re.fullmatch(r"step \d+ of \d+", page.locator(".player-reading").inner_text())
    while notice.count():
        count = notice.count()
        page.get_by_role("button", name="Dismiss").first.click()
        expect(notice).to_have_count(count - 1)
    page.reload()  # the mended address is a good one
    ready(page)
    expect(notice).to_have_count(0)


GOOD = (
    "optimizer=sgd,lr=1e+100",  # diverges in one step
    "start=A,0,0&start=B,0.6,0",  # at the minimum exactly
    "surface=saddle&start=A,0,0",  # at the saddle exactly
    "start=Ä1,1,1&start=日本,-2,1",
    "optimizer=sgd,lr=0.07&optimizer=sgd,lr=0.02",
    "surface=rosenbrock,a=1,b=1000&steps=1",
    "surface=saddle,wall=0&steps=3000",
)


def test_extreme_but_legal_addresses_are_drawn_without_a_word(page: Page) -> None:
    for query in GOOD:
        visit_light(page, query)
        expect(page.locator(".notice")).to_have_count(0)
        found = address(page)
        for item in query.split("&"):
            assert any(part.startswith(item) for part in found), (item, found)
        assert "NaN" not in page.locator("main").inner_text()
        assert "Infinity" not in page.locator("main").inner_text()


def test_a_start_at_the_minimum_stays_there(page: Page) -> None:
    visit_light(page, "start=A,0,0")
    for row in page.locator(".score-table tbody tr").all():
        expect(row.locator("td").first).to_have_text("0")
    assert starts(page, "A") == {"A": (0, 0)}
