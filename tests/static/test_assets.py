"""Static files: under a path with their hash, kept for ever, all of them used, and nothing from elsewhere."""

import re
from pathlib import Path
from urllib.parse import urljoin

import plotly
import pytest
from plotly.offline import get_plotlyjs_version

from app import plotlyjs
from app.catalog import for_pages
from app.resources import folder
from optimizers.picture.styles import CSS
from optimizers.query.choices import Limits
from tests.answers import assert_problem, client, state
from tests.markup import links

CLIENT = client()
BASE: str = state(CLIENT).pages.assets
STATIC = folder("static")
FILES = {
    path.relative_to(top).as_posix(): path
    for top, files in ((STATIC, sorted(STATIC.rglob("*"))), (CSS.parent, sorted(CSS.glob("*.css"))))
    for path in files
    if path.is_file() and "vendor" not in path.parts
}
PACKAGED = ("packaged/plotly.js", "packaged/swagger-ui.js", "packaged/swagger-ui.css")
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
FOLDERS = (folder("static"), folder("templates"), CSS)
TEXTS = [path for place in FOLDERS for path in place.rglob("*") if path.suffix in (".js", ".css", ".html")]


@pytest.mark.parametrize("name", [*FILES, *PACKAGED])
def test_a_file_is_kept_for_ever(name: str) -> None:
    response = CLIENT.get(f"/{BASE}/{name}")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].split(";")[0] == TYPES[name.rsplit(".")[-1]]
    if name in FILES:
        assert response.content == FILES[name].read_bytes()
        again = CLIENT.get(f"/{BASE}/{name}", headers={"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_catalog_of_pages_is_a_file_too() -> None:
    """One for all pages; its content is part of the hash, which stands in the address of every page's files."""
    path = f"/{BASE}/catalog.json"
    response, coded = (CLIENT.get(path, headers={"accept-encoding": coding}) for coding in ("identity", "br"))
    assert response.content == coded.content == for_pages(Limits())
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (response.headers["content-type"], coded.headers["content-encoding"]) == ("application/json", "br")
    assert "content-encoding" not in response.headers
    again = CLIENT.get(path, headers={"accept-encoding": "br", "if-none-match": coded.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for page in ("/", "/embed", "/lessons/ravine"):
        html = CLIENT.get(page).text
        assert any(link.endswith(f"{BASE}/catalog.json") for link in links(html)), page
        assert '"conditions"' not in html, page
    smaller = state(client(max_steps=77)).pages.assets
    assert smaller != BASE, "limits are in the catalog"
    assert CLIENT.get(f"/{smaller}/catalog.json").headers["cache-control"] == "no-cache"


def test_the_path_has_a_hash() -> None:
    assert re.fullmatch(r"static/[0-9a-f]{16}", BASE)


@pytest.mark.parametrize(
    "path",
    [
        f"/{BASE}/",
        f"/{BASE}/js",
        f"/{BASE}/js/nothing.js",
        f"/{BASE}/packaged/nothing.js",
        f"/{BASE}/packaged/..%2F..%2Fpyproject.toml",
        f"/{BASE}/..%2F..%2Fpyproject.toml",
        f"/{BASE}/%2e%2e/app/main.py",
        f"/{BASE}/%00",
        f"/static/{'0' * 16}/js/nothing.js",
        f"/static/{'0' * 15}/js/main.js",
        "/static/js/main.js",
    ],
)
def test_other_paths_are_nothing_and_not_kept(path: str) -> None:
    response = CLIENT.get(path, follow_redirects=False)
    assert_problem(response, 404)
    assert "cache-control" not in response.headers


def loaded(address: str, text: str) -> list[str]:
    """What a script or a style of ours loads."""
    if address.endswith(".js"):
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return re.findall(r'(?:\bfrom|\bimport|\bnew Worker\(new URL)\s*\(?\s*"([^"]+\.js)"', code)
    return re.findall(r"url\(\s*[\"']?([^)\"']+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)


@pytest.mark.slow
def test_every_file_is_used_and_every_file_used_is_there() -> None:
    """From the pages, and the scripts of lesson files, through all imports.

    Not there: types.js is for the reader alone, the picture for the README, poster.css stands inside posters, and
    fit-frames.js is copied into books.
    """
    pages = ("/", "/embed", "/lessons", "/write-your-own", "/reference")
    waiting = [urljoin("/", link) for page in pages for link in links(CLIENT.get(page).text) if "static/" in link]
    waiting += [f"/{BASE}/{name}" for name in FILES if name.startswith("js/offline/")]
    found: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address not in found:
            found.add(address)
            response = CLIENT.get(address)
            assert response.status_code == 200, address
            if "/packaged/" not in address and not address.endswith(".svg"):
                waiting += [urljoin(address, name) for name in loaded(address, response.text)]
    used = {address.removeprefix(f"/{BASE}/") for address in found}
    made = {"catalog.json", "js/engine/translated.js", "js/engine/why/forms.js"}
    assert used - set(FILES) == made | {"packaged/plotly.js"}
    assert set(FILES) - used == {
        *("js/base/types.js", "img/first-view.svg", "css/poster.css", "js/frame/fit-frames.js")
    }


NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
"""Names that nothing is loaded from."""


def test_no_text_of_ours_names_another_origin() -> None:
    assert len(TEXTS) > 20
    for path in TEXTS:
        named = set(re.findall(r"(?:https?:)?//[a-z0-9-]+\.[^\s\"'`)<]+", path.read_text("utf-8")))
        assert named <= NAMESPACES, path


def test_plotly_js_is_that_of_the_package() -> None:
    served = CLIENT.get(f"/{BASE}/packaged/plotly.js").content
    assert f"plotly.js v{get_plotlyjs_version()}\n".encode() in served[:1000]
    assert get_plotlyjs_version() == plotlyjs.VERSION


def test_the_smaller_plotly_js_is_taken_where_it_is(tmp_path: Path) -> None:
    assert plotlyjs.bundle(tmp_path) == Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    small = tmp_path / "vendor" / "plotly-cartesian.min.js"
    small.parent.mkdir()
    small.write_bytes(b"")
    assert plotlyjs.bundle(tmp_path) == small
