"""The lesson file in Chromium; tests/page/test_firefox.py opens one too."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from optimizers import Scenario, simulate, verdict
from tests.offline import PICTURE, QUERY, check, check_pointer, opened, written


def test_it_plays_from_disk_without_a_request(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path)) as page:
        check(page)
        check_pointer(page, page.locator(".step-tip").first)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".print-poster")).to_be_hidden()  # of another step than the author's there is no picture,
        expect(page.locator(".panel-list .start-label").first).to_be_visible()  # so the plots are printed as they are
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_printing_it_shows_the_author_s_picture(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, f"{QUERY}&theme=dark")) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".print-poster .plot-svg")).to_have_count(2)
        expect(page.locator(".print-poster .path").first).to_be_visible()
        expect(page.locator(".panel-list")).to_be_hidden()
        expect(page.locator(".controls")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_with_plotly_it_hovers_zooms_and_slides_without_a_request(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, f"{QUERY}&plotly=1")) as page:
        page.mouse.move(640, 300)  # the reader turns to the plots: Plotly draws them
        page.wait_for_selector(".plot.is-committed")
        check_pointer(page, page.locator(".hoverlayer").first)
        expect(page.locator(".zoom-size")).to_have_text("")
        before = page.evaluate(PICTURE)
        page.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft")
        page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
        page.wait_for_selector(".plot.is-committed")


def test_a_damaged_file_says_so_and_keeps_the_picture(browser: Browser, tmp_path: Path) -> None:
    text = written(tmp_path).read_text("utf-8")
    packed = text.index('id="modules">') + 2000
    context = browser.new_context()
    pages = []
    for k, (content, said) in enumerate(
        (
            (text[: len(text) * 2 // 3], "The script of this file does not run"),
            (text[: text.rindex("</script>") - 40], "The script of this file does not run"),
            (text[:packed] + "AAAA" * 8 + text[packed + 32 :], "This file is damaged"),
        )
    ):
        broken = tmp_path / f"broken{k}.html"
        broken.write_text(content, "utf-8")
        page = context.new_page()
        page.goto(broken.as_uri())
        pages.append((page, said))
    for page, said in pages:  # all of them wait for their script at the same time
        expect(page.locator(".notice:visible")).to_contain_text(said)
        expect(page.locator(".plot-svg .path").first).to_be_visible()
    context.close()


FORBIDDEN = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "Worker", "SharedWorker"]) {
    Object.defineProperty(globalThis, name, {get() { throw new DOMException("forbidden", "SecurityError"); }});
}"""
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (!text.data.trim() || text.parentElement.closest("script, style, svg, math, [translate=no]")) continue;
        const font = document.createElement("font");
        text.replaceWith(font);
        font.append(text);
    }
}"""


def test_storage_and_workers_forbidden_and_translated_it_goes_on(browser: Browser, tmp_path: Path) -> None:
    whole = "optimizer=sgd,lr=0.07&optimizer=adam&start=A,-8,1.2&steps=60&ui=full&show=why,chart,scoreboard&step=12"
    with opened(browser, written(tmp_path, whole), FORBIDDEN) as page:
        acts: list[Callable[[], object]] = [
            lambda: page.get_by_role("button", name="Step back").click(),
            lambda: page.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft"),
            lambda: page.get_by_role("button", name="Overlay").click(),
            lambda: page.get_by_role("button", name="Add start point").click(),
            lambda: page.get_by_role("button", name="Play", exact=True).click(),
        ]
        page.get_by_role("combobox", name="Speed").select_option("4")
        for act in acts:
            page.evaluate(TRANSLATE)
            before = page.evaluate(PICTURE)
            act()
            page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
            page.wait_for_selector("body[data-settled]")
        expect(page.locator(".player-reading")).to_contain_text("60 of 60")


SLIDE = """(slider) => new Promise((resolve) => { // it never rests in between
    const said = new Set();
    const verdict = document.querySelector(".verdict");
    const before = verdict.textContent;
    const slide = () => {
        if (verdict.textContent !== before) said.add(verdict.textContent);
        if (said.size === 3) return resolve([...said]);
        slider.stepUp(3);
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        requestAnimationFrame(slide);
    };
    slide();
})"""
LINES = "[...document.querySelectorAll('.plot .contour')].map((line) => line.getAttribute('d')).join()"
STATE = re.compile(r'(id="state">)(.*?)(</script>)')
AUTHOR = "You see the scenario that the author saved."


def edited(file: Path, state: str | None) -> None:
    """Write another state into a lesson file, or none."""
    text = file.read_text("utf-8")
    file.write_text(STATE.sub(lambda found: f"{found[1]}{state}{found[3]}" if state is not None else "", text), "utf-8")


def test_a_file_that_was_edited_shows_the_nearest_legal_scenario(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path)
    found = STATE.search(file.read_text("utf-8"))
    assert found
    island = json.loads(found[2])

    def query(text: str) -> str:
        return json.dumps({**island, "query": text}).replace("<", "\\u003c")

    unknown = "The changed scenario cannot be read"
    with opened(browser, file) as page:
        picture = page.evaluate(PICTURE)
        for state, notices in (
            (query(island["query"].replace("lr=0.07", "lr=0.075")), []),
            (query("surface=ellipse,kappa=4&optimizer=sgd,lr=2&start=A,1,1&steps=9"), []),
            (
                query("surface=ellipse&optimizer=<img src=x>&start=A,1e9,1&steps=0"),
                ["“<img src=x>”", "x of start A cannot be 1e9. Allowed: a number from -1000000", "steps cannot be 0"],
            ),
            (query("surface=elipse"), ["Unknown surface elipse"]),
            (query(""), [unknown]),
            (found[2][:40], [unknown]),
            (None, [unknown]),
        ):
            edited(file, state)
            page.reload()
            page.wait_for_selector("body[data-settled]")
            said = page.locator(".notice").all_inner_texts()
            if "kappa=4" in (state or ""):
                assert said == []
                expect(page.locator(".verdict")).to_contain_text("its rate 2 is above 2/λmax = 0.5")
                expect(page.locator(".player-reading")).to_have_text("step 9 of 9")
                continue
            assert len(said) == len(notices)
            assert all(part in text for part, text in zip(notices, said, strict=True)), said
            is_author = notices in ([unknown], ["Unknown surface elipse"])
            assert (page.evaluate(PICTURE) == picture) is is_author
            assert is_author or not any(AUTHOR in text for text in said)


def test_a_look_that_was_edited_is_the_nearest_legal_one(browser: Browser, tmp_path: Path) -> None:
    """Layout, theme, colors, region, step and locks change; what is not legal is said, and what needs the server."""
    file = written(tmp_path, f"{QUERY}&theme=light")
    found = STATE.search(file.read_text("utf-8"))
    assert found
    island = json.loads(found[2])
    view = {"layout": "overlay", "theme": "dark", "colormap": "viridis", "region": [-2, 2, -1, 1], "step": 90}
    embed = {"lock": ["lr"], "title": "Another ravine"}
    changed = {**island, "view": {**island["view"], **view}, "embed": {**island["embed"], **embed}}
    edited(file, json.dumps(changed))
    with opened(browser, file) as page:
        assert [text.splitlines()[0] for text in page.locator(".notice").all_inner_texts()] == [
            "The parameter step cannot be 90. Allowed: a whole number from 0 to 60.",
            "The parameter title cannot be “Another ravine”. Allowed: what the author saved; anything else needs the "
            "server.",
        ]
        expect(page.locator(".plot-canvas")).to_have_count(1)
        expect(page.locator("html[data-theme=dark][data-colormap=viridis]")).to_have_count(1)
        expect(page.locator(".player-reading")).to_have_text("step 60 of 60")
        expect(page.get_by_role("slider", name="SGD learning rate", exact=True)).to_be_disabled()
        expect(page.get_by_role("slider", name="Adam", exact=False).last).to_be_enabled()
        before = page.evaluate(PICTURE)
    edited(file, json.dumps({**changed, "view": {**changed["view"], "theme": "light"}}))
    with opened(browser, file) as page:
        assert page.evaluate(PICTURE) != before


def test_the_numbers_of_the_surface_change_and_the_verdict_follows(browser: Browser, tmp_path: Path) -> None:
    query = "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=60&show=surface"
    with opened(browser, written(tmp_path, query)) as page:
        changeable = "you can change the numbers of the surface, which optimizers run, the rates"
        expect(page.locator(".offline-remark")).to_contain_text(changeable)
        menu = page.locator(".surface-menu")
        expect(menu).to_be_disabled()
        expect(menu).to_have_attribute("title", "This file cannot change it without the server")
        lines = page.evaluate(LINES)
        limit = page.locator(".slider-mark").last
        expect(limit).to_have_attribute("title", re.compile("^0.08: "))
        page.get_by_role("textbox", name="Condition number").fill("100")
        expect(page.locator(".verdict")).to_contain_text("its rate 0.07 is above 2/λmax = 0.02")
        expect(limit).to_have_attribute("title", re.compile("^0.02: "))
        page.wait_for_selector("body[data-settled]")
        assert page.evaluate(LINES) != lines
        asked = page.locator(".verdict").inner_text()
        said = page.get_by_role("slider", name="SGD learning rate", exact=True).evaluate(SLIDE)
        assert len(said) == 3
        assert asked not in said


def test_optimizers_are_added_and_switched_off_without_the_server(browser: Browser, tmp_path: Path) -> None:
    """Those whose step lengths the page's engine does not compute are not in the menu."""
    start = "start=A,-8,1.2&steps=60"
    with opened(browser, written(tmp_path, f"optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&{start}")) as page:
        expect(page.locator(".offline-remark")).to_contain_text("you can change which optimizers run, ")
        page.get_by_role("button", name="Add optimizer").click()
        options = page.get_by_role("option")
        expect(options.filter(has_text="Lion")).to_have_count(1)
        expect(options.filter(has_text=re.compile("BFGS|Nelder"))).to_have_count(0)
        options.filter(has_text="Lion").click()
        expect(page.locator(".panel-list .plot-canvas")).to_have_count(3)
        page.get_by_role("checkbox", name="Run SGD").uncheck()
        expect(page.locator(".panel-list .plot-canvas")).to_have_count(2)
        lion = page.get_by_role("textbox", name="Lion learning rate", exact=True).input_value()
        left = Scenario.from_query(f"optimizer=adam,lr=0.3&optimizer=lion,lr={lion}&{start}")
        expect(page.locator(".verdict")).to_have_text(verdict(left, simulate(left)))
        expect(page.locator(".caption")).to_have_text("own rates · axes 1:1 · no clipping · no noise")
        expect(page.locator(".notice")).to_have_count(0)
    with opened(browser, written(tmp_path, f"optimizer=sgd,lr=0.07,schedule=cosine&{start}")) as page:
        expect(page.locator(".offline-remark")).to_contain_text("other optimizers and anything else need the server")
        expect(page.get_by_role("button", name="Add optimizer")).to_be_disabled()


