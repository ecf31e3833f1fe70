"""The frame in a page of another site: it works there, tells its height, and takes calls."""

from typing import Any

import pytest
from playwright.sync_api import expect

from optimizers.query.registry import SURFACE_NAMES
from tests.hosting import SCENARIO, Host


@pytest.mark.parametrize("attributes", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("disk", [False, True], ids=["served", "from-disk"])
def test_it_works_in_pages_of_others(host: Host, attributes: str, disk: bool) -> None:
    """Also in a sandbox, where its origin is none, and storage throws."""
    (frame,) = host.open(attributes=attributes, disk=disk)
    frame.wait_for_function("document.body.dataset.settled")
    frame.locator(".plot").first.hover()  # a reader turns to it: Plotly comes
    frame.wait_for_function("document.querySelectorAll('.plot.is-committed').length === 2")
    field = frame.get_by_role("textbox", name="SGD learning rate")
    field.fill("0.01")
    assert "lr=0.01" in host.heard('data.event === "change"')["query"]


def test_it_tells_its_height_in_every_form(host: Host) -> None:
    (frame,) = host.open()
    frame.wait_for_function("document.body.dataset.settled")
    height = host.heard("data.event === 'step' ") and frame.evaluate(
        "Math.ceil(document.body.getBoundingClientRect().height)"
    )
    assert host.heard(f'data.event === "height" && data.height === {height}')["from"] == "optimizer-trajectories"
    assert host.heard(f'data.subject === "lti.frameResize" && data.height === {height}')
    assert host.heard(f'data.type === "plugin.resize" && data.payload.height === {height}')
    assert host.heard(f'JSON.parse(data).context === "iframe.resize" && JSON.parse(data).height === {height}')


def test_its_height_does_not_follow_from_that_of_the_frame(host: Host) -> None:
    """Else a page that obeys would make it grow, or shrink, for ever."""
    (frame,) = host.open()
    frame.wait_for_function("document.body.dataset.settled")
    heights = []
    for height in (400, 900, 2000, 600):
        host.page.evaluate("(height) => document.querySelector('iframe').height = height", height)
        frame.wait_for_function("(height) => innerHeight === height", arg=height)
        frame.evaluate("new Promise(requestAnimationFrame)")
        heights.append(frame.evaluate("document.body.getBoundingClientRect().height"))
    assert len(set(heights)) == 1


def test_the_page_around_can_call_it(host: Host) -> None:
    (frame,) = host.open()
    ready = host.heard('data.event === "ready"')
    assert ready["query"].startswith("surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop")
    state = host.call(call="get")
    assert {key: state[key] for key in ("from", "event", "step", "steps", "playing")} == {
        "from": "optimizer-trajectories", "event": "state", "step": 50, "steps": 50, "playing": False,
    }  # fmt: skip
    assert host.call(call="seek", step=7)["step"] == 7
    assert host.heard('data.event === "step" && data.step === 7')
    expect(frame.locator(".player-reading")).to_have_text("step 7 of 50")
    assert host.call(call="seek", step=7000)["step"] == 50
    assert host.call(call="play")["playing"] is True
    assert host.call(call="pause")["playing"] is False
    answer = host.call(call="set", query="v=1&surface=saddle&optimizer=adam&start=Q,1,2&steps=30&step=10")
    assert answer["query"].startswith("surface=saddle,wall=0.05&optimizer=adam,lr=0.1")
    assert (answer["step"], answer["steps"]) == (10, 30)
    assert host.heard('data.event === "change"')["query"] == answer["query"]
    expect(frame.locator(".card:not(.is-off)")).to_have_count(1)
    assert host.call(call="reset")["query"] == ready["query"]


def test_a_call_that_is_not_legal_is_answered(host: Host) -> None:
    calls: list[tuple[dict[str, Any], str]] = [
        ({"call": "stop"}, 'call = "stop" is not allowed: one of get, set, play, pause, seek, reset'),
        ({"call": "seek", "step": -1}, "step = -1 is not allowed: a whole number from 0"),
        (
            {"call": "set", "query": "surface=no-such-surface"},
            f"Unknown surface no-such-surface. Known: {', '.join(SURFACE_NAMES)}.",
        ),
        (
            {"call": "set", "query": "v=3"},
            "The parameter v cannot be 3. Allowed: 1 or 2, the versions that this program reads.",
        ),
    ]
    host.open()
    ready = host.heard('data.event === "ready"')
    for message, detail in calls:
        answer = host.call(**message)
        assert (answer["event"], answer["detail"]) == ("error", detail)
        assert host.call(call="get")["query"] == ready["query"]


def test_a_message_of_another_window_is_refused(host: Host) -> None:
    host.open(frames=2)
    host.heard('data.event === "ready"')
    stranger = """
        <script>
          addEventListener("message", ({data}) => parent.postMessage({stranger: data}, "*"));
          parent.frames[0].postMessage({to: "optimizer-trajectories", call: "set", query: "surface=saddle"}, "*");
        </script>
    """
    insert = "(srcdoc) => document.body.append(Object.assign(document.createElement('iframe'), {srcdoc}))"
    host.page.evaluate(insert, stranger)
    refusal = host.heard("data.stranger")["stranger"]
    assert (refusal["event"], refusal["detail"]) == ("error", "Only the page that contains this frame can call it.")
    assert "surface=ellipse" in host.call(call="get")["query"]


def test_it_waits_until_it_is_scrolled_into_view_and_then_plays(host: Host) -> None:
    before = '<div style="height: 3000px">Prose</div>'
    host.page.emulate_media(reduced_motion="no-preference")
    (frame,) = host.open(f"{SCENARIO}&autoplay=1&ui=minimal", before=before)
    frame.wait_for_load_state()
    asked: list[str] = []
    host.page.on("request", lambda request: asked.append(request.url))
    assert frame.locator(".plot-svg").count() == 2  # the picture is there
    host.page.wait_for_timeout(200)  # for what must not happen there is no event to wait for
    assert not [url for url in asked if "api" in url]
    host.page.mouse.wheel(0, 3000)
    assert host.heard('data.event === "step" && data.playing')["steps"] == 50
    frame.get_by_role("combobox", name="Speed").select_option("4")
    assert host.heard('data.event === "step" && !data.playing && data.step === 50')
    assert not [url for url in asked if url.endswith("/plotly.js")]


def test_a_frame_may_fill_the_screen_and_copy_but_use_no_camera(host: Host) -> None:
    """Also where the page around would let it."""
    (frame,) = host.open(attributes='allow="fullscreen; clipboard-write; camera; geolocation"')
    frame.wait_for_load_state()
    features = ["fullscreen", "clipboard-write", "camera", "geolocation"]
    allowed = frame.evaluate("(names) => names.map((name) => document.featurePolicy.allowsFeature(name))", features)
    assert allowed == [True, True, False, False]
