"""Playback: the browser's clock plays the run, the reader stops, steps and scrubs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import computing, expect_address, ink, loss, settle, visit, visit_light, without_plotly


def at(page: Page, step: int, steps: int = 120) -> None:
    """Expect the page to show ``step``."""
    expect(page.locator(".player-reading")).to_have_text(f"step {step} of {steps}")
    expect(page.locator(".player-scrub")).to_have_value(str(step))


def now(page: Page) -> int:
    return int(page.locator(".player-scrub").input_value())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def stop_the_clock(page: Page) -> None:
    """From here on time passes only in ``page.clock.run_for``; the server answers in real time."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def test_step_by_step_and_by_scrubbing(page: Page) -> None:
    visit_light(page)
    at(page, 120)
    last = loss(page, "SGD A")
    press(page, "Step back")
    at(page, 119)
    expect_address(page, "step=119")
    press(page, "To the start")
    at(page, 0)
    expect_address(page, "step=0")
    assert loss(page, "SGD A") == "50"  # ½ (8² + 25 · 1.2²)
    press(page, "Step back")
    at(page, 0)
    press(page, "Step forward")
    at(page, 1)
    press(page, "To the end")
    at(page, 120)
    expect_address(page, without=["step="])
    press(page, "Step forward")
    at(page, 120)
    expect(page.locator(".score-table tbody tr").first.locator("td").first).to_have_text(last)
    expect_scrubbing_by_hand_and_by_key(page)


def expect_scrubbing_by_hand_and_by_key(page: Page) -> None:
    scrub = page.get_by_role("slider", name="Step", exact=True)
    scrub.fill("46")
    at(page, 46)
    expect(scrub).to_have_attribute("aria-valuetext", "step 46 of 120")
    scrub.press("ArrowRight")
    at(page, 47)
    scrub.press("Home")
    at(page, 0)
    expect_address(page, "step=0")


def test_the_browsers_clock_plays_the_run_in_eight_seconds_and_pause_and_speeds_do_what_they_say(
    open_page: OpenPage,
) -> None:
    page = open_page(alone=True)  # a clock is that of all tabs of a context
    visit_light(page)
    stop_the_clock(page)
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)  # no frame has passed
    page.clock.run_for(4000)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert 58 <= now(page) <= 60
    page.clock.run_for(4100)
    at(page, 120)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_pause_to_keep_the_step(page)
    press(page, "To the end")
    page.clock.run_for(100)
    at(page, 120)
    expect_speeds(page)


def expect_pause_to_keep_the_step(page: Page) -> None:
    """And play goes on from it."""
    press(page, "Play")
    page.clock.run_for(2000)
    press(page, "Pause")
    page.clock.run_for(100)
    paused = now(page)
    assert 28 <= paused <= 30
    page.clock.run_for(3000)
    at(page, paused)
    expect_address(page, f"step={paused}")
    press(page, "Play")
    page.clock.run_for(2000)
    assert 58 <= now(page) <= 60
    press(page, "Step forward")  # stops too
    page.clock.run_for(100)
    stepped = now(page)
    page.clock.run_for(2000)
    at(page, stepped)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def expect_speeds(page: Page) -> None:
    speed = page.get_by_role("combobox", name="Speed")
    speed.select_option("4")
    press(page, "Play")
    page.clock.run_for(1000)
    assert 58 <= now(page) <= 60
    speed.select_option("0.25")
    page.clock.run_for(1000)
    assert 61 <= now(page) <= 64
    press(page, "Reset")  # is about the scenario: how fast it plays is not part of it
    page.clock.run_for(100)
    press(page, "Play")
    page.clock.run_for(1000)
    expect(speed).to_have_value("0.25")
    assert 3 <= now(page) <= 4


def test_the_space_bar_plays_where_no_control_needs_it_and_sliders_work_meanwhile(open_page: OpenPage) -> None:
    page = open_page(alone=True)  # a clock is that of all tabs of a context
    visit_light(page)
    computing(page)
    stop_the_clock(page)
    expect_sliders_to_work_while_it_plays(page)
    press(page, "To the end")
    page.clock.run_for(100)
    page.locator("body").evaluate("(body) => body.ownerDocument.activeElement.blur()")
    page.keyboard.press("Space")
    page.clock.run_for(1000)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    page.clock.run_for(500)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.get_by_role("checkbox", name="Run SGD").press("Space")
    page.clock.run_for(500)
    expect(page.get_by_role("checkbox", name="Run SGD")).not_to_be_checked()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    field = page.get_by_role("textbox", name="Start A, x", exact=True)
    field.press("Space")
    page.clock.run_for(500)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def expect_sliders_to_work_while_it_plays(page: Page) -> None:
    press(page, "Play")
    page.clock.run_for(1000)
    before = now(page)
    page.get_by_role("slider", name="Adam learning rate").press("ArrowLeft")
    page.clock.run_for(1000)
    assert now(page) > before
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect_address(page, without=["optimizer=adam,lr=0.3,"])


