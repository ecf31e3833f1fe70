"""What a frame loads before anybody turns to it: it may be one of many on a page of course material."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Response

from app.assets import served
from app.compression import FAST
from app.precompress import BEST
from tests.benchmarks.weight import UNTOUCHED
from tests.conftest import OpenPage

MOST = 134_580  # bytes with brotli, headers included: what a frame weighed before the page had an engine
MODULES, REQUESTS = 55, 80


def weight(response: Response) -> int:
    """Return the bytes of an answer of the image, in which static files are compressed as well as possible."""
    path = urlsplit(response.url).path
    file = re.fullmatch(r"/static/[0-9a-f]{16}/(.*)", path)
    compress = (BEST if file and file[1] in served() else FAST)["br"]
    line = len("HTTP/1.1 200 OK\r\n\r\n")
    headers = sum(len(f"{one['name']}: {one['value']}\r\n") for one in response.headers_array())
    return line + headers + len(compress(response.body()))


def test_a_frame_is_light_until_somebody_turns_to_it(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 800, "height": 500})
    page.add_init_script(UNTOUCHED)
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto("/embed")
    page.wait_for_function("document.body.dataset.settled")
    page.wait_for_load_state("networkidle")  # whatever else it would load by itself
    weights = {urlsplit(one.url).path: weight(one) for one in responses}
    modules = [path for path in weights if path.endswith(".js")]
    heaviest = sorted(weights.items(), key=lambda one: -one[1])[:12]
    assert len(modules) <= MODULES, modules
    assert len(responses) <= REQUESTS, [*weights]
    assert len(weights) == len(responses), "nothing is loaded twice"
    assert sum(weights.values()) <= MOST, heaviest
    for name in ("live.js", "engine/load.js", "plot/plot.js", "service/scene-data.js", "packaged/plotly.js"):
        assert not [path for path in weights if path.endswith(f"/{name}")], f"{name} waits until it is wanted"

    page.locator(".player-scrub").focus()  # which the script above does not keep from the page
    page.wait_for_function("document.querySelector('.plot:is(.is-live, .is-committed)')")


def test_the_picture_says_what_is_drawn_over_it(open_page: OpenPage) -> None:
    """The losses at the ends, and at a step, are the same before and after."""
    page = open_page(viewport={"width": 900, "height": 600})
    page.add_init_script(UNTOUCHED)
    readings = page.locator(".panel-reading")
    for query in (
        "",
        "step=7",
        "surface=saddle&optimizer=sgd,lr=3&optimizer=adam&start=A,-1,0.5&start=B,0.1,1&steps=400",
    ):
        page.goto(f"/embed?{query}")
        page.wait_for_function("document.body.dataset.settled")
        page.evaluate("document.querySelectorAll('.panel-reading').forEach((one) => { one.dataset.old = ''; })")
        written = readings.all_inner_texts()
        assert len(written) > 1
        page.locator(".player-scrub").focus()
        page.wait_for_function("document.querySelectorAll('.panel-reading:not([data-old])').length > 1")
        page.wait_for_function("document.querySelector('.panel-reading:not(:empty)')")
        assert readings.all_inner_texts() == written
