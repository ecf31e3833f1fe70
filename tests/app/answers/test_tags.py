"""ETags: one for each answer, the same for each spelling, and nothing is computed for a client that has it."""

import re
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from app import catalog
from app.answers.tags import BRIEFLY, LONG
from app.resources import content_hash
from optimizers.query.choices import Limits
from tests.answers import BROWSER, client, state

CLIENT = client()
STREAM, GRID, POSTER, CATALOG = "/api/v1/trajectories", "/api/v1/surface", "/poster.svg", "/api/v1/catalog"
IMAGE = "/poster.png"
LARGE = "steps=10000&optimizer=adam"
PAGES = ["/", "/embed?ui=minimal", "/?steps=0", "/lessons/ravine", "/lessons/ravine?surface=saddle"]
COMPUTED = [STREAM, f"{STREAM}?{LARGE}", GRID, POSTER, f"{IMAGE}?scale=1&steps=2", "/export.csv", *PAGES]
ADDRESSES = [*COMPUTED, CATALOG, "/lessons", "/reference"]
FILES = (POSTER, IMAGE, "/export.csv")


def lasting(address: str) -> str:
    """Return the Cache-Control of a deterministic answer."""
    return LONG if address.partition("?")[0] in FILES else BRIEFLY


def tag(address: str, **settings: int) -> str:
    response = (client(**settings) if settings else CLIENT).get(address)
    assert response.status_code == 200
    assert response.headers["cache-control"] == lasting(address)
    return str(response.headers["etag"])


def ask(address: str, known: str) -> Response:
    return CLIENT.get(address, headers={"if-none-match": known})