def test_a_part_of_the_surface_has_contours_of_its_own(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, "surface=himmelblau&optimizer=adam&start=A,0,0&steps=60")) as page:
        labels = page.locator(".plot-ground .contour-label")
        before, lines = [float(text) for text in labels.all_text_contents()], page.evaluate(LINES)
        page.locator(".plot").first.focus()
        for _ in range(4):
            page.keyboard.press("+")
        expect(page.locator(".zoom-size")).to_have_text("16×")
        page.wait_for_function(f"(before) => {LINES} !== before", arg=lines)
        page.wait_for_selector("body[data-settled]")
        after = [float(text) for text in labels.all_text_contents()]
        assert 0 < max(after) - min(after) < (max(before) - min(before)) / 16


def test_without_script_it_is_the_picture(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written(tmp_path).as_uri())
    expect(page.locator(".plot-svg .path").first).to_be_visible()
    expect(page.locator("noscript .notice")).to_be_visible()
    context.close()


def test_noise_of_another_seed_and_of_more_steps_is_computed_in_the_file(browser: Browser, tmp_path: Path) -> None:
    query = "optimizer=sgd,lr=0.07&start=A,-8,1.2&noise=2&tolerance=0.05&seed={}&steps={}"

    def said(seed: int, steps: int) -> str:
        scenario = Scenario.from_query(query.format(seed, steps))
        return verdict(scenario, simulate(scenario))

    assert len({said(3, 120), said(8, 120), said(8, 300)}) == 3
    with opened(browser, written(tmp_path, f"{query.format(3, 120)}&ui=full")) as page:
        expect(page.locator(".verdict")).to_have_text(said(3, 120))
        page.locator(".surface-form summary").filter(has_text="noise").click()
        page.get_by_role("textbox", name="Scenario seed").fill("8")
        expect(page.locator(".verdict")).to_have_text(said(8, 120))
        expect(page.locator(".caption").first).to_contain_text("seed 8")
        page.get_by_role("textbox", name="Number of steps").fill("300")
        expect(page.locator(".verdict")).to_have_text(said(8, 300))
        expect(page.get_by_role("textbox", name="Scenario noise")).to_be_disabled()
        expect(page.locator(".offline-remark")).to_contain_text("the number of steps, and the seed")
