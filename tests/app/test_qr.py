"""The QR code of a link."""

from urllib.parse import quote
from xml.etree import ElementTree

import segno
from fastapi.testclient import TestClient

from app.main import app
from app.routes.qr import LONGEST
from app.view import understand
from optimizers.query.choices import Limits

CLIENT = TestClient(app)
QUERY = "surface=saddle&optimizer=sgd&start=A,1,2&steps=30&layout=overlay&region=-1,1,0,1&step=7"


def test_a_code_holds_the_link_to_the_picture() -> None:
    answer = CLIENT.get(f"/qr.svg?{QUERY}")
    assert answer.headers["content-type"] == "image/svg+xml"
    link = f"http://testserver/?{understand(QUERY, Limits()).address()}"
    root = ElementTree.fromstring(answer.content)
    assert root.attrib["viewBox"].split()[2] == str(segno.make_qr(link, error="l").symbol_size(border=4)[0])
    assert answer.content != CLIENT.get("/qr.svg").content
    assert CLIENT.get(f"/qr.svg?{QUERY}", headers={"host": "example.edu"}).content != answer.content


def test_a_link_that_is_too_long_for_a_code_is_refused_with_its_length() -> None:
    title = quote("a long title " * 6)
    starts = "&".join(f"start=S{k},{k / 7},{k / 9}" for k in range(16))
    answer = CLIENT.get(f"/qr.svg?optimizer=sgd&steps=5&{starts}&title={title}&" + "&".join(["optimizer=adam"] * 8))
    assert answer.status_code == 422
    assert f"a link of at most {LONGEST} characters" in answer.json()["detail"]
    assert len(answer.content) < 2000


def test_a_bad_query_is_an_error_as_everywhere() -> None:
    answer = CLIENT.get("/qr.svg?surface=bowl")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