@pytest.mark.parametrize("address", COMPUTED)
def test_what_the_client_has_is_not_computed_again(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tag(address)

    def compute(*arguments: Any) -> Any:
        raise AssertionError("computed")

    for kept in (CLIENT, client()):  # with the answer in the cache, and without
        for name in ("whole", "pieces"):  # of what is made at once, and of what is made as it is read
            monkeypatch.setattr(state(kept).work, name, compute)
        strong = known.removeprefix("W/")  # a proxy may have taken it for one
        lists = [known, strong, "*", f'"other", {known}', f'"a","b",{known} , "c"', f'"a",{strong}']
        for header in lists:
            response = kept.get(address, headers={"if-none-match": header})
            assert (response.status_code, response.content) == (304, b"")
            assert (response.headers["etag"], response.headers["cache-control"]) == (known, lasting(address))
            assert "content-type" not in response.headers
    assert kept.get(address).status_code == 500, "the work is replaced by what fails"


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_another_tag_is_answered_whole(address: str) -> None:
    known = tag(address)
    for header in ('"other"', "", known.strip('"'), known[:-1], known.replace('"', '"x', 1)):
        response = ask(address, header)
        assert (response.status_code, response.headers["etag"]) == (200, known)
        assert response.content


def test_a_tag_is_one_of_the_standard() -> None:
    """A weak one: what is compressed has the same, and other bytes."""
    for address in ADDRESSES:
        assert re.fullmatch(r'W/"[0-9a-f]{32}"', tag(address))


@pytest.mark.parametrize("path", [STREAM, GRID, POSTER])
def test_every_spelling_of_a_scenario_has_the_same_tag_and_answer(path: str) -> None:
    spellings = [
        "surface=ellipse,kappa=25,theta=0&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&start=B,-0.6,4&steps=120",
        "optimizer=rmsprop",
        "steps=1.2e2&optimizer=rmsprop,beta=.9,lr=30e-2,eps=1e-8,centered=0&surface=ellipse",
        "%6fptimizer=rms%70rop%2Clr=0.3",
        "optimizer = rmsprop & steps = 120&&",
        "theme=auto&optimizer=rmsprop&precision=f8&layout=side-by-side",
    ]
    responses = [CLIENT.get(f"{path}?{spelling}") for spelling in spellings]
    assert len({response.headers["etag"] for response in responses}) == 1
    assert len({response.content for response in responses}) == 1


@pytest.mark.slow
def test_what_changes_the_answer_changes_the_tag() -> None:
    addresses = [
        *(f"{STREAM}?{query}" for query in ("", "precision=f4", "optimizer=sgd,lr=0.1", "optimizer=sgd,lr=0.2")),
        *(f"{STREAM}?optimizer={order}" for order in ("sgd&optimizer=adam", "adam&optimizer=sgd")),
        *(f"{GRID}?{query}" for query in ("", "precision=f4", "surface=saddle")),
        *(
            f"{POSTER}?{query}"
            for query in ("", "layout=overlay", "theme=dark", "step=0", "step=1", "steps=5", "animate=1")
        ),
        *(f"{IMAGE}?steps=2&{query}" for query in ("", "scale=1", "theme=dark")),
        *(f"/{query}" for query in ("", "embed", "?steps=9", "?steps=9&theme=dark", "?steps=0", "?steps=0&x=1")),
        *(f"/lessons{rest}" for rest in ("", "/ravine", "/ravine?theme=dark", "/saddle")),
        CATALOG,
    ]
    assert len({tag(address) for address in addresses}) == len(addresses)


def test_what_the_limits_change_has_another_tag() -> None:
    assert tag(CATALOG, max_steps=50) != tag(CATALOG)
    for path in (STREAM, POSTER):  # the steps that are left out are fewer
        assert tag(path, max_steps=50) != tag(path)
        assert tag(f"{path}?steps=40", max_steps=50) == tag(f"{path}?steps=40")


@pytest.mark.parametrize("path", ["/embed", POSTER])
def test_who_may_frame_an_answer_is_part_of_its_tag(path: str) -> None:
    """Else a client that has it goes by the policy that it came with."""
    campus = client(frame_ancestors="https://moodle.example.edu")
    assert campus.get(path).headers["etag"] != tag(path)


def test_another_version_of_the_code_has_other_tags() -> None:
    other = client()
    state(other).fingerprint = "another"
    for address in ADDRESSES:
        assert other.get(address).headers["etag"] != tag(address)


def test_the_fingerprint_is_of_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "b.py"
    file.write_bytes(b"1")
    hashes = [content_hash([tmp_path]), content_hash([tmp_path], "more"), content_hash([tmp_path, tmp_path])]
    file.write_bytes(b"2")
    hashes.append(content_hash([tmp_path]))
    file.rename(tmp_path / "a" / "c.py")
    hashes.append(content_hash([tmp_path]))
    assert len(set(hashes)) == len(hashes)
    (tmp_path / "a" / "__pycache__").mkdir()
    (tmp_path / "a" / "__pycache__" / "c.pyc").write_bytes(b"3")
    assert content_hash([tmp_path]) == hashes[-1]


def test_a_page_tells_its_own_address_so_another_has_another_tag() -> None:
    """It names itself in its card, by the host that it was asked for."""
    tags = {str(CLIENT.get("/", headers={"host": host}).headers["etag"]) for host in ("a.example", "b.example")}
    assert len(tags) == 2
    elsewhere = client(public_url="https://example.edu/paths")
    assert len({str(elsewhere.get("/", headers={"host": host}).headers["etag"]) for host in ("a", "b")}) == 1


def test_the_catalog_is_made_once_for_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Limits] = []
    make = catalog.catalog

    def counted(limits: Limits, landmarks: bool = True) -> dict[str, Any]:
        made.append(limits)
        return make(limits, landmarks)

    monkeypatch.setattr(catalog, "catalog", counted)
    asked = client(max_steps=77)
    for path in (CATALOG, "/", "/embed", "/lessons/ravine", CATALOG):
        assert asked.get(path).status_code == 200
    assert [limits.steps for limits in made] == [77]


def test_errors_are_not_kept() -> None:
    for path, headers in ((f"{STREAM}?steps=0", {}), ("/nothing", BROWSER)):
        assert not {"etag", "cache-control"} & set(CLIENT.get(path, headers=headers).headers)