def test_a_step_in_the_address_is_shown(page: Page) -> None:
    visit(page, "step=46")
    at(page, 46)
    drawn = page.locator(".plotly-host").first.evaluate("(host) => host.data.findLast((trace) => trace.meta).x.length")
    assert drawn == 47
    press(page, "Step forward")
    settle(page)
    drawn = page.locator(".plotly-host").first.evaluate("(host) => host.data.findLast((trace) => trace.meta).x.length")
    assert drawn == 48
    expect_address(page, "step=47")


def pass_time(page: Page, until: Callable[[], bool]) -> None:
    """Move the page's clock on, frame by frame, until something is seen that needs the server."""
    for _ in range(600):
        page.clock.run_for(16)
        if until():
            return
        page.wait_for_timeout(20)  # the clock of the page stands still, and the server answers in real time
    raise AssertionError("nothing was seen")


def until_it_plays(page: Page) -> None:
    pause = page.get_by_role("button", name="Pause")
    pass_time(page, lambda: pause.count() > 0)
    expect(pause).to_be_visible()


def test_it_plays_once_on_arrival_unless_the_reader_acts_before_it_begins(open_page: OpenPage) -> None:
    page = open_page(alone=True, reduced_motion="no-preference")
    without_plotly(page)
    stop_the_clock(page)
    expect_one_run_over_the_finished_paths(page)
    expect_a_page_that_stands_still_for_who_acts_before(page)
    expect_the_reader_to_end_it(page)


def expect_one_run_over_the_finished_paths(page: Page) -> None:
    page.goto("/")
    until_it_plays(page)
    page.clock.run_for(32)
    began, canvas = now(page), page.locator(".plot-canvas").first
    early = ink(canvas)
    page.clock.run_for(1000)
    assert 28 <= now(page) - began <= 32, "a whole run takes four seconds"
    page.clock.run_for(4000)
    at(page, 120)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_address(page, without=["step="])
    assert began < 10
    assert early > ink(canvas) / 4, "the whole path is there from the first frame on, pale"


def expect_a_page_that_stands_still_for_who_acts_before(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Shift")
    page.mouse.move(5, 5)
    pass_time(page, lambda: page.locator(".player-reading").inner_text() == "step 120 of 120")
    for _ in range(6):
        page.clock.run_for(1000)
        assert now(page) == 120
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def expect_the_reader_to_end_it(page: Page) -> None:
    for place, act in enumerate(("pause", "touch", "key")):
        page.goto("/?steps=500")
        page.mouse.move(15 + place, 5)  # otherwise it begins some seconds later
        until_it_plays(page)
        if act == "pause":
            press(page, "Pause")
            page.clock.run_for(100)
            assert now(page) < 500
        else:
            if act == "touch":
                page.locator(".verdict").click()
            else:
                page.keyboard.press("Tab")
            page.clock.run_for(100)
            at(page, 500, 500)
        expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_step_in_the_address_is_not_played_over(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="no-preference")
    visit_light(page, "step=46")
    expect(page.locator(".slice-remark")).to_be_visible()  # asked for at rest
    at(page, 46)


def test_a_start_that_is_added_draws_its_paths(open_page: OpenPage) -> None:
    page = open_page(alone=True)
    visit_light(page)
    computing(page)
    page.emulate_media(reduced_motion="no-preference")
    stop_the_clock(page)
    press(page, "+ Add start point")
    canvas = page.locator(".plot-canvas").first
    seen = []
    for _ in range(40):
        page.clock.run_for(50)
        seen.append(ink(canvas))
    growing = [value for value in dict.fromkeys(seen) if value <= seen[-1]]
    assert len(growing) > 4, seen
    assert seen[-1] == seen[-5], "and then they are whole"


def test_nothing_plays_by_itself(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    visit_light(page)
    at(page, 120)
    moves = page.evaluate(
        "document.getAnimations().length + [...document.querySelectorAll('*')]"
        ".filter((e) => parseFloat(getComputedStyle(e).transitionDuration)).length"
    )
    assert moves == 0, "and nothing slides or fades"
    before = page.locator(".plot-canvas").first.evaluate("(canvas) => canvas.toDataURL()")
    page.wait_for_function("(start) => performance.now() > start + 400", arg=page.evaluate("performance.now()"))
    assert page.locator(".plot-canvas").first.evaluate("(canvas) => canvas.toDataURL()") == before
